import { z } from 'zod';
import { PAGE, type GitHubOptions, type Octokit } from './github-client';
import { isGone } from './github-failure';
import type { WritePace } from './github-pace';

const commentSchema = z.object({
  id: z.number(),
  body: z.string().default(''),
  html_url: z.string(),
  user: z.object({ login: z.string() }).nullable(),
});
export type GitHubComment = z.infer<typeof commentSchema>;

/** The comments of one pull request or issue, as single requests. */
export class GitHubComments {
  private readonly repository: { readonly owner: string; readonly repo: string };

  constructor(
    private readonly octokit: Octokit,
    { owner, repo }: GitHubOptions,
    private readonly number: number,
    private readonly pace: WritePace,
  ) {
    this.repository = { owner, repo };
  }

  /** All comments of one author, the oldest first. */
  async by(login: string): Promise<readonly GitHubComment[]> {
    const all = await this.octokit.paginate(this.octokit.rest.issues.listComments, {
      ...this.repository,
      issue_number: this.number,
      per_page: PAGE,
    });
    return z
      .array(commentSchema)
      .parse(all)
      .filter(({ user }) => user?.login === login)
      .sort((a, b) => a.id - b.id);
  }

  async create(body: string): Promise<GitHubComment> {
    await this.pace.next();
    const { data } = await this.octokit.rest.issues.createComment({
      ...this.repository,
      issue_number: this.number,
      body,
    });
    return commentSchema.parse(data);
  }

  /** @returns `undefined` when somebody has deleted it */
  async update(id: number, body: string): Promise<GitHubComment | undefined> {
    await this.pace.next();
    try {
      const { data } = await this.octokit.rest.issues.updateComment({ ...this.repository, comment_id: id, body });
      return commentSchema.parse(data);
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  async delete(id: number): Promise<void> {
    await this.pace.next();
    try {
      await this.octokit.rest.issues.deleteComment({ ...this.repository, comment_id: id });
    } catch (error) {
      // Somebody was faster.
      if (!isGone(error)) throw error;
    }
  }
}
