import type { LeaseHolder } from './lease';

/** The one item that the lease of an environment is. It is never removed: a version that began again at nothing could be mistaken for an old one. */
export interface LeaseRecord {
  /** Counts the writes. A write names the version that it replaces, so of two that race one fails. */
  readonly version: number;
  /** Of the one acquisition that holds it; empty when nobody does. Never used twice. */
  readonly ownerId: string;
  /** Who that is, for people. */
  readonly holder: LeaseHolder | undefined;
}

export const FIRST_LEASE_RECORD: LeaseRecord = { version: 0, ownerId: '', holder: undefined };

export interface LeaseStore {
  /** Reads what was written last, never an older state. `FIRST_LEASE_RECORD` when nothing was written yet. */
  read(): Promise<LeaseRecord>;
  /**
   * Writes `next` in the place of the record with the version `next.version - 1`.
   *
   * @returns false when that is not the version that is there. It may be there because of this very call, when its first answer was lost and
   * it was tried again: whoever needs to know reads
   * @throws LeaseStoreRefusedError when asking again would not help, another error when it is not known whether it was written
   */
  replace(next: LeaseRecord): Promise<boolean>;
}

/** The store answered, and it will not answer differently: a permission, the table, or what is in it. */
export class LeaseStoreRefusedError extends Error {
  override readonly name = 'LeaseStoreRefusedError';
}
