import type { Context } from 'openapi-backend';
import { z } from 'zod';
import {
  commentJson,
  environmentJson,
  issueJson,
  jobJson,
  pullAsIssueJson,
  pullJson,
  repositoryJson,
  runJson,
  workflowJson,
} from './github-json';
import type { RepositoryState } from './repository-state';

export interface StubAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What GitHub does for one operation. */
type Handler = (context: Context, repository: RepositoryState) => StubAnswer;

const LONGEST_BODY = 65_536;
const LONGEST_TITLE = 256;
const NOT_FOUND: StubAnswer = { status: 404, body: { message: 'Not Found' } };
const ISSUES_OFF: StubAnswer = { status: 410, body: { message: 'Issues are disabled for this repo' } };
const NOT_OURS: StubAnswer = { status: 403, body: { message: 'Must have admin rights to Repository.' } };
const invalid = (message: string): StubAnswer => ({ status: 422, body: { message: `Validation Failed: ${message}` } });
const TOO_LONG = invalid(`body is too long (maximum is ${LONGEST_BODY} characters)`);

const bodySchema = z.object({ body: z.string() });
const newIssueSchema = z.object({ title: z.string(), body: z.string().default('') });
const issueChangeSchema = z.object({
  title: z.string().optional(),
  body: z.string().optional(),
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.string().nullish(),
});

function parameter(context: Context, name: string): string {
  return z
    .record(z.string(), z.unknown())
    .transform((all) => String(all[name]))
    .parse(context.request.params);
}

/** One page of a list, and where the next one is, as in https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api */
function page(
  context: Context,
  list: readonly unknown[],
): { readonly headers: Record<string, string>; items: unknown[] } {
  const { per_page: size, page: number } = z
    .object({ per_page: z.coerce.number().max(100).default(30), page: z.coerce.number().default(1) })
    .parse(context.request.query);
  const query = new URLSearchParams(
    z.record(z.string(), z.string()).parse({ ...context.request.query, page: String(number + 1) }),
  );
  const from = (number - 1) * size;
  const { 'x-stub-origin': base } = z.object({ 'x-stub-origin': z.string() }).parse(context.request.headers);
  const isLast = from + size >= list.length;
  return {
    headers: isLast ? {} : { link: `<${base}${context.request.path}?${query.toString()}>; rel="next"` },
    items: list.slice(from, from + size),
  };
}

