import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { startGitHubStub, type GitHubStub } from '../../sandbox/github/github-stub';
import { githubIssues } from '../../src/adapters/github-issues';
import { PatientClock } from './patient-clock';

// The first request of a process prepares GitHub's description, which takes seconds on a busy machine.
jest.setTimeout(60_000);

const BOT = 'github-actions[bot]';
const MARKED = 'text\n\n<!-- dr:drift:production -->';
let stub: GitHubStub;
let clock: PatientClock;

beforeEach(async () => {
  clock = new PatientClock();
  stub = await startGitHubStub({ repository: 'acme/dr', token: 'tok' });
});

afterEach(async () => {
  const violations = stub.violations();
  await stub.stop();
  expect(violations).toEqual([]);
});

const issues = () => githubIssues({ token: 'tok', apiUrl: stub.apiUrl, owner: 'acme', repo: 'dr', clock });
const keep = (body = 'text', title = 'drift') => issues().keepOpen('drift:production', { title, body });
const seen = () => stub.issues().map(({ number, state }) => `#${number} ${state}`);

describe('the one open issue', () => {
  test('is opened, left alone, updated, closed with a comment, and reopened', async () => {
    expect(await keep()).toEqual({ number: 1, url: 'https://github.com/acme/dr/issues/1', outcome: 'opened' });
    expect(await keep()).toMatchObject({ number: 1, outcome: 'unchanged' });
    expect(await keep('more')).toMatchObject({ number: 1, outcome: 'updated' });
    expect(await keep('more', 'drift again')).toMatchObject({ number: 1, outcome: 'updated' });
    expect(await issues().close('drift:production', 'No drift any more.')).toMatchObject({
      number: 1,
      outcome: 'closed',
    });
    expect(stub.issues()[0]).toMatchObject({ state: 'closed', stateReason: 'completed' });
    expect(await keep('back')).toMatchObject({ number: 1, outcome: 'reopened' });
    expect(stub.issues()).toMatchObject([
      { title: 'drift', body: 'back\n\n<!-- dr:drift:production -->', state: 'open', stateReason: 'reopened' },
    ]);
    expect(stub.comments(1).map(({ body }) => body)).toEqual(['No drift any more.']);
  });

  test('is read as it is, also when it is closed', async () => {
    expect(await issues().read('drift:production')).toBeUndefined();
    stub.seedIssue({ login: 'mallory', title: 'drift', body: MARKED });
    stub.seedIssue({ login: BOT, title: 'ours', body: MARKED, state: 'closed' });
    expect(await issues().read('drift:production')).toEqual({ title: 'ours', body: MARKED });
    stub.seedIssue({ login: BOT, title: 'open', body: MARKED });
    expect(await issues().read('drift:production')).toMatchObject({ title: 'open' });
  });

  test('is not closed when there is none', async () => {
    stub.seedIssue({ login: BOT, title: 'drift', body: MARKED, state: 'closed' });
    expect(await issues().close('drift:production', 'over')).toBeUndefined();
    expect(stub.comments(1)).toEqual([]);
  });

  test('is neither that of somebody else, nor that of another marker, nor one that quotes it, nor a pull request', async () => {
    stub.openPullRequest({ title: 'drift', headSha: 'a'.repeat(40) });
    stub.seedIssue({ login: 'mallory', title: 'drift', body: MARKED });
    stub.seedIssue({ login: BOT, title: 'drift', body: 'text\n\n<!-- dr:drift:production-eu -->' });
    stub.seedIssue({ login: BOT, title: 'drift', body: `${MARKED}\nand more` });
    expect(await keep()).toMatchObject({ number: 5, outcome: 'opened' });
    expect(stub.issues().map(({ body }) => body)[0]).toBe(MARKED);
  });

  test('is found behind hundreds of others', async () => {
    stub.seedIssue({ login: BOT, title: 'drift', body: MARKED });
    for (let n = 0; n < 230; n++) stub.seedIssue({ login: BOT, title: 'other', body: 'x' });
    expect(await keep('changed')).toMatchObject({ number: 1, outcome: 'updated' });
  });

  test('that was closed last is the one that is reopened', async () => {
    for (const state of ['closed', 'closed'] as const) {
      stub.seedIssue({ login: BOT, title: 'drift', body: MARKED, state });
    }
    expect(await keep()).toMatchObject({ number: 2, outcome: 'reopened' });
    expect(seen()).toEqual(['#1 closed', '#2 open']);
  });
});

