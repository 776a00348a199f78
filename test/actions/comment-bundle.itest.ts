import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startGitHubStub, type GitHubStub } from '../../sandbox/github/github-stub';
import type { FailedEnvironment } from '../../src/plan/environment-plan';

// The committed bundle, as the job that comments runs it, while GitHub answers in every way that it documents.

const TOKEN = 'token-of-the-job';
const HEAD = 'a'.repeat(40);
const RESULT: FailedEnvironment = { status: 'failed', environment: 'production', error: 'Error: no such subnet' };
let scratch: string;
let github: GitHubStub;
let number: number;

beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'comment-'));
  mkdirSync(join(scratch, 'results', 'plan-production'), { recursive: true });
  writeFileSync(join(scratch, 'results', 'plan-production', 'result.json'), JSON.stringify(RESULT));
  github = await startGitHubStub({ repository: 'acme/database', token: TOKEN });
  number = github.openPullRequest({ title: 'A change', headSha: HEAD });
});
afterEach(async () => {
  await github.stop();
  rmSync(scratch, { recursive: true, force: true });
});

async function comment() {
  const event = join(scratch, 'event.json');
  const repo = { id: 2, full_name: 'acme/database' };
  writeFileSync(
    event,
    JSON.stringify({
      repository: repo,
      pull_request: { number, head: { sha: HEAD, repo }, base: { sha: 'b'.repeat(40), repo } },
    }),
  );
  const [output, summary] = ['output', 'summary'].map((name) => join(scratch, name));
  for (const file of [output, summary]) writeFileSync(file ?? '', '');
  const child = spawn(process.execPath, ['actions/plan/dist/index.js'], {
    env: {
      PATH: process.env['PATH'],
      GITHUB_API_URL: github.apiUrl,
      GITHUB_REPOSITORY: 'acme/database',
      GITHUB_REPOSITORY_ID: '2',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: event,
      GITHUB_RUN_NUMBER: '5',
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
      INPUT_MODE: 'comment',
      INPUT_MATRIX: '{"include":[{"environment":"production"}]}',
      'INPUT_RESULT-DIRECTORY': join(scratch, 'results'),
      'INPUT_GITHUB-TOKEN': TOKEN,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += String(chunk)));
  await once(child, 'close');
  return {
    code: child.exitCode,
    // The masked token is the first thing that is said, and the only place where it stands.
    log: log.replace(`::add-mask::${TOKEN}`, ''),
    summary: readFileSync(summary ?? '', 'utf8'),
    outputs: readFileSync(output ?? '', 'utf8'),
  };
}

const bodies = () => github.comments(number).map(({ body }) => body);

test.each([
  ['a server error', 502, {}, 'Bad Gateway'],
  ['a conflict', 409, {}, 'Conflict'],
  ['a rate limit', 429, { 'retry-after': '1' }, 'slow down'],
  ['a secondary rate limit', 403, { 'retry-after': '1' }, 'You have exceeded a secondary rate limit.'],
])('%s (%d) passes, and the plans are commented once', async (_name, status, headers, message) => {
  github.failNext(1, { status, headers, body: { message } }, { operation: 'issues/create-comment' });
  const { code, outputs } = await comment();
  expect(code).toBe(0);
  expect(bodies()).toEqual([expect.stringContaining('no such subnet')]);
  expect(outputs).toContain('comment-url');
});

test('an answer that is lost makes no second comment', async () => {
  github.failNext(
    1,
    { status: 502, body: { message: 'Bad Gateway' } },
    { operation: 'issues/create-comment', isDone: true },
  );
  expect((await comment()).code).toBe(0);
  expect(bodies()).toHaveLength(1);
});

test.each([
  ['a missing permission', 403, 'Resource not accessible by integration', 'pull-requests: write'],
  ['a pull request that is not there', 404, 'Not Found', 'pull request'],
  ['a conversation that is locked', 422, 'Validation Failed', 'unlock the conversation'],
])(
  '%s (%d) fails the job with what to do, and the plans stand in the summary of the job',
  async (_name, status, message, hint) => {
    github.failNext(20, { status, body: { message } }, { operation: 'issues/create-comment' });
    const { code, log, summary } = await comment();
    expect(code).toBe(1);
    expect(log).toContain(hint);
    expect(summary).toContain('no such subnet');
    expect(log).not.toContain(TOKEN);
  },
);

test('no request was one that GitHub would not understand', async () => {
  await comment();
  expect(github.violations()).toEqual([]);
});