/** By GitHub's ids of operations. */
export const OPERATIONS: Readonly<Record<string, Handler>> = {
  // A workflow's own token may not ask who it is.
  'users/get-authenticated': () => ({ status: 403, body: { message: 'Resource not accessible by integration' } }),

  'repos/get': (_context, repository) => ({ status: 200, body: repositoryJson(repository) }),

  'issues/list-comments': (context, repository) => {
    const conversation = repository.conversation(Number(parameter(context, 'issue_number')));
    if (conversation === undefined) return NOT_FOUND;
    const { headers, items } = page(
      context,
      conversation.comments.map((comment) => commentJson(comment, repository.fullName, conversation)),
    );
    return { status: 200, headers, body: items };
  },

  'issues/create-comment': (context, repository) => {
    const conversation = repository.conversation(Number(parameter(context, 'issue_number')));
    if (conversation === undefined) return NOT_FOUND;
    const { body } = bodySchema.parse(context.request.requestBody);
    if (body.length > LONGEST_BODY) return TOO_LONG;
    const comment = repository.addComment(conversation, repository.login, body);
    return { status: 201, body: commentJson(comment, repository.fullName, conversation) };
  },

  'issues/get-comment': (context, repository) => {
    const id = Number(parameter(context, 'comment_id'));
    const conversation = repository.conversationOf(id);
    const comment = conversation?.comments.find((candidate) => candidate.id === id);
    if (conversation === undefined || comment === undefined) return NOT_FOUND;
    return { status: 200, body: commentJson(comment, repository.fullName, conversation) };
  },

  'issues/update-comment': (context, repository) => {
    const id = Number(parameter(context, 'comment_id'));
    const conversation = repository.conversationOf(id);
    const comment = conversation?.comments.find((candidate) => candidate.id === id);
    if (conversation === undefined || comment === undefined) return NOT_FOUND;
    if (comment.login !== repository.login) return NOT_OURS;
    const { body } = bodySchema.parse(context.request.requestBody);
    if (body.length > LONGEST_BODY) return TOO_LONG;
    comment.body = body;
    return { status: 200, body: commentJson(comment, repository.fullName, conversation) };
  },

  'issues/delete-comment': (context, repository) => {
    const id = Number(parameter(context, 'comment_id'));
    const comment = repository.conversationOf(id)?.comments.find((candidate) => candidate.id === id);
    if (comment === undefined) return NOT_FOUND;
    if (comment.login !== repository.login) return NOT_OURS;
    repository.deleteComment(id);
    return { status: 204, body: undefined };
  },

  'issues/list-for-repo': (context, repository) => {
    const { state, creator } = z
      .object({ state: z.enum(['open', 'closed', 'all']).default('open'), creator: z.string().optional() })
      .parse(context.request.query);
    if (!repository.hasIssues) return ISSUES_OFF;
    const all = [
      ...repository.pulls.map((pull) => pullAsIssueJson(pull, repository.fullName)),
      ...repository.issues
        .filter((issue) => creator === undefined || issue.login === creator)
        .map((issue) => issueJson(issue, repository.fullName)),
    ]
      .filter((issue) => state === 'all' || issue['state'] === state)
      // The newest first.
      .sort((a, b) => Number(b['number']) - Number(a['number']));
    const { headers, items } = page(context, all);
    return { status: 200, headers, body: items };
  },

  'issues/create': (context, repository) => {
    if (!repository.hasIssues) return ISSUES_OFF;
    const { title, body } = newIssueSchema.parse(context.request.requestBody);
    if (title.length > LONGEST_TITLE) return invalid(`title is too long (maximum is ${LONGEST_TITLE} characters)`);
    if (body.length > LONGEST_BODY) return TOO_LONG;
    const issue = repository.addIssue({ login: repository.login, title, body });
    return { status: 201, body: issueJson(issue, repository.fullName) };
  },

  'issues/get': (context, repository) => {
    const issue = repository.issue(Number(parameter(context, 'issue_number')));
    return issue === undefined ? NOT_FOUND : { status: 200, body: issueJson(issue, repository.fullName) };
  },

  'issues/update': (context, repository) => {
    const issue = repository.issue(Number(parameter(context, 'issue_number')));
    if (issue === undefined) return NOT_FOUND;
    const change = issueChangeSchema.parse(context.request.requestBody);
    if (change.body !== undefined && change.body.length > LONGEST_BODY) return TOO_LONG;
    issue.title = change.title ?? issue.title;
    issue.body = change.body ?? issue.body;
    if (change.state !== undefined && change.state !== issue.state) {
      issue.stateReason = change.state_reason ?? (change.state === 'closed' ? 'completed' : 'reopened');
      issue.state = change.state;
    }
    return { status: 200, body: issueJson(issue, repository.fullName) };
  },

  'repos/list-pull-requests-associated-with-commit': (context, repository) => {
    const sha = parameter(context, 'commit_sha');
    const brought = repository.pulls.filter(
      (pull) =>
        pull.mergeCommitSha === sha || (pull.mergedBy === 'merge' && [pull.headSha, ...pull.commits].includes(sha)),
    );
    // Of a commit on the default branch GitHub names the merged ones that brought it, of any other all that hold it.
    const found =
      brought.length > 0 ? brought : repository.pulls.filter((pull) => [pull.headSha, ...pull.commits].includes(sha));
    const { headers, items } = page(
      context,
      found.map((pull) => pullJson(pull, repository)),
    );
    return { status: 200, headers, body: items };
  },

  'actions/get-workflow': (context, repository) => {
    const name = parameter(context, 'workflow_id');
    const state = repository.workflows.get(name);
    return state === undefined ? NOT_FOUND : { status: 200, body: workflowJson(name, state) };
  },

  'actions/list-workflow-runs': (context, repository) => {
    const workflow = parameter(context, 'workflow_id');
    const { event, created } = z
      .object({ event: z.string().optional(), created: z.string().regex(/^>=/).optional() })
      .parse(context.request.query);
    const ofWorkflow = repository.runs.filter((run) => run.workflow === workflow);
    if (ofWorkflow.length === 0 && !repository.workflows.has(workflow)) return NOT_FOUND;
    const since = created === undefined ? 0 : Date.parse(created.slice(2));
    const runs = ofWorkflow
      .filter((run) => (event === undefined || run.event === event) && run.createdAt.getTime() >= since)
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
    const { headers, items } = page(
      context,
      runs.map((run) => runJson(run, repository.fullName)),
    );
    return { status: 200, headers, body: { total_count: runs.length, workflow_runs: items } };
  },

  'actions/get-workflow-run': (context, repository) => {
    const run = repository.runs.find(({ id }) => id === Number(parameter(context, 'run_id')));
    return run === undefined ? NOT_FOUND : { status: 200, body: runJson(run, repository.fullName) };
  },

  'actions/list-jobs-for-workflow-run': (context, repository) => {
    const run = repository.runs.find(({ id }) => id === Number(parameter(context, 'run_id')));
    if (run === undefined) return NOT_FOUND;
    const { headers, items } = page(
      context,
      run.jobs.map((job, index) => jobJson(job, index, run)),
    );
    return { status: 200, headers, body: { total_count: run.jobs.length, jobs: items } };
  },

  'actions/get-custom-oidc-sub-claim-for-repo': (_context, repository) => ({ status: 200, body: repository.subject }),

  'repos/get-environment': (context, repository) => {
    const name = decodeURIComponent(parameter(context, 'environment_name'));
    const environment = repository.environments.get(name);
    return environment === undefined ? NOT_FOUND : { status: 200, body: environmentJson(name, environment) };
  },

  'repos/list-deployment-branch-policies': (context, repository) => {
    const environment = repository.environments.get(decodeURIComponent(parameter(context, 'environment_name')));
    if (environment === undefined) return NOT_FOUND;
    const { branches } = environment;
    const policies =
      branches === null || branches === 'protected'
        ? []
        : branches.map(({ type, name }, index) => ({ id: index + 1, node_id: `P${index}`, name, type }));
    const { headers, items } = page(context, policies);
    return { status: 200, headers, body: { total_count: policies.length, branch_policies: items } };
  },
};