describe('duplicates', () => {
  test('from two runs at once are closed with a remark, and the oldest is kept', async () => {
    const [first, second] = await Promise.all([keep('a'), keep('a')]);
    await keep('a');
    expect(
      stub
        .issues()
        .filter(({ state }) => state === 'open')
        .map(({ number }) => number),
    ).toEqual([1]);
    expect([first.number, second.number]).toEqual([1, 1]);
  });

  test('that are there already are closed too', async () => {
    for (let n = 0; n < 3; n++) stub.seedIssue({ login: BOT, title: 'drift', body: MARKED });
    await keep();
    expect(seen()).toEqual(['#1 open', '#2 closed', '#3 closed']);
    expect(stub.issues()[1]?.stateReason).toBe('not_planned');
    expect(stub.comments(2).map(({ body }) => body)).toEqual(['This is the same as #1.']);
  });
});

describe('an issue for an audit', () => {
  test('is a new one each time', async () => {
    const text = { title: 'break-glass', body: 'who and why' };
    expect(await issues().open(text)).toMatchObject({ number: 1, outcome: 'opened' });
    expect(await issues().open(text)).toMatchObject({ number: 2, outcome: 'opened' });
    expect(stub.issues()[0]?.body).toMatch(/^who and why\n\n<!-- dr:once:[0-9a-f-]{36} -->$/);
  });

  test('is opened once when the answer is lost', async () => {
    stub.failNext(1, { status: 500, body: { message: 'down' } }, { operation: 'issues/create', isDone: true });
    expect(await issues().open({ title: 'break-glass', body: 'why' })).toMatchObject({ number: 1 });
    expect(stub.issues()).toHaveLength(1);
  });
});

describe('an answer that is lost', () => {
  const LOST = { status: 502, body: { message: 'Bad Gateway' } };

  test('to the opening makes no second issue', async () => {
    stub.failNext(1, LOST, { operation: 'issues/create', isDone: true });
    expect(await keep()).toMatchObject({ number: 1 });
    expect(stub.issues()).toHaveLength(1);
  });

  test('to the comment that closes makes no second comment', async () => {
    await keep();
    stub.failNext(1, LOST, { operation: 'issues/create-comment', isDone: true });
    await issues().close('drift:production', 'over');
    expect(stub.comments(1).map(({ body }) => body)).toEqual(['over']);
    expect(seen()).toEqual(['#1 closed']);
  });
});

describe('a refusal says what to do', () => {
  test('issues that are turned off', async () => {
    stub.setIssues(false);
    await expect(keep()).rejects.toThrow(
      'could not keep the issue "drift" open: GitHub answered 410: the issues of this repository are turned off',
    );
  });

  test.each([
    [401, {}, 'the token is not valid'],
    [403, { 'x-accepted-github-permissions': 'issues=write' }, /needs "issues: write" .*GitHub asks for issues=write/],
    [404, {}, 'check GITHUB_REPOSITORY'],
    [422, {}, 'make the text shorter'],
  ])('%d', async (status, headers, message) => {
    stub.failNext(1, { status, headers, body: { message: 'no' } }, { operation: 'issues/list-for-repo' });
    await expect(keep()).rejects.toThrow(message);
    expect(clock.sleptMs).toEqual([]);
  });

  test('a conflict that does not pass', async () => {
    stub.failNext(9, { status: 409, body: { message: 'Conflict' } }, { operation: 'issues/create' });
    await expect(keep()).rejects.toThrow('GitHub answered 409 again and again: something else changes the same thing');
  });

  test('an answer that is no JSON', async () => {
    stub.failNext(9, { status: 200, text: '<html>' }, { operation: 'issues/list-for-repo' });
    await expect(keep()).rejects.toThrow("GitHub's answer was not understood");
    expect(clock.sleptMs).toEqual([1_000]);
  });

  test('a text that is too long, or has no title, is refused before GitHub is asked', async () => {
    await expect(keep('x'.repeat(65_536))).rejects.toThrow('GitHub takes 65536; shorten it');
    await expect(keep('x', 'y'.repeat(257))).rejects.toThrow('has 257 characters, GitHub takes 256');
    await expect(keep('x', ' ')).rejects.toThrow('the issue has no title');
    expect(stub.operations()).toEqual([]);
  });
});
