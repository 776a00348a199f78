import type { Clock } from '../ports/clock';
import type { DatabaseCredentials } from '../ports/database-credentials';
import type { SqlTarget } from '../ports/sql';

/** Secrets Manager is not asked again sooner than this, in ms: a wrong password stays wrong, and calls cost money. */
const RENEWAL_INTERVAL_MS = 5_000;

/** User and password, read once and kept. */
export interface KnownPassword {
  /** @throws an error of the credentials' adapter */
  get(): Promise<SqlTarget>;
  /**
   * Reads again after `refused` was not accepted, because the password may have been rotated.
   *
   * @returns `undefined` when there is nothing newer to try
   * @throws an error of the credentials' adapter
   */
  renew(refused: SqlTarget): Promise<SqlTarget | undefined>;
}

export function knownPassword(credentials: DatabaseCredentials, clock: Clock): KnownPassword {
  let known: { readonly target: SqlTarget; readonly readAtMs: number } | undefined;

  async function read(): Promise<SqlTarget> {
    const readAtMs = clock.monotonicMs();
    const target = await credentials.read();
    known = { target, readAtMs };
    return target;
  }

  return {
    get: async () => known?.target ?? (await read()),
    async renew(refused) {
      const isRecent = known !== undefined && clock.monotonicMs() - known.readAtMs < RENEWAL_INTERVAL_MS;
      const current = known !== undefined && isRecent ? known.target : await read();
      const isNewer = current.password !== refused.password || current.username !== refused.username;
      return isNewer ? current : undefined;
    },
  };
}
