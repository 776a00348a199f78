/** A commit of the default branch. Its message is not here: whoever writes one could forge what is made of it. */
export interface Commit {
  readonly sha: string;
  /** When it came to the branch: the time of the committer, which GitHub sets when it merges. */
  readonly at: Date;
  /** Paths from the repository's root of everything that differs from the commit before it on the branch. */
  readonly changedFiles: readonly string[];
}

/** The history of what is checked out. Each method throws when the checkout does not hold the history, or is no git repository. */
export interface CommitHistory {
  /** The commits of the branch itself, without those that merges brought along, newest first. */
  since(time: Date): Promise<readonly Commit[]>;
  /** When a file was changed last on the branch, which for a merge is when it was merged; `undefined` when git does not know it. */
  lastChange(path: string): Promise<Date | undefined>;
  /** Whether the file differs from what the last commit says, or is not in it. */
  isChangedLocally(path: string): Promise<boolean>;
}
