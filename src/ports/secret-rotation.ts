import type { CURRENT } from './secret-versions';

/** Whose password a secret of the environment holds: `application` has two users by turns, `master` is one user. docs/rotation.md */
export type SecretUser = 'application' | 'master';

/** One secret of the environment in one region, to be rotated now. */
export interface RotatingSecret {
  /** What to call it in messages and reports. */
  readonly name: string;
  readonly region: string;
  readonly user: SecretUser;
  /** Has it rotated at once. @returns the id of the new version; throws when it is not accepted */
  begin(): Promise<string>;
  /** Whether the version is the current one, with no other label left on it: then the rotation has ended. */
  isDone(versionId: string): Promise<boolean>;
}

/** The version before the current one. */
export const PREVIOUS = 'AWSPREVIOUS';
export type LoginLabel = typeof CURRENT | typeof PREVIOUS;

/** `refused`: the server knows no such user or another password. `no-password`: there is no such version, or it holds none. */
export type LoginOutcome =
  | { readonly outcome: 'logged-in'; readonly instance: string }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'no-password' };

/** Logs in as those do who read the secrets of one region. No password leaves it. */
export interface SecretLogins {
  /**
   * Logs in through the writer name and writes once, leaving nothing behind.
   *
   * @throws when the secret cannot be read, or the database does not take the write
   */
  logIn(user: SecretUser, label: LoginLabel): Promise<LoginOutcome>;
}
