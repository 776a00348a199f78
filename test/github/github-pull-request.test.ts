import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { startGitHubStub, type GitHubStub } from '../../sandbox/github/github-stub';
import { GitHubError } from '../../src/adapters/github-failure';
import { githubPullRequest, githubPullRequestFinder } from '../../src/adapters/github-pull-request';
import type { Clock } from '../../src/ports/clock';

const SHA = 'a'.repeat(40);
// The first request of a process prepares GitHub's description, which takes seconds on a busy machine.
jest.setTimeout(60_000);

let stub: GitHubStub;
let number: number;
let sleptMs: number[] = [];
/** Pauses cost nothing here; how long each would have been is kept. */
const clock: Clock = {
  now: () => new Date(Date.UTC(2026, 0, 1)),
  monotonicMs: () => 0,
  sleep: (ms) => {
    sleptMs.push(ms);
    return Promise.resolve();
  },
};

beforeEach(async () => {
  sleptMs = [];
  stub = await startGitHubStub({ repository: 'acme/dr', token: 'tok' });
  number = stub.openPullRequest({ title: 'change', headSha: SHA });
});

afterEach(async () => {
  const violations = stub.violations();
  await stub.stop();
  expect(violations).toEqual([]);
});

const options = (token = 'tok') => ({ token, apiUrl: stub.apiUrl, owner: 'acme', repo: 'dr', clock });
const bodies = () => stub.comments(number).map(({ body }) => body);

describe('the comment on a pull request', () => {
  test('is created, then updated in place, then left alone', async () => {
    const pull = githubPullRequest(options(), number);
    expect(await pull.upsertComment('plan:production', 'first')).toMatchObject({ outcome: 'created' });
    expect(await pull.upsertComment('plan:production', 'second')).toMatchObject({ outcome: 'updated' });
    expect(await pull.upsertComment('plan:production', 'second')).toMatchObject({ outcome: 'unchanged' });
    expect(bodies()).toEqual(['second\n\n<!-- dr:plan:production -->']);
  });

  test('of one environment does not touch that of another whose name begins alike', async () => {
    const pull = githubPullRequest(options(), number);
    await pull.upsertComment('plan:prod', 'a');
    await pull.upsertComment('plan:prod-eu', 'b');
    await pull.upsertComment('plan:prod', 'c');
    expect(bodies()).toEqual(['c\n\n<!-- dr:plan:prod -->', 'b\n\n<!-- dr:plan:prod-eu -->']);
  });

  test('of somebody else with our marker is not ours', async () => {
    stub.seedComment(number, 'mallory', 'forged\n\n<!-- dr:plan:production -->');
    await githubPullRequest(options(), number).upsertComment('plan:production', 'real');
    expect(bodies()).toEqual(['forged\n\n<!-- dr:plan:production -->', 'real\n\n<!-- dr:plan:production -->']);
  });

  test('is found behind hundreds of others', async () => {
    for (let n = 0; n < 230; n++) stub.seedComment(number, 'alice', `talk ${n}`);
    const pull = githubPullRequest(options(), number);
    await pull.upsertComment('plan:production', 'first');
    expect(await pull.upsertComment('plan:production', 'second')).toMatchObject({ outcome: 'updated' });
    expect(stub.comments(number)).toHaveLength(231);
  });

  test('that is quoted by us inside another text is not that comment', async () => {
    const pull = githubPullRequest(options(), number);
    await pull.upsertComment('plan:prod', 'about <!-- dr:plan:dev --> in the text');
    await pull.upsertComment('plan:dev', 'dev');
    expect(bodies()).toEqual([
      'about <!-- dr:plan:dev --> in the text\n\n<!-- dr:plan:prod -->',
      'dev\n\n<!-- dr:plan:dev -->',
    ]);
  });

  test('that is too long is refused before GitHub is asked', async () => {
    await expect(githubPullRequest(options(), number).upsertComment('m', 'x'.repeat(65_536))).rejects.toThrow(
      /has 65551 characters, GitHub takes 65536/,
    );
  });
});

describe('what passes is tried again', () => {
  const upsert = () => githubPullRequest(options(), number).upsertComment('m', 'text');

  test('a server error', async () => {
    stub.failNext(2, { status: 502, body: { message: 'Bad Gateway' } });
    expect(await upsert()).toMatchObject({ outcome: 'created' });
    expect(sleptMs).toEqual([1_000, 4_000]);
  });

  test('a rate limit, after the pause that GitHub asks for', async () => {
    stub.failNext(1, { status: 429, headers: { 'retry-after': '7' }, body: { message: 'slow down' } });
    expect(await upsert()).toMatchObject({ outcome: 'created' });
    expect(sleptMs).toEqual([7_000]);
  });

  test('a secondary rate limit is a 403, and is not taken for a missing permission', async () => {
    stub.failNext(1, { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } });
    expect(await upsert()).toMatchObject({ outcome: 'created' });
    expect(sleptMs).toEqual([60_000]);
  });

  test('but not for as long as a used-up quota takes', async () => {
    const reset = String(Date.UTC(2026, 0, 1, 0, 40) / 1_000);
    stub.failNext(1, {
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
      body: { message: 'API rate limit exceeded' },
    });
    await expect(upsert()).rejects.toThrow('run the job again later');
    expect(sleptMs).toEqual([]);
  });

  test('and not for ever', async () => {
    stub.failNext(9, { status: 500, body: { message: 'down' } });
    await expect(upsert()).rejects.toThrow('GitHub answered 500 again and again');
    expect(sleptMs).toHaveLength(3);
  });

  test('a network that does not answer ends in an error that says so', async () => {
    const elsewhere = { ...options(), apiUrl: 'http://127.0.0.1:1' };
    await expect(githubPullRequest(elsewhere, number).upsertComment('m', 'text')).rejects.toThrow(
      "GitHub's API did not answer",
    );
  });
});

describe('a refusal says what to do', () => {
  test('missing permission', async () => {
    const refusal = { status: 403, body: { message: 'Resource not accessible by integration' } };
    stub.failNext(2, refusal);
    await expect(githubPullRequest(options(), number).upsertComment('m', 'text')).rejects.toThrow(
      /pull-requests: write/,
    );
  });

  test('wrong token', async () => {
    await expect(githubPullRequest(options('other'), number).upsertComment('m', 'text')).rejects.toThrow(
      'could not comment on pull request #1: GitHub answered 401: the token is not valid',
    );
  });

  test('unknown pull request', async () => {
    await expect(githubPullRequest(options(), 99).upsertComment('m', 'text')).rejects.toThrow(GitHubError);
  });
});

describe('the pull request of a commit', () => {
  const merge = 'b'.repeat(40);

  test('is the merged one', async () => {
    stub.mergePullRequest(number, merge);
    expect((await githubPullRequestFinder(options()).findMerged(merge))?.number).toBe(number);
  });

  test('is none while it is open, and none for a direct push', async () => {
    const finder = githubPullRequestFinder(options());
    expect(await finder.findMerged(SHA)).toBeUndefined();
    expect(await finder.findMerged('c'.repeat(40))).toBeUndefined();
  });
});
