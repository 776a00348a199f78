import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { startGitHubStub, type GitHubStub } from '../../sandbox/github/github-stub';
import { githubPullRequest } from '../../src/adapters/github-pull-request';
import { PatientClock } from './patient-clock';

const BOT = 'github-actions[bot]';
// The first request of a process prepares GitHub's description, which takes seconds on a busy machine.
jest.setTimeout(60_000);

let stub: GitHubStub;
let number: number;
let clock: PatientClock;

beforeEach(async () => {
  clock = new PatientClock();
  stub = await startGitHubStub({ repository: 'acme/dr', token: 'tok' });
  number = stub.openPullRequest({ title: 'change', headSha: 'a'.repeat(40) });
});

afterEach(async () => {
  const violations = stub.violations();
  await stub.stop();
  expect(violations).toEqual([]);
});

const pull = () => githubPullRequest({ token: 'tok', apiUrl: stub.apiUrl, owner: 'acme', repo: 'dr', clock }, number);
const put = (generation: number, ...parts: readonly string[]) => pull().upsertComments('plan', parts, generation);
const outcomes = async (posting: ReturnType<typeof put>) => (await posting).map(({ outcome }) => outcome);
const bodies = () => stub.comments(number).map(({ body }) => body);
const texts = () => bodies().map((body) => body.split('\n')[0]);
const writes = () => stub.operations().filter((operation) => /create|update|delete/.test(operation));
const part = (text: string, of: string, generation: number) =>
  `${text}\n\n<!-- dr:plan part=${of} generation=${generation} -->`;

describe('a text in parts', () => {
  test('is posted in order, each part with its number and the run hidden at its end', async () => {
    expect(await outcomes(put(42_001, 'one', 'two'))).toEqual(['created', 'created']);
    expect(bodies()).toEqual([part('one', '1/2', 42_001), part('two', '2/2', 42_001)]);
  });

  test('is left alone when the same run posts the same', async () => {
    await put(1, 'one', 'two');
    expect(await outcomes(put(1, 'one', 'two'))).toEqual(['unchanged', 'unchanged']);
    expect(writes()).toHaveLength(2);
  });

  test('has only the parts edited that changed, besides the hidden end of the first, which tells the newest run', async () => {
    await put(1, 'one', 'two', 'three');
    expect(await outcomes(put(2, 'one', 'two', 'changed'))).toEqual(['unchanged', 'unchanged', 'updated']);
    expect(bodies()).toEqual([part('one', '1/3', 2), part('two', '2/3', 1), part('changed', '3/3', 2)]);
    expect(writes()).toHaveLength(5);
  });

  test('that is shorter than before has the rest deleted, one that is longer is continued', async () => {
    await put(1, 'one', 'two', 'three');
    await put(2, 'only');
    expect(texts()).toEqual(['only']);
    await put(3, 'only', 'more');
    expect(texts()).toEqual(['only', 'more']);
  });

  test('keeps a second between two changes, as GitHub asks', async () => {
    await put(1, 'one', 'two', 'three');
    expect(clock.sleptMs).toEqual([1_000, 1_000]);
  });

  test('is found behind hundreds of other comments', async () => {
    for (let n = 0; n < 230; n++) stub.seedComment(number, 'alice', `talk ${n}`);
    await put(1, 'one', 'two');
    await put(2, 'new', 'two');
    expect(texts().slice(230)).toEqual(['new', 'two']);
  });

  test('has to have a part, and a run', async () => {
    await expect(put(1)).rejects.toThrow('has no part');
    await expect(put(-1, 'x')).rejects.toThrow('generation -1; it is a whole number from 0');
  });

  test('with a part that is too long is refused before anything is posted', async () => {
    await expect(put(1, 'fine', 'x'.repeat(65_536))).rejects.toThrow('GitHub takes 65536');
    expect(writes()).toEqual([]);
  });
});

describe('an older run', () => {
  test('changes nothing', async () => {
    await put(5_001, 'new');
    const before = bodies();
    expect(await put(4_002, 'old', 'longer')).toEqual([
      { url: 'https://github.com/acme/dr/pull/1#issuecomment-1', outcome: 'superseded' },
      { url: 'https://github.com/acme/dr/pull/1#issuecomment-1', outcome: 'superseded' },
    ]);
    expect(bodies()).toEqual(before);
  });

  test('is not made the newest by what the visible text says, or by what somebody else writes', async () => {
    await put(1, 'forged: <!-- dr:plan part=1/1 generation=9999 -->');
    stub.seedComment(number, 'mallory', part('forged', '1/1', 9_999));
    expect(await outcomes(put(2, 'real'))).toEqual(['updated']);
    expect(bodies()).toEqual([part('real', '1/1', 2), part('forged', '1/1', 9_999)]);
  });

  test('that has begun stops when a newer one appears, and takes back what only it has written', async () => {
    let isFirst = true;
    stub.beforeNext('issues/create-comment', () => {
      // Between the look of the older run and its first comment.
      if (isFirst) stub.seedComment(number, BOT, part('new', '1/1', 2));
      isFirst = false;
    });
    expect(await outcomes(put(1, 'old', 'old too'))).toEqual(['superseded', 'superseded']);
    expect(texts()).toEqual(['new']);
  });
});

