/** One comment of ours on a pull request. */
export interface PostedComment {
  readonly url: string;
  /** `superseded`: a newer run has commented already, and nothing was changed. */
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'superseded';
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
  /**
   * Keeps several comments as one text: the first carries `marker`, the next ones its number besides. Comments of an earlier, longer text
   * that are left over are deleted.
   *
   * @param parts      each within GitHub's limit, in order; at least one
   * @param generation grows from run to run; a text of a newer generation is never replaced by an older one
   * @returns one for each part
   */
  upsertComments(marker: string, parts: readonly string[], generation: number): Promise<readonly PostedComment[]>;
}

/** A pull request that was merged. */
export interface MergedPullRequest extends PullRequest {
  /** The last commit of its branch, which is the one that was planned and reviewed. */
  readonly headSha: string;
}

/** Finds the pull request that a commit on the default branch came from. */
export interface PullRequestFinder {
  /** The merged pull request of `commitSha`, or `undefined` for a commit that was pushed directly. */
  findMerged(commitSha: string): Promise<MergedPullRequest | undefined>;
}
