/** Texts under keys, kept in one region. Reads see every write that was acknowledged before. */
export interface ObjectStore {
  /** Writes an object that must not exist yet; never overwrites. @returns whether it was written by this call */
  create(key: string, text: string): Promise<boolean>;
  /** Writes an object, whether it exists or not. */
  replace(key: string, text: string): Promise<void>;
  /** @returns `undefined` when there is no such object */
  read(key: string): Promise<string | undefined>;
  /** The keys that begin with `prefix` and sort after `after`, in order. */
  list(prefix: string, after?: string): Promise<readonly string[]>;
}
