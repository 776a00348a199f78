import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Issues, IssueText, KeptIssue } from '../ports/issues';
import { connect, onceKnown, ownLogin, PAGE, toolsOf, type GitHubOptions } from './github-client';
import { GitHubComments } from './github-comments';
import { GitHubError } from './github-failure';
import { hiddenMarker, withMarker } from './github-marker';
import { WritePace } from './github-pace';
import { withRetries } from './github-retry';

/** GitHub refuses longer ones. In characters. */
const LONGEST_BODY = 65_536;
const LONGEST_TITLE = 256;

const issueSchema = z.object({
  number: z.number(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.string(),
  user: z.object({ login: z.string() }).nullable(),
  pull_request: z.unknown().optional(),
});
type GitHubIssue = z.infer<typeof issueSchema>;

const HINTS = {
  401: 'the token is not valid; give the action the github-token of this job',
  403: 'the token lacks a permission; the job needs "issues: write"',
  404: 'the repository does not exist, or the token may not see its issues; check GITHUB_REPOSITORY, and the job needs "issues: write"',
  410: 'the issues of this repository are turned off; turn them on in its settings, under "Features"',
  422: 'GitHub does not accept the issue; make the text shorter, and look whether its author is blocked',
} as const;

/**
 * The issues of a repository, through GitHub's API.
 *
 * @throws GitHubError (from its methods) when GitHub refuses or stays silent; the message says what to do
 */
export function githubIssues(options: GitHubOptions): Issues {
  const octokit = connect(options);
  const repository = { owner: options.owner, repo: options.repo };
  const tools = toolsOf(options);
  const pace = new WritePace(tools.clock);
  const login = onceKnown(() => ownLogin(octokit, tools.clock));
  const retry = <T>(what: string, work: () => Promise<T>): Promise<T> => withRetries(what, HINTS, tools, work);

  /** Ours that end with `hidden`, the oldest first. All are read: nobody knows how long ago the last one was closed. */
  const find = async (hidden: string, state: 'open' | 'all'): Promise<readonly GitHubIssue[]> => {
    const creator = await login();
    const issues = await octokit.paginate(octokit.rest.issues.listForRepo, {
      ...repository,
      state,
      creator,
      per_page: PAGE,
    });
    return z
      .array(issueSchema)
      .parse(issues)
      .filter(
        ({ body, user, pull_request: pull }) =>
          pull === undefined && user?.login === creator && (body ?? '').trimEnd().endsWith(`\n${hidden}`),
      )
      .sort((a, b) => a.number - b.number);
  };

  const create = async (title: string, body: string): Promise<GitHubIssue> => {
    await pace.next();
    const { data } = await octokit.rest.issues.create({ ...repository, title, body });
    return issueSchema.parse(data);
  };

  const update = async (
    number: number,
    change: {
      readonly title?: string;
      readonly body?: string;
      readonly state?: 'open' | 'closed';
      readonly state_reason?: 'completed' | 'not_planned' | 'reopened';
    },
  ): Promise<GitHubIssue> => {
    await pace.next();
    const { data } = await octokit.rest.issues.update({ ...repository, issue_number: number, ...change });
    return issueSchema.parse(data);
  };

  /** Closes an issue with a comment, which is not written again when only the answer to it was lost. */
  const closeWith = async (
    issue: GitHubIssue,
    comment: string,
    reason: 'completed' | 'not_planned',
  ): Promise<GitHubIssue> => {
    const what = `close issue #${issue.number}`;
    const comments = new GitHubComments(octokit, options, issue.number, pace);
    let isFirst = true;
    await retry(what, async () => {
      const last = isFirst ? undefined : (await comments.by(await login())).at(-1);
      isFirst = false;
      if (last?.body.trimEnd() !== comment.trimEnd()) await comments.create(comment);
    });
    return retry(what, () => update(issue.number, { state: 'closed', state_reason: reason }));
  };

  const keepOne = async (hidden: string, title: string, body: string): Promise<KeptIssue> => {
    const found = await find(hidden, 'all');
    const open = found.find(({ state }) => state === 'open');
    if (open !== undefined) {
      const isSame = open.title === title && open.body === body;
      return kept(isSame ? open : await update(open.number, { title, body }), isSame ? 'unchanged' : 'updated');
    }
    const closed = found.at(-1);
    return closed === undefined
      ? kept(await create(title, body), 'opened')
      : kept(await update(closed.number, { title, body, state: 'open', state_reason: 'reopened' }), 'reopened');
  };

  return {
    async keepOpen(marker, text) {
      const hidden = hiddenMarker(marker);
      const { title, body } = checked({ title: text.title, body: withMarker(text.body, hidden) });
      const what = `keep the issue "${title}" open`;
      const one = await retry(what, () => keepOne(hidden, title, body));
      // Another run may have opened one at the same moment. The oldest is kept by both.
      const [oldest, ...others] = await retry(what, () => find(hidden, 'open'));
      if (oldest === undefined) return one;
      for (const other of others) await closeWith(other, `This is the same as #${oldest.number}.`, 'not_planned');
      return oldest.number === one.number ? one : kept(oldest, 'unchanged');
    },

    async read(marker) {
      const hidden = hiddenMarker(marker);
      const found = await retry(`read the issue "${marker}"`, () => find(hidden, 'all'));
      const one = found.find(({ state }) => state === 'open') ?? found.at(-1);
      return one === undefined ? undefined : { title: one.title, body: one.body ?? '' };
    },

    async close(marker, comment) {
      const hidden = hiddenMarker(marker);
      const [oldest, ...others] = await retry(`look for the issue "${marker}"`, () => find(hidden, 'open'));
      if (oldest === undefined) return undefined;
      for (const other of others) await closeWith(other, `This is the same as #${oldest.number}.`, 'not_planned');
      return kept(await closeWith(oldest, comment, 'completed'), 'closed');
    },

    async open(text) {
      // Only this call knows the marker: what carries it was made by a try whose answer was lost.
      const hidden = hiddenMarker(`once:${randomUUID()}`);
      const { title, body } = checked({ title: text.title, body: withMarker(text.body, hidden) });
      let isFirst = true;
      return retry(`open the issue "${title}"`, async () => {
        const [made] = isFirst ? [] : await find(hidden, 'all');
        isFirst = false;
        return kept(made ?? (await create(title, body)), 'opened');
      });
    },
  };
}

function kept({ number, html_url: url }: GitHubIssue, outcome: KeptIssue['outcome']): KeptIssue {
  return { number, url, outcome };
}

/** @throws GitHubError when GitHub would refuse the text */
function checked(text: IssueText): IssueText {
  for (const [name, length, longest] of [
    ['title', text.title.length, LONGEST_TITLE],
    ['body', text.body.length, LONGEST_BODY],
  ] as const) {
    if (length > longest) {
      throw new GitHubError(
        `the ${name} of the issue "${text.title.slice(0, 60)}" has ${length} characters, GitHub takes ${longest}; shorten it`,
      );
    }
  }
  if (text.title.trim() === '') throw new GitHubError('the issue has no title; give it one');
  return text;
}
