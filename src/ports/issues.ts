/** An issue of ours. */
export interface KeptIssue {
  readonly number: number;
  readonly url: string;
  readonly outcome: 'opened' | 'reopened' | 'updated' | 'unchanged' | 'closed';
}

export interface IssueText {
  readonly title: string;
  /** Markdown, within GitHub's limit of 65,536 characters. */
  readonly body: string;
}

/** The issues of the repository that these workflows keep. */
export interface Issues {
  /**
   * Keeps exactly one open issue that carries `marker`: opens it, reopens a closed one, or updates title and body in place. Only an issue that
   * contains the hidden marker **and** was written by our own login is ever touched.
   *
   * @param marker a stable key such as `drift:production`; hidden in the body
   */
  keepOpen(marker: string, text: IssueText): Promise<KeptIssue>;
  /** What the issue says that `keepOpen` would keep, open or closed. @returns `undefined` when there is none */
  read(marker: string): Promise<IssueText | undefined>;
  /** Closes the open issue that carries `marker` with a comment. @returns `undefined` when none is open */
  close(marker: string, comment: string): Promise<KeptIssue | undefined>;
  /** Opens a new issue that nothing here ever changes again, for example for an audit. */
  open(text: IssueText): Promise<KeptIssue>;
}
