import { describe, expect, test } from '@jest/globals';
import { decide, worstDetectionMs, type Observation } from '../../src/failover/decision';

const POLICY = { intervalMs: 5_000, timeoutMs: 2_000, failureThreshold: 3 };
const PATHS = ['writer', 'reader'];

/** `.` answered, `x` silent, `?` unclear, `~` stalled; one observation of each path each 5 s, the last one at `atMs`. */
function observed(patterns: Readonly<Record<string, string>>, lastAtMs = 100_000): readonly Observation[] {
  return Object.entries(patterns).flatMap(([path, pattern]) =>
    Array.from(pattern).map((letter, index) => ({
      path,
      atMs: lastAtMs - (pattern.length - 1 - index) * POLICY.intervalMs,
      ...said(letter),
    })),
  );
}

function said(letter: string): Pick<Observation, 'answer' | 'reason'> {
  if (letter === '.') return { answer: 'answered', reason: 'answered' };
  if (letter === '~') return { answer: 'stalled', reason: 'says "silent"' };
  return letter === '?' ? { answer: 'unclear', reason: 'status 403' } : { answer: 'silent', reason: 'timed out' };
}

describe('a region is declared down', () => {
  test('when every path failed as often as the policy asks', () => {
    expect(decide(observed({ writer: '.xxx', reader: '.xxx' }), PATHS, POLICY, 100_000)).toEqual({
      kind: 'down',
      reasons: ['writer: timed out (3 times)', 'reader: timed out (3 times)'],
    });
  });

  test('also when the paths began to fail at different times', () => {
    expect(decide(observed({ writer: 'xxxxx', reader: '..xxx' }), PATHS, POLICY, 100_000).kind).toBe('down');
  });
});

describe('a region is not declared down', () => {
  test.each([
    ['one path alone is dead', { writer: 'xxxxxx', reader: '......' }, 'suspect'],
    ['a path has failed one time too few', { writer: 'xxxx', reader: '..xx' }, 'suspect'],
    ['the newest answer of a path was good', { writer: 'xxxx', reader: 'xxx.' }, 'suspect'],
    ['a good answer interrupts the failures', { writer: 'xx.xx', reader: 'xx.xx' }, 'suspect'],
    ['all is well', { writer: '....', reader: '....' }, 'healthy'],
    ['nothing was observed yet', { writer: '', reader: '' }, 'healthy'],
    ['a path is dead and the other unclear', { writer: 'xxxxxx', reader: '??????' }, 'unclear'],
    ['a path is unclear and the other answers', { writer: '......', reader: '??????' }, 'suspect'],
    ['an unclear answer interrupts the silence', { writer: 'xxxxxx', reader: 'xx?xx' }, 'suspect'],
    ['nothing is clear at all', { writer: '???', reader: '???' }, 'suspect'],
  ])('when %s', (_name, patterns, kind) => {
    expect(decide(observed(patterns), PATHS, POLICY, 100_000).kind).toBe(kind);
  });

  test('while a path is stalled, which is told apart from one that is unclear for other reasons', () => {
    const stalled = decide(observed({ writer: 'xxxxxx', reader: '~~~~~~' }), PATHS, POLICY, 100_000);
    expect(stalled).toMatchObject({ kind: 'unclear', isStalled: true });
    const refused = decide(observed({ writer: 'xxxxxx', reader: '??????' }), PATHS, POLICY, 100_000);
    expect(refused).toMatchObject({ kind: 'unclear', isStalled: false });
  });

  test('from failures that are old: whoever was paused must look again', () => {
    expect(decide(observed({ writer: 'xxx', reader: 'xxx' }, 100_000), PATHS, POLICY, 107_001).kind).toBe('suspect');
  });
});

test('a single path is refused, also when it is named twice', () => {
  expect(() => decide([], ['writer'], POLICY, 0)).toThrow(RangeError);
  expect(() => decide([], ['writer', 'writer'], POLICY, 0)).toThrow(/at least two/);
});

test('the worst detection of the default policy is 17 s', () => {
  expect(worstDetectionMs(POLICY)).toBe(17_000);
});