describe('two runs at once', () => {
  const race = async (older: readonly string[], newer: readonly string[]) => {
    const settled = await Promise.all([put(1, ...older), put(2, ...newer)]);
    return settled.map((posted) => posted.map(({ outcome }) => outcome));
  };

  test.each([
    [['old'], ['new']],
    [
      ['old', 'old 2', 'old 3'],
      ['new', 'new 2'],
    ],
    [
      ['old', 'same'],
      ['new', 'same', 'new 3'],
    ],
  ])('%j and %j end with the text of the newer one', async (older, newer) => {
    await race(older, newer);
    expect(texts()).toEqual(newer);
  });

  test('on a text that was there end with the text of the newer one', async () => {
    await put(0, 'first', 'first 2');
    await race(['old', 'old 2'], ['new', 'new 2']);
    expect(texts()).toEqual(['new', 'new 2']);
  });

  test('what an older run writes over a newer text at the last moment is put right', async () => {
    await put(1, 'first');
    stub.beforeNext('issues/update-comment', () => {
      // The older run's change arrives after ours: seen as ours lost.
      stub.beforeNext('issues/list-comments', () => {
        const [comment] = stub.comments(number);
        if (comment !== undefined) comment.body = part('late and old', '1/1', 1);
      });
    });
    await put(2, 'new');
    expect(texts()).toEqual(['new']);
  });

  test('the same run twice keeps one comment of each part, the oldest', async () => {
    await Promise.all([put(1, 'a', 'b'), put(1, 'a', 'b')]);
    expect([...texts()].sort()).toEqual(['a', 'b']);
  });
});

describe('somebody else', () => {
  test('deletes a part before it is written: it is created anew', async () => {
    await put(1, 'one', 'two');
    const [, second] = stub.comments(number);
    stub.beforeNext('issues/update-comment', () => {
      stub.beforeNext('issues/update-comment', () => {
        stub.deleteComment(second?.id ?? 0);
      });
    });
    expect(await outcomes(put(2, 'one', 'changed'))).toEqual(['unchanged', 'created']);
    expect(texts()).toEqual(['one', 'changed']);
  });

  test('deletes what is surplus: that is as good', async () => {
    await put(1, 'one', 'two');
    const [, second] = stub.comments(number);
    stub.beforeNext('issues/delete-comment', () => {
      stub.deleteComment(second?.id ?? 0);
    });
    await put(2, 'one');
    expect(texts()).toEqual(['one']);
  });
});

describe('comments from before parts were numbered', () => {
  test('are taken over', async () => {
    stub.seedComment(number, BOT, 'old\n\n<!-- dr:plan -->');
    stub.seedComment(number, BOT, 'old 2\n\n<!-- dr:plan:2 -->');
    stub.seedComment(number, BOT, 'old 3\n\n<!-- dr:plan:3 -->');
    expect(await outcomes(put(1, 'new', 'new 2'))).toEqual(['updated', 'updated']);
    expect(bodies()).toEqual([part('new', '1/2', 1), part('new 2', '2/2', 1)]);
  });

  test('of another marker, which begins alike, are not', async () => {
    stub.seedComment(number, BOT, 'other\n\n<!-- dr:plan:production -->');
    stub.seedComment(number, BOT, 'other\n\n<!-- dr:planner part=1/1 generation=7 -->');
    await put(1, 'new');
    expect(texts()).toEqual(['other', 'other', 'new']);
  });
});

describe('an answer that is lost', () => {
  test.each([
    ['after an error of the server', { status: 502, body: { message: 'Bad Gateway' } }],
    ['in a broken text', { status: 201, text: '{"id": 1, "bo' }],
  ])('%s makes no second comment', async (_how, answer) => {
    stub.failNext(1, answer, { operation: 'issues/create-comment', isDone: true });
    await put(1, 'one', 'two');
    expect(texts()).toEqual(['one', 'two']);
  });

  test('in silence makes no second comment', async () => {
    stub.failNext(1, 'silence', { operation: 'issues/create-comment', isDone: true });
    const options = { token: 'tok', apiUrl: stub.apiUrl, owner: 'acme', repo: 'dr', clock, answerWithinMs: 200 };
    await githubPullRequest(options, number).upsertComments('plan', ['one', 'two'], 1);
    expect(texts()).toEqual(['one', 'two']);
  });
});

describe('in the middle of a text', () => {
  test.each([
    ['a secondary rate limit', { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } }, 60_000],
    ['a conflict', { status: 409, body: { message: 'Conflict' } }, 1_000],
    ['a server that is away', { status: 503, headers: { 'retry-after': '3' }, body: { message: 'away' } }, 3_000],
  ])('%s is waited for, and what was posted is not posted again', async (_what, answer, pauseMs) => {
    stub.beforeNext('issues/create-comment', () => {
      stub.failNext(1, answer, { operation: 'issues/list-comments' });
    });
    await put(1, 'one', 'two');
    expect(texts()).toEqual(['one', 'two']);
    expect(clock.sleptMs).toContain(pauseMs);
  });
});
