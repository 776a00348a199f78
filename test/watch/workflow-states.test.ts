import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startGitHubStub, type GitHubStub } from '../../sandbox/github/github-stub';
import { githubWorkflowStates } from '../../src/adapters/github-workflow-states';

let github: GitHubStub;

beforeAll(async () => {
  github = await startGitHubStub({ repository: 'acme/database', token: 'not-a-token' });
});

afterAll(async () => {
  await github.stop();
});

const stateOf = (workflow: string) =>
  githubWorkflowStates({ token: 'not-a-token', apiUrl: github.apiUrl, owner: 'acme', repo: 'database' }).of(workflow);

test('GitHub says whether a workflow runs at all', async () => {
  expect(await stateOf('drill.yml')).toBe('active');
  github.setWorkflow('drill.yml', 'disabled_inactivity');
  expect(await stateOf('drill.yml')).toBe('disabled_inactivity');
  github.setWorkflow('drill.yml', undefined);
  expect(await stateOf('drill.yml')).toBeUndefined();
  expect(github.violations()).toEqual([]);
});

test('a refusal is an error that says what to do', async () => {
  github.failNext(1, { status: 403, body: { message: 'Resource not accessible by integration' } });
  await expect(stateOf('drift.yml')).rejects.toThrow(
    'could not see whether drift.yml is enabled: GitHub answered 403: the token lacks a permission; the job needs "actions: read"',
  );
});
