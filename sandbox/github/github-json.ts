import { z } from 'zod';
import { publishedExample } from './published-api';
import type { Comment, GitHubEnvironment, Issue, Job, Pull, RepositoryState, Run } from './repository-state';

// Answers in GitHub's shapes: the examples of its published description, with what the stub knows in place of theirs.

type Json = Readonly<Record<string, unknown>>;

const TIME = '2026-01-01T00:00:00Z';
const objectSchema = z.record(z.string(), z.unknown());
const examples = new Map<string, Json>();

/** @param key where in the example the object is, when it is a list or wrapped */
function example(name: string, key?: string): Json {
  const kept = examples.get(name);
  if (kept !== undefined) return kept;
  const value = publishedExample(name);
  const list = key === undefined ? value : objectSchema.parse(value)[key];
  const [one] = Array.isArray(list) ? z.array(objectSchema).parse(list) : [objectSchema.parse(list)];
  if (one === undefined) throw new Error(`GitHub's example "${name}" is empty`);
  examples.set(name, one);
  return one;
}

export function userJson(login: string): Json {
  return { ...example('simple-user'), login, type: login.endsWith('[bot]') ? 'Bot' : 'User' };
}

export function commentJson(comment: Comment, repository: string, conversation: Pull | Issue): Json {
  const { number } = conversation;
  const kind = 'headSha' in conversation ? 'pull' : 'issues';
  return {
    ...example('issue-comment'),
    id: comment.id,
    node_id: `IC_${comment.id}`,
    url: `https://api.github.com/repos/${repository}/issues/comments/${comment.id}`,
    html_url: `https://github.com/${repository}/${kind}/${number}#issuecomment-${comment.id}`,
    issue_url: `https://api.github.com/repos/${repository}/issues/${number}`,
    body: comment.body,
    user: userJson(comment.login),
    created_at: TIME,
    updated_at: TIME,
  };
}

export function issueJson(issue: Issue, repository: string): Json {
  return {
    ...example('issue'),
    id: issue.number,
    number: issue.number,
    html_url: `https://github.com/${repository}/issues/${issue.number}`,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    state_reason: issue.stateReason,
    user: userJson(issue.login),
    comments: issue.comments.length,
    closed_at: issue.state === 'closed' ? TIME : null,
    pull_request: undefined,
  };
}

/** A pull request as it stands among the issues, of which it is one. */
export function pullAsIssueJson(pull: Pull, repository: string): Json {
  const url = `https://github.com/${repository}/pull/${pull.number}`;
  return {
    ...example('issue'),
    id: pull.number,
    number: pull.number,
    html_url: url,
    title: pull.title,
    body: '',
    state: pull.mergeCommitSha === undefined ? 'open' : 'closed',
    user: userJson('alice'),
    pull_request: { url, html_url: url, diff_url: `${url}.diff`, patch_url: `${url}.patch` },
  };
}

export function pullJson(pull: Pull, repository: RepositoryState): Json {
  const whole = example('pull-request-simple-items');
  const side = (name: string): Json => objectSchema.parse(whole[name]);
  const repo = (fullName: string, id: number): Json => ({
    ...objectSchema.parse(side('base')['repo']),
    id,
    full_name: fullName,
  });
  const head = pull.headRepository;
  return {
    ...whole,
    number: pull.number,
    title: pull.title,
    html_url: `https://github.com/${repository.fullName}/pull/${pull.number}`,
    state: pull.mergeCommitSha === undefined ? 'open' : 'closed',
    merged_at: pull.mergeCommitSha === undefined ? null : TIME,
    merge_commit_sha: pull.mergeCommitSha ?? null,
    // GitHub's example of a team is older than its description of one.
    requested_teams: [],
    head: { ...side('head'), sha: pull.headSha, repo: head === undefined ? null : repo(head.fullName, head.id) },
    base: { ...side('base'), ref: repository.defaultBranch, repo: repo(repository.fullName, repository.id) },
  };
}

export function workflowJson(name: string, state: string): Json {
  return { ...example('workflow'), name, path: `.github/workflows/${name}`, state };
}

export function runJson(run: Run, repository: string): Json {
  return {
    ...example('workflow-run'),
    id: run.id,
    html_url: `https://github.com/${repository}/actions/runs/${run.id}`,
    path: `.github/workflows/${run.workflow}`,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    created_at: run.createdAt.toISOString(),
    head_sha: run.headSha,
  };
}

export function jobJson(job: Job, index: number, run: Run): Json {
  return {
    ...example('job-paginated', 'jobs'),
    id: run.id * 100 + index,
    run_id: run.id,
    created_at: job.startedAt.toISOString(),
    head_sha: run.headSha,
    name: job.name,
    status: job.status,
    conclusion: job.conclusion,
    started_at: job.startedAt.toISOString(),
    completed_at: job.completedAt?.toISOString() ?? null,
  };
}

export function repositoryJson(repository: RepositoryState): Json {
  const whole = example('full-repository-default-response');
  const [login, name] = repository.fullName.split('/');
  return {
    ...whole,
    id: repository.id,
    name,
    full_name: repository.fullName,
    owner: { ...objectSchema.parse(whole['owner']), id: repository.ownerId, login },
    default_branch: repository.defaultBranch,
    has_issues: repository.hasIssues,
    // It is no fork, and GitHub's examples of these two are shorter than its description of them.
    source: undefined,
    parent: undefined,
    // GitHub's example is older than its description.
    language: null,
  };
}

export function environmentJson(name: string, environment: GitHubEnvironment): Json {
  const { branches, reviewers, preventSelfReview } = environment;
  const review = {
    id: 1,
    node_id: 'R1',
    type: 'required_reviewers',
    prevent_self_review: preventSelfReview,
    reviewers: reviewers.map((login) => ({ type: 'User', reviewer: userJson(login) })),
  };
  return {
    ...example('environment'),
    name,
    protection_rules: [
      ...(reviewers.length === 0 ? [] : [review]),
      ...(branches === null ? [] : [{ id: 2, node_id: 'R2', type: 'branch_policy' }]),
    ],
    deployment_branch_policy:
      branches === null
        ? null
        : { protected_branches: branches === 'protected', custom_branch_policies: branches !== 'protected' },
  };
}
