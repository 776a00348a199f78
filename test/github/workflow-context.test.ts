import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readWorkflowContext, WorkflowContextError } from '../../src/adapters/workflow-context';

const HEAD = 'a'.repeat(40);
const BASE = 'b'.repeat(40);
const MERGE = 'c'.repeat(40);
const RUN = {
  GITHUB_REPOSITORY: 'acme/database',
  GITHUB_REPOSITORY_ID: '4711',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_EVENT_NAME: 'push',
  GITHUB_SHA: MERGE,
  GITHUB_RUN_ID: '19283746551',
  GITHUB_RUN_NUMBER: '42',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_ACTOR: 'alice',
  GITHUB_TRIGGERING_ACTOR: 'bob',
  GITHUB_WORKFLOW_REF: 'acme/database/.github/workflows/plan.yml@refs/pull/7/merge',
  GITHUB_WORKSPACE: '/checkout',
};

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'event-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function eventPath(event: unknown): string {
  const path = join(directory, 'event.json');
  writeFileSync(path, typeof event === 'string' ? event : JSON.stringify(event));
  return path;
}

const pullRequest = (head: unknown, changes: object = {}) =>
  readWorkflowContext({
    ...RUN,
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: eventPath({
      number: 7,
      pull_request: {
        number: 7,
        head,
        base: { sha: BASE, ref: 'main', repo: { id: 4711, full_name: 'acme/database' } },
      },
      repository: { id: 4711, full_name: 'acme/database', default_branch: 'main' },
    }),
    ...changes,
  });

describe('the context of a run', () => {
  test('of a push', () => {
    expect(readWorkflowContext(RUN)).toEqual({
      repository: { owner: 'acme', repo: 'database', apiUrl: 'https://api.github.com' },
      repositoryId: 4711,
      defaultBranch: undefined,
      eventName: 'push',
      commit: MERGE,
      pullRequest: undefined,
      baseSha: undefined,
      headRepositoryId: undefined,
      isFork: false,
      runId: 19283746551,
      runNumber: 42,
      runAttempt: 2,
      generation: 42_002,
      runUrl: 'https://github.com/acme/database/actions/runs/19283746551',
      actor: 'bob',
      workflow: 'plan.yml',
      workspace: '/checkout',
    });
  });

  test('of a pull request is about its head, not about the test merge', () => {
    expect(pullRequest({ sha: HEAD, repo: { id: 4711, full_name: 'acme/database' } })).toMatchObject({
      commit: HEAD,
      pullRequest: 7,
      baseSha: BASE,
      headRepositoryId: 4711,
      isFork: false,
      defaultBranch: 'main',
      eventName: 'pull_request',
    });
  });

  test('outside a workflow has no run, and is older than every run', () => {
    expect(
      readWorkflowContext({ GITHUB_REPOSITORY: 'acme/database', GITHUB_EVENT_PATH: '', GITHUB_RUN_ID: '' }),
    ).toEqual({
      repository: { owner: 'acme', repo: 'database', apiUrl: 'https://api.github.com' },
      isFork: false,
      generation: 0,
      workspace: process.cwd(),
    });
  });

  test('of a later run is newer than every attempt of an earlier one', () => {
    const generation = (number: string, attempt: string) =>
      readWorkflowContext({ ...RUN, GITHUB_RUN_NUMBER: number, GITHUB_RUN_ATTEMPT: attempt }).generation;
    expect([generation('9', '999'), generation('10', '1'), generation('10', '2')]).toEqual([9_999, 10_001, 10_002]);
    expect(() => generation('9', '1000')).toThrow('attempt 1000 of run 9 cannot be put in order');
  });

  test('takes the id of the repository from the event when the runner does not say it', () => {
    expect(pullRequest({ sha: HEAD, repo: { id: 4711 } }, { GITHUB_REPOSITORY_ID: undefined })).toMatchObject({
      repositoryId: 4711,
      isFork: false,
    });
  });
});

describe('a pull request is from a fork', () => {
  test.each([
    ['of another owner', { id: 815, full_name: 'mallory/database' }],
    ['that took over a name of ours', { id: 815, full_name: 'acme/database' }],
    ['that was deleted', null],
    ['that is not named at all', undefined],
    ['known by its name alone', { full_name: 'mallory/database' }],
  ])('%s', (_which, repo) => {
    expect(pullRequest({ sha: HEAD, repo }).isFork).toBe(true);
  });

  test.each([
    ['that was renamed has the same id', { id: 4711, full_name: 'acme/db' }],
    ['is written in other letters', { full_name: 'Acme/Database' }],
  ])('but not when our own repository %s', (_which, repo) => {
    expect(pullRequest({ sha: HEAD, repo }).isFork).toBe(false);
  });
});

describe('what is not of a runner is refused', () => {
  test.each([
    ['no repository', { GITHUB_REPOSITORY: undefined }, 'GITHUB_REPOSITORY is not set; does this run in a workflow?'],
    ['a name alone', { GITHUB_REPOSITORY: 'database' }, 'GITHUB_REPOSITORY is not owner/name'],
    ['a path', { GITHUB_REPOSITORY: 'acme/database/x' }, 'GITHUB_REPOSITORY is not owner/name'],
    ['a word as id', { GITHUB_REPOSITORY_ID: 'x' }, 'GITHUB_REPOSITORY_ID is not a number from 1'],
    ['no run number', { GITHUB_RUN_NUMBER: '0' }, 'GITHUB_RUN_NUMBER is not a number from 1'],
    ['half an attempt', { GITHUB_RUN_ATTEMPT: '1.5' }, 'GITHUB_RUN_ATTEMPT is not a number from 1'],
    ['a short commit', { GITHUB_SHA: 'abc' }, 'GITHUB_SHA is not the full hash of a commit'],
    ['an API without scheme', { GITHUB_API_URL: 'api.github.com' }, 'GITHUB_API_URL is not the address of an API'],
    [
      'a script for a workflow',
      { GITHUB_WORKFLOW_REF: 'a/b/x.sh@main' },
      'GITHUB_WORKFLOW_REF does not name a workflow',
    ],
  ])('%s', (_what, changes, message) => {
    const read = () => readWorkflowContext({ ...RUN, ...changes });
    expect(read).toThrow(WorkflowContextError);
    expect(read).toThrow(message);
  });

  test.each([
    ['a file that is not there', undefined, 'does not hold an event'],
    ['broken JSON', '{', 'does not hold an event'],
    ['no object', '[]', "is not one of GitHub's"],
    ['a pull request without a number', { pull_request: { head: { sha: HEAD } } }, 'pull_request.number'],
    ['a head that is no hash', { pull_request: { number: 7, head: { sha: '$(id)' } } }, 'pull_request.head.sha'],
  ])('the event: %s', (_what, event, message) => {
    const path = event === undefined ? join(directory, 'none.json') : eventPath(event);
    expect(() => readWorkflowContext({ ...RUN, GITHUB_EVENT_PATH: path })).toThrow(message);
  });
});

test.each([
  ['where the branch was', BASE, BASE],
  ['nothing, when the branch is new', '0'.repeat(40), undefined],
])('a push lies on %s', (_what, before, expected) => {
  const context = readWorkflowContext({ ...RUN, GITHUB_EVENT_PATH: eventPath({ before }) });
  expect(context).toMatchObject({ commit: MERGE, baseSha: expected });
});
