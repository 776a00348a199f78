/** Files under keys that are there for ever: nothing is overwritten, nothing is removed. Reads see every write that was acknowledged before. */
export interface EvidenceReader {
  /** The keys that begin with `prefix`, in order. */
  list(prefix: string): Promise<readonly string[]>;
  /** @returns `undefined` when there is no such file */
  read(key: string): Promise<Uint8Array | undefined>;
}

export interface EvidenceStore extends EvidenceReader {
  /** Writes a file that must not exist yet. @returns whether it was written by this call; also `false` while somebody else writes it */
  create(key: string, bytes: Uint8Array): Promise<boolean>;
}

/** A place that keeps what was overwritten or removed, and can say so. */
export interface EvidenceVersions {
  /** What is not simply one file under one key: deletions, and files that were there before. */
  hidden(prefix: string): Promise<readonly HiddenVersion[]>;
}

export interface HiddenVersion {
  readonly key: string;
  readonly versionId: string;
  /** `deleted`: a marker hides the file. `replaced`: another file, or a marker, has taken its place. */
  readonly what: 'deleted' | 'replaced';
  readonly at: Date | undefined;
}
