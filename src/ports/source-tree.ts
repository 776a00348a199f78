/** The checkout that a workflow works on. */
export interface SourceTree {
  /** The git tree of what is checked out, `HEAD^{tree}`: equal trees hold equal files, whatever the commits are called. */
  tree(): Promise<string>;
  /** SHA-256 of a file of the checkout, as hexadecimal text. @throws when it is not there */
  digestOf(path: string): Promise<string>;
}
