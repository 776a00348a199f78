import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { startGitHubStub, type GitHubStub } from '../../sandbox/github/github-stub';
import { githubPullRequestFinder } from '../../src/adapters/github-pull-request';
import { githubRepositorySettings } from '../../src/adapters/github-repository-settings';
import { githubWorkflowRuns } from '../../src/adapters/github-workflow-runs';
import { PatientClock } from './patient-clock';

// The first request of a process prepares GitHub's description, which takes seconds on a busy machine.
jest.setTimeout(60_000);

const HEAD = 'a'.repeat(40);
const MERGE = 'b'.repeat(40);
const OTHER = 'c'.repeat(40);
let stub: GitHubStub;

beforeEach(async () => {
  stub = await startGitHubStub({ repository: 'acme/dr', token: 'tok' });
});

afterEach(async () => {
  const violations = stub.violations();
  await stub.stop();
  expect(violations).toEqual([]);
});

const options = () => ({ token: 'tok', apiUrl: stub.apiUrl, owner: 'acme', repo: 'dr', clock: new PatientClock() });
const FORBIDDEN = { status: 403, body: { message: 'Resource not accessible by integration' } };

describe('the pull request that a commit came from', () => {
  const find = (sha: string) => githubPullRequestFinder(options()).findMerged(sha);

  test.each(['merge', 'squash'] as const)(
    'by %s is known by the merged commit, with the head that was reviewed',
    async (how) => {
      const number = stub.openPullRequest({ title: 'change', headSha: OTHER });
      stub.updatePullRequest(number, HEAD);
      stub.mergePullRequest(number, MERGE, how);
      expect(await find(MERGE)).toMatchObject({ number, headSha: HEAD });
    },
  );

  test('is the one that was merged as this commit, when the commit sits in several', async () => {
    const inner = stub.openPullRequest({ title: 'inner', headSha: HEAD });
    const outer = stub.openPullRequest({ title: 'outer, with the commits of the inner one', headSha: MERGE });
    stub.mergePullRequest(outer, OTHER);
    stub.mergePullRequest(inner, MERGE);
    expect(await find(MERGE)).toMatchObject({ number: inner, headSha: HEAD });
  });

  test('may come from a fork, even from one that was deleted', async () => {
    const number = stub.openPullRequest({ title: 'gift', headSha: HEAD, headRepository: undefined });
    stub.mergePullRequest(number, MERGE);
    expect(await find(MERGE)).toMatchObject({ number, headSha: HEAD });
  });
});

describe('the runs of a workflow', () => {
  const runs = () => githubWorkflowRuns(options());
  const at = (day: number) => new Date(Date.UTC(2026, 0, day));

  test('are listed, the newest first, by event, by time and at most so many', async () => {
    for (let day = 1; day <= 31; day++) {
      stub.seedRun({ id: day, workflow: 'drill.yml', event: day % 2 === 0 ? 'schedule' : 'push', createdAt: at(day) });
    }
    stub.seedRun({ id: 99, workflow: 'plan.yml' });
    expect((await runs().list('drill.yml', {})).map(({ id }) => id)).toEqual(
      Array.from({ length: 31 }, (_, n) => 31 - n),
    );
    expect((await runs().list('drill.yml', { limit: 3 })).map(({ id }) => id)).toEqual([31, 30, 29]);
    expect((await runs().list('drill.yml', { event: 'schedule', since: at(27) })).map(({ id }) => id)).toEqual([
      30, 28,
    ]);
  });

  test('are read page by page', async () => {
    for (let id = 1; id <= 250; id++)
      stub.seedRun({ id, workflow: 'plan.yml', createdAt: new Date(at(1).getTime() + id) });
    expect(await runs().list('plan.yml', { limit: 240 })).toHaveLength(240);
    expect(await runs().list('plan.yml', {})).toHaveLength(100);
  });

  test('one is found with its jobs, or is not there', async () => {
    stub.seedRun({
      id: 7,
      workflow: 'apply.yml',
      status: 'in_progress',
      conclusion: null,
      createdAt: at(2),
      headSha: HEAD,
      jobs: [
        { name: 'select', status: 'completed', conclusion: 'success', startedAt: at(2), completedAt: at(3) },
        { name: 'apply', status: 'in_progress', conclusion: null, startedAt: at(3), completedAt: null },
      ],
    });
    expect(await runs().find(7)).toEqual({
      id: 7,
      url: 'https://github.com/acme/dr/actions/runs/7',
      event: 'push',
      status: 'in_progress',
      conclusion: undefined,
      createdAt: at(2),
      headSha: HEAD,
    });
    expect(await runs().jobs(7)).toEqual([
      { name: 'select', status: 'completed', conclusion: 'success', startedAt: at(2), completedAt: at(3) },
      { name: 'apply', status: 'in_progress', conclusion: undefined, startedAt: at(3), completedAt: undefined },
    ]);
    expect(await runs().find(8)).toBeUndefined();
  });

  test('of a workflow that does not exist, and without the permission, are an error that says so', async () => {
    await expect(runs().list('none.yml', {})).rejects.toThrow(
      /could not list the runs of none\.yml.*404: there is no such workflow/,
    );
    stub.failNext(1, FORBIDDEN);
    await expect(runs().find(7)).rejects.toThrow('"actions: read"');
  });
});

