/** A directory for files that nobody else may read, and that must not outlive the work. */
export interface PrivateFiles {
  /** Path of a new file name in the directory; nothing is written. */
  path(name: string): string;
  /** Writes a file and returns its path. */
  write(name: string, content: string | Uint8Array): Promise<string>;
  /** The bytes of the file at a path that came from here. */
  read(path: string): Promise<Uint8Array>;
}

export interface PrivateDirectory {
  /** Runs `work` with a new directory and removes it afterwards, whatever happens. */
  use<T>(work: (files: PrivateFiles) => Promise<T>): Promise<T>;
}
