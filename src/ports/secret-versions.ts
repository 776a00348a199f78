/** The staging label of the version that applications read. */
export const CURRENT = 'AWSCURRENT';
/** The staging label of the version that a rotation is preparing. */
export const PENDING = 'AWSPENDING';

/** One version of a secret; both are always given, because a label alone may have moved on between two calls. */
export interface SecretVersion {
  readonly versionId: string;
  readonly label: string;
}

/** The versions of one secret in one region. Values go to the caller and nowhere else: no message of an error holds one. */
export interface SecretVersions {
  /** What to call the secret in messages. */
  readonly name: string;
  /** The staging labels of every version that has one. A version that waits for its value is among them. */
  labels(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The value; `undefined` when there is no such version, the label is on another one, or the version is still empty. */
  read(version: SecretVersion): Promise<string | undefined>;
  /** When the current version was stored. */
  currentSince(): Promise<Date>;
  /** Values of all versions that are still kept, with or without a label, newest first. */
  history(limit: number): Promise<readonly string[]>;
  /**
   * Stores a value and moves the label AWSPENDING to it. Storing a second value under the same id changes nothing.
   *
   * @param rotationToken proves on whose behalf a function rotates, where Secrets Manager hands one out
   */
  storePending(versionId: string, value: string, rotationToken: string | undefined): Promise<void>;
  /** Stores a value and makes it the current one. Storing a second value under the same id changes nothing but the label. */
  storeCurrent(versionId: string, value: string): Promise<void>;
  /** Moves the label AWSCURRENT. */
  makeCurrent(versionId: string, from: string): Promise<void>;
  /** Takes the label AWSPENDING from the version that has it. */
  clearPending(versionId: string): Promise<void>;
}
