/** The environment files of the checkout. */
export interface EnvironmentFiles {
  /** Path from the repository's root and text of every file `environments/*.yaml`. */
  readAll(): Promise<readonly { readonly file: string; readonly text: string }[]>;
}

/** What a change touches. */
export interface ChangedFiles {
  /**
   * Paths from the repository's root of everything that differs between `base` and the checkout; `undefined` when `base` is not known
   * here, which happens after a force push.
   */
  since(base: string): Promise<readonly string[] | undefined>;
}
