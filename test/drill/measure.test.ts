import { describe, expect, test } from '@jest/globals';
import type { Attempt, History, Outcome } from '../../src/drill/history';
import { measure } from '../../src/drill/measure';

/** `o` acknowledged, `f` failed, `?` unknown; one attempt each 100 ms, each taking 10 ms. */
function attempts(pattern: string): readonly Attempt[] {
  const outcomes: Readonly<Record<string, Outcome>> = { o: 'ok', f: 'fail', '?': 'unknown' };
  return Array.from(pattern).map((letter, index) => ({
    seq: index + 1,
    startedMs: index * 100,
    endedMs: index * 100 + 10,
    outcome: outcomes[letter] ?? 'unknown',
  }));
}

function history(pattern: string, overrides: Partial<History> = {}): History {
  const all = attempts(pattern);
  return {
    runId: '00000000-0000-4000-8000-000000000001',
    intervalMs: 100,
    attempts: all,
    marks: [],
    survivors: all.filter((attempt) => attempt.outcome === 'ok').map((attempt) => attempt.seq),
    ...overrides,
  };
}

describe('recovery time', () => {
  test('is the time from the last acknowledgement before the outage to the first one after it', () => {
    // 10 ok (last acknowledged at 910), 5 failed, next acknowledged at 1510.
    expect(measure(history('oooooooooofffffooo')).rtoMs).toBe(600);
  });

  test('is that of the longest outage when there are several', () => {
    expect(measure(history('oofooofffoo')).rtoMs).toBe(400);
  });

  test('is undefined when no write succeeds again, even after an outage that ended', () => {
    expect(measure(history('oofffffoofff')).rtoMs).toBeUndefined();
  });

  test('is 0 when nothing failed', () => {
    expect(measure(history('oooooo')).rtoMs).toBe(0);
  });

  test('includes a write that was acknowledged late without any failure', () => {
    const slow: Attempt[] = [
      { seq: 1, startedMs: 0, endedMs: 10, outcome: 'ok' },
      { seq: 2, startedMs: 100, endedMs: 900, outcome: 'ok' },
    ];
    expect(measure(history('', { attempts: slow, survivors: [1, 2] })).rtoMs).toBe(890);
  });

  test('an outage of more than a minute is not cut to its seconds', () => {
    const long: Attempt[] = [
      { seq: 1, startedMs: 0, endedMs: 10, outcome: 'ok' },
      { seq: 2, startedMs: 100, endedMs: 1_100, outcome: 'fail' },
      { seq: 3, startedMs: 125_000, endedMs: 125_010, outcome: 'ok' },
    ];
    expect(measure(history('', { attempts: long, survivors: [1, 3] })).rtoMs).toBe(125_000);
  });
});

describe('detection', () => {
  test('counts from the last acknowledged write to the declaration', () => {
    const measured = measure(history('ooooofffffoo', { marks: [{ name: 'declared-down', atMs: 800 }] }));
    expect(measured.detectionMs).toBe(390);
  });

  test('is undefined when nobody declared the region down', () => {
    expect(measure(history('oooofffoo')).detectionMs).toBeUndefined();
  });
});

describe('redundancy gap', () => {
  test('counts from the promotion to the old region being a replica again', () => {
    const marks = [
      { name: 'promoted', atMs: 700 },
      { name: 'redundancy-restored', atMs: 9_700 },
    ] as const;
    expect(measure(history('ooofffooo', { marks })).redundancyGapMs).toBe(9_000);
  });
});

describe('data loss', () => {
  test('is none when every acknowledged write is there', () => {
    const { loss } = measure(history('ooooofffoo'));
    expect(loss).toEqual({
      lost: [],
      rpoMs: 0,
      rpoUpperBoundMs: 0,
      recovered: 0,
      undetermined: 0,
      phantom: [],
      lostIsSuffix: true,
    });
  });

  test('is counted in writes and in seconds of writes since the newest survivor', () => {
    // Writes 1..10 acknowledged, 8..10 are missing afterwards.
    const { loss } = measure(history('oooooooooofffoo', { survivors: [1, 2, 3, 4, 5, 6, 7, 14, 15] }));
    expect(loss?.lost).toEqual([8, 9, 10]);
    expect(loss?.rpoMs).toBe(300); // 610 -> 910
    expect(loss?.lostIsSuffix).toBe(true);
  });

  test('counts from the first attempt when nothing survived', () => {
    expect(measure(history('ooofff', { survivors: [] })).loss?.rpoMs).toBe(210);
  });

  test('of an unknown write is no loss, but widens the upper bound', () => {
    const { loss } = measure(history('oooooo??ffoo', { survivors: [1, 2, 3, 4, 5, 6, 7, 11, 12] }));
    expect(loss?.lost).toEqual([]);
    expect(loss?.rpoMs).toBe(0);
    expect(loss?.recovered).toBe(1); // number 7
    expect(loss?.undetermined).toBe(1); // number 8
    expect(loss?.rpoUpperBoundMs).toBe(200); // 510 (number 6) -> 710 (number 8)
  });

  test('reports a write that failed and is there all the same', () => {
    expect(measure(history('ooofoo', { survivors: [1, 2, 3, 4, 5, 6] })).loss?.phantom).toEqual([4]);
  });

  test('flags a loss from the middle', () => {
    const { loss } = measure(history('ooooofffoo', { survivors: [1, 2, 4, 5, 9, 10] }));
    expect(loss?.lost).toEqual([3]);
    expect(loss?.lostIsSuffix).toBe(false);
  });

  test('includes writes acknowledged after the move that are missing', () => {
    expect(measure(history('ooooofffoo', { survivors: [1, 2, 3, 4, 5, 9] })).loss?.lost).toEqual([10]);
  });

  test('is unknown, not none, when the survivors could not be read', () => {
    expect(measure(history('ooofoo', { survivors: undefined })).loss).toBeUndefined();
  });
});

describe('resolution', () => {
  test('is the interval when the probe kept its pace', () => {
    expect(measure(history('oooo')).resolutionMs).toBe(100);
  });

  test('is the longest pause of the probe when it stalled', () => {
    const stalled: Attempt[] = [
      { seq: 1, startedMs: 0, endedMs: 10, outcome: 'ok' },
      { seq: 2, startedMs: 2_510, endedMs: 2_520, outcome: 'ok' },
    ];
    const measured = measure(history('', { attempts: stalled, survivors: [1, 2] }));
    expect(measured.resolutionMs).toBe(2_500);
    expect(measured.rtoMs).toBe(0);
  });
});

test('a history without attempts measures nothing', () => {
  const measured = measure(history(''));
  expect(measured.writes).toEqual({ attempted: 0, ok: 0, fail: 0, unknown: 0 });
  expect(measured.baselineWrites).toBe(0);
});
