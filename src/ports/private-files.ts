/** A directory for files that nobody else may read, and that must not outlive the work. */
export interface PrivateFiles {
  /** Path of a new file name in the directory; nothing is written. */
  path(name: string): string;
  /** Writes a file and returns its path. */
  write(name: string, text: string): Promise<string>;
}

export interface PrivateDirectory {
  /** Runs `work` with a new directory and removes it afterwards, whatever happens. */
  use<T>(work: (files: PrivateFiles) => Promise<T>): Promise<T>;
}
