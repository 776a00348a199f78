import { z } from 'zod';
import type { MergedPullRequest, PostedComment, PullRequest, PullRequestFinder } from '../ports/pull-request';
import { connect, onceKnown, ownLogin, PAGE, toolsOf, type GitHubOptions } from './github-client';
import { keepParts, partBodies } from './github-comment-parts';
import { GitHubComments } from './github-comments';
import { GitHubError } from './github-failure';
import { hiddenMarker, withMarker } from './github-marker';
import { WritePace } from './github-pace';
import { withRetries } from './github-retry';

/** GitHub refuses longer comments. In characters. */
const LONGEST_COMMENT = 65_536;

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
  const tools = toolsOf(options);
  const comments = new GitHubComments(octokit, options, number, new WritePace(tools.clock));
  const login = onceKnown(() => ownLogin(octokit, tools.clock));
  const retry = <T>(work: () => Promise<T>): Promise<T> =>
    withRetries(`comment on pull request #${number}`, COMMENT_HINTS, tools, work);

  const upsert = async (hidden: string, body: string): Promise<PostedComment> => {
    const own = (await comments.by(await login())).find((comment) => comment.body.trimEnd().endsWith(`\n${hidden}`));
    if (own?.body === body) return { url: own.html_url, outcome: 'unchanged' };
    const updated = own === undefined ? undefined : await comments.update(own.id, body);
    if (updated !== undefined) return { url: updated.html_url, outcome: 'updated' };
    return { url: (await comments.create(body)).html_url, outcome: 'created' };
  };

  return {
    number,
    async upsertComment(marker, text) {
      const hidden = hiddenMarker(marker);
      const body = withMarker(text, hidden);
      checkLength(marker, body);
      return retry(() => upsert(hidden, body));
    },
    async upsertComments(marker, parts, generation) {
      if (parts.length === 0) throw new GitHubError(`the comment "${marker}" has no part; give it a text`);
      if (!Number.isSafeInteger(generation) || generation < 0) {
        throw new GitHubError(`the comment "${marker}" has the generation ${generation}; it is a whole number from 0`);
      }
      const text = { marker, parts, generation };
      for (const body of partBodies(text)) checkLength(marker, body);
      return keepParts(text, comments, login, retry);
    },
  };
}

function checkLength(marker: string, body: string): void {
  if (body.length <= LONGEST_COMMENT) return;
  throw new GitHubError(
    `the comment "${marker}" has ${body.length} characters, GitHub takes ${LONGEST_COMMENT}; shorten the text`,
  );
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
