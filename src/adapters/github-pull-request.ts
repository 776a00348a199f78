import { getOctokit } from '@actions/github';
import { retry } from '@octokit/plugin-retry';
import { z } from 'zod';
import type { PostedComment, PullRequest, PullRequestFinder } from '../ports/pull-request';

/** GitHub refused, or answered something that this code does not understand. The message says what to do. */
export class GitHubError extends Error {
  override readonly name = 'GitHubError';
}

export interface GitHubOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly owner: string;
  readonly repo: string;
}

/** GitHub refuses longer comments. In characters. */
const LONGEST_COMMENT = 65_536;
/** A workflow's own token may not ask who it is; its comments are written by this login. */
const ACTIONS_LOGIN = 'github-actions[bot]';

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
});

/** The pull request `number`, through GitHub's API. */
export function githubPullRequest(options: GitHubOptions, number: number): PullRequest {
  const octokit = connect(options);
  const repository = { owner: options.owner, repo: options.repo };
  return {
    number,
    async upsertComment(marker, text): Promise<PostedComment> {
      const body = `${text.trimEnd()}\n\n${hiddenMarker(marker)}`;
      if (body.length > LONGEST_COMMENT) {
        throw new GitHubError(`the comment has ${body.length} characters, GitHub takes ${LONGEST_COMMENT}`);
      }
      return explain(`comment on pull request #${number}`, async () => {
        const login = await ownLogin(octokit);
        const comments = await octokit.paginate(octokit.rest.issues.listComments, {
          ...repository,
          issue_number: number,
          per_page: 100,
        });
        // The oldest one: it is the one that people have linked to. The author is checked because anybody can write the marker.
        const own = z
          .array(commentSchema)
          .parse(comments)
          .find((comment) => comment.user?.login === login && comment.body.includes(hiddenMarker(marker)));
        if (own === undefined) {
          const { data } = await octokit.rest.issues.createComment({ ...repository, issue_number: number, body });
          return { url: commentSchema.parse(data).html_url, outcome: 'created' };
        }
        if (own.body === body) return { url: own.html_url, outcome: 'unchanged' };
        const { data } = await octokit.rest.issues.updateComment({ ...repository, comment_id: own.id, body });
        return { url: commentSchema.parse(data).html_url, outcome: 'updated' };
      });
    },
  };
}

/** Finds merged pull requests through GitHub's API. */
export function githubPullRequestFinder(options: GitHubOptions): PullRequestFinder {
  const octokit = connect(options);
  return {
    async findMerged(commitSha) {
      return explain(`look for the pull request of commit ${commitSha}`, async () => {
        const { data } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({
          owner: options.owner,
          repo: options.repo,
          commit_sha: commitSha,
        });
        const merged = z
          .array(pullSchema)
          .parse(data)
          .filter((pull) => pull.merged_at !== null);
        const found = merged.find((pull) => pull.merge_commit_sha === commitSha) ?? merged[0];
        return found === undefined ? undefined : githubPullRequest(options, found.number);
      });
    },
  };
}

type Octokit = ReturnType<typeof getOctokit>;

function connect({ token, apiUrl }: GitHubOptions): Octokit {
  return getOctokit(token, { baseUrl: apiUrl }, retry);
}

/** HTML comments are not shown; the marker must not be able to end one. */
function hiddenMarker(marker: string): string {
  return `<!-- dr:${marker.replace(/[^\w:.-]/g, '_')} -->`;
}

async function ownLogin(octokit: Octokit): Promise<string> {
  try {
    return (await octokit.rest.users.getAuthenticated()).data.login;
  } catch (error) {
    if (statusOf(error) === 403) return ACTIONS_LOGIN;
    throw error;
  }
}

async function explain<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const status = statusOf(error);
    const hints: Readonly<Record<number, string>> = {
      401: 'the token is not valid',
      403: 'the token lacks a permission; the job needs "pull-requests: write", and a pull request from a fork never gets it',
      404: 'it does not exist, or the token may not see it',
      410: 'it was deleted or locked',
      422: 'GitHub does not accept the text',
    };
    const hint =
      (status === undefined ? undefined : hints[status]) ?? (error instanceof Error ? error.message : String(error));
    throw new GitHubError(`could not ${what}: ${status === undefined ? '' : `GitHub answered ${status}: `}${hint}`, {
      cause: error,
    });
  }
}

function statusOf(error: unknown): number | undefined {
  const parsed = z.object({ status: z.number() }).safeParse(error);
  return parsed.success ? parsed.data.status : undefined;
}