describe('the settings of a repository', () => {
  const settings = () => githubRepositorySettings(options());

  test('names and ids', async () => {
    expect(await settings().identity()).toEqual({
      owner: 'acme',
      ownerId: 1,
      repository: 'dr',
      repositoryId: 2,
      defaultBranch: 'main',
    });
  });

  test('an environment that anybody may use from anywhere', async () => {
    stub.setEnvironment('production', {});
    expect(await settings().environment('production')).toEqual({
      requiredReviewers: 0,
      preventsSelfReview: false,
      branches: { kind: 'any' },
    });
  });

  test('a protected environment, with a name that has to be escaped', async () => {
    stub.setEnvironment('pro/duction #1', {
      reviewers: ['alice', 'bob'],
      preventSelfReview: true,
      branches: 'protected',
    });
    expect(await settings().environment('pro/duction #1')).toEqual({
      requiredReviewers: 2,
      preventsSelfReview: true,
      branches: { kind: 'protected' },
    });
  });

  test('the patterns of branches are read page by page, and a tag is not a branch', async () => {
    const branches = Array.from({ length: 120 }, (_, n) => ({ type: 'branch' as const, name: `release/${n}` }));
    stub.setEnvironment('production', { branches: [...branches, { type: 'tag', name: 'main' }] });
    const found = await settings().environment('production');
    const patterns = found?.branches.kind === 'patterns' ? found.branches.patterns : [];
    expect(patterns).toHaveLength(121);
    expect(patterns.slice(118)).toEqual(['release/118', 'release/119', 'refs/tags/main']);
  });

  test('an environment that does not exist', async () => {
    expect(await settings().environment('none')).toBeUndefined();
  });

  test.each([
    [{ use_default: true }, { isDefault: true, claims: [], isImmutable: undefined }],
    [
      { use_default: true, include_claim_keys: ['repo'], use_immutable_subject: true },
      { isDefault: true, claims: [], isImmutable: true },
    ],
    [
      { use_default: false, include_claim_keys: ['repository_id', 'context'], use_immutable_subject: false },
      { isDefault: false, claims: ['repository_id', 'context'], isImmutable: false },
    ],
  ])('the subject %j', async (customization, expected) => {
    stub.setSubject(customization);
    expect(await settings().subject()).toEqual(expected);
  });

  test.each([
    ['identity', () => settings().identity()],
    ['environment', () => settings().environment('production')],
    ['subject', () => settings().subject()],
  ])('without the permission, %s says which one is missing', async (_what, ask) => {
    stub.failNext(1, FORBIDDEN);
    await expect(ask()).rejects.toThrow('"actions: read"');
  });
});
