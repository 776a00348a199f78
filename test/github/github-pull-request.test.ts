import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startGitHubStub, type GitHubStub } from '../../sandbox/github/github-stub';
import { githubPullRequest, githubPullRequestFinder, GitHubError } from '../../src/adapters/github-pull-request';

const SHA = 'a'.repeat(40);
let stub: GitHubStub;
let number: number;

beforeEach(async () => {
  stub = await startGitHubStub({ repository: 'acme/dr', token: 'tok' });
  number = stub.openPullRequest({ title: 'change', headSha: SHA });
});

afterEach(async () => {
  const violations = stub.violations();
  await stub.stop();
  expect(violations).toEqual([]);
});

const options = (token = 'tok') => ({ token, apiUrl: stub.apiUrl, owner: 'acme', repo: 'dr' });
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

  test('survives a server error of GitHub', async () => {
    stub.failNext(1, { status: 502, body: { message: 'Bad Gateway' } });
    expect(await githubPullRequest(options(), number).upsertComment('m', 'text')).toMatchObject({ outcome: 'created' });
  });

  test('that is too long is refused before GitHub is asked', async () => {
    await expect(githubPullRequest(options(), number).upsertComment('m', 'x'.repeat(65_536))).rejects.toThrow(
      /has 65551 characters, GitHub takes 65536/,
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
