/** One comment of ours on a pull request. */
export interface PostedComment {
  readonly url: string;
  readonly outcome: 'created' | 'updated' | 'unchanged';
}

/** The pull request that an action reports to. */
export interface PullRequest {
  readonly number: number;
  /**
   * Creates the comment that carries `marker`, or updates it in place. Only a comment that contains the hidden marker
   * **and** was written by our own login is ever touched; all pages of comments are searched.
   *
   * @param marker a stable key such as `plan:production`; hidden in the comment
   * @param body   Markdown, already within GitHub's limit of 65,536 characters
   */
  upsertComment(marker: string, body: string): Promise<PostedComment>;
}

/** Finds the pull request that a commit on the default branch came from. */
export interface PullRequestFinder {
  /** The merged pull request of `commitSha`, or `undefined` for a commit that was pushed directly. */
  findMerged(commitSha: string): Promise<PullRequest | undefined>;
}
