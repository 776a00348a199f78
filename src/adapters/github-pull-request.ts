import { z } from 'zod';
import type { MergedPullRequest, PostedComment, PullRequest, PullRequestFinder } from '../ports/pull-request';
import { connect, ownLogin, type GitHubOptions } from './github-client';
import { GitHubError } from './github-failure';
import { withRetries } from './github-retry';
import { systemClock } from './system-clock';

/** GitHub refuses longer comments. In characters. */
const LONGEST_COMMENT = 65_536;
const PAGE = 100;

const commentSchema = z.object({
  id: z.number(),
  body: z.string().default(''),
  html_url: z.string(),
  user: z.object({ login: z.string() }).nullable(),
});

const pullSchema = z.object({
  number: z.number(),
  merged_at: z.string().nullable(),
  merge_commit_sha: z.string().nullable(),
  head: z.object({ sha: z.string() }),
});

const COMMENT_HINTS = {
  401: 'the token is not valid; give the action the github-token of this job',
  403: 'the token lacks a permission; the job needs "pull-requests: write", and a pull request from a fork never gets it',
  404: 'the pull request does not exist, or the token may not see it; check the repository and "pull-requests: write"',
  410: 'the conversation was deleted; open the pull request again or a new one',
  422: 'GitHub does not accept the comment; unlock the conversation if it is locked, or make the text shorter',
} as const;

const FIND_HINTS = {
  401: COMMENT_HINTS[401],
  403: 'the token lacks a permission; the job needs "pull-requests: write" and "contents: read"',
  404: 'the repository does not exist, or the token may not see it; the job needs "contents: read"',
  410: 'the repository is gone; check GITHUB_REPOSITORY',
  422: 'GitHub does not know the commit; push it before this job runs',
} as const;

/**
 * The pull request `number`, through GitHub's API.
 *
 * @throws GitHubError (from its methods) when GitHub refuses or stays silent; the message says what to do
 */
export function githubPullRequest(options: GitHubOptions, number: number): PullRequest {
  const octokit = connect(options);
  const repository = { owner: options.owner, repo: options.repo };
  const tools = toolsOf(options);

  const upsert = async (marker: string, body: string): Promise<PostedComment> => {
    const login = await ownLogin(octokit, tools.clock);
    const comments = await octokit.paginate(octokit.rest.issues.listComments, {
      ...repository,
      issue_number: number,
      per_page: PAGE,
    });
    // Anybody can write the marker, so the author counts too; and our own text may quote one, so it counts only at the end.
    const [own] = z
      .array(commentSchema)
      .parse(comments)
      .filter((comment) => comment.user?.login === login && comment.body.trimEnd().endsWith(`\n${marker}`))
      // The oldest is the one that people have linked to.
      .sort((a, b) => a.id - b.id);
    if (own === undefined) {
      const { data } = await octokit.rest.issues.createComment({ ...repository, issue_number: number, body });
      return { url: commentSchema.parse(data).html_url, outcome: 'created' };
    }
    if (own.body === body) return { url: own.html_url, outcome: 'unchanged' };
    const { data } = await octokit.rest.issues.updateComment({ ...repository, comment_id: own.id, body });
    return { url: commentSchema.parse(data).html_url, outcome: 'updated' };
  };

  const upsertComment = async (marker: string, text: string): Promise<PostedComment> => {
    const hidden = hiddenMarker(marker);
    const body = `${text.trimEnd()}\n\n${hidden}`;
    if (body.length > LONGEST_COMMENT) {
      throw new GitHubError(
        `the comment "${marker}" has ${body.length} characters, GitHub takes ${LONGEST_COMMENT}; shorten the text`,
      );
    }
    return withRetries(`comment on pull request #${number}`, COMMENT_HINTS, tools, () => upsert(hidden, body));
  };
  return {
    number,
    upsertComment,
    async upsertComments(marker, parts) {
      const posted: PostedComment[] = [];
      for (const [index, part] of parts.entries()) {
        posted.push(await upsertComment(index === 0 ? marker : `${marker}:${index + 1}`, part));
      }
      return posted;
    },
  };
}

/** Finds merged pull requests through GitHub's API. @throws GitHubError (from its methods), as {@link githubPullRequest} */
export function githubPullRequestFinder(options: GitHubOptions): PullRequestFinder {
  const octokit = connect(options);
  const find = async (commitSha: string): Promise<MergedPullRequest | undefined> => {
    const pulls = await octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, {
      owner: options.owner,
      repo: options.repo,
      commit_sha: commitSha,
      per_page: PAGE,
    });
    const merged = z
      .array(pullSchema)
      .parse(pulls)
      .filter((pull) => pull.merged_at !== null);
    // A commit can sit in several pull requests, for example one into a branch that was merged later.
    const found = merged.find((pull) => pull.merge_commit_sha === commitSha) ?? merged[0];
    return found === undefined ? undefined : { ...githubPullRequest(options, found.number), headSha: found.head.sha };
  };
  return {
    findMerged: (commitSha) =>
      withRetries(`look for the pull request of commit ${commitSha}`, FIND_HINTS, toolsOf(options), () =>
        find(commitSha),
      ),
  };
}

function toolsOf({ clock = systemClock, logger }: GitHubOptions) {
  return { clock, logger };
}

/** HTML comments are not shown; the marker must not be able to end one. */
function hiddenMarker(marker: string): string {
  return `<!-- dr:${marker.replace(/[^\w:.-]/g, '_')} -->`;
}
