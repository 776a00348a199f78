import { describe, expect, test } from '@jest/globals';
import type { Attempt, History } from '../../src/drill/history';
import { measure } from '../../src/drill/measure';
import { judge } from '../../src/drill/verdict';

const OBJECTIVES = { rpoSeconds: 60, rtoSeconds: 300, detectionSeconds: 30 };

/** Twenty writes a second apart: twelve on the east, three that fail, five on the west; the first of those ends at 15,010. */
const ATTEMPTS: readonly Attempt[] = Array.from({ length: 20 }, (_, index) => ({
  seq: index + 1,
  startedMs: index * 1_000,
  endedMs: index * 1_000 + 10,
  ...(index < 12
    ? { outcome: 'ok' as const, instance: 'east-1' }
    : index < 15
      ? { outcome: 'fail' as const, detail: 'connection timed out' }
      : { outcome: 'ok' as const, instance: 'west-2' }),
}));

const tryAt = (startedMs: number, outcome: Attempt['outcome']): Attempt => ({
  seq: startedMs,
  startedMs,
  endedMs: startedMs + 10,
  outcome,
  ...(outcome === 'ok' ? { instance: 'east-1' } : {}),
});

function history(tries: readonly Attempt[] | undefined, others: Partial<History> = {}): History {
  return {
    runId: 'r',
    intervalMs: 1_000,
    attempts: ATTEMPTS,
    marks: [{ name: 'declared-down', atMs: 13_000 }],
    lag: [{ region: 'us-west-2', startedMs: 0, endedMs: 5, outcome: 'ok', lagMs: 120 }],
    survivors: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 17, 18, 19, 20],
    ...(tries === undefined
      ? {}
      : { fencing: { region: 'us-east-1', instances: ['east-1', 'east-2'], attempts: tries } }),
    ...others,
  };
}
const splitBrain = (...given: Parameters<typeof history>) => measure(history(...given)).splitBrain;
const verdict = (...given: Parameters<typeof history>) =>
  judge('failover', measure(history(...given)), OBJECTIVES, undefined);

describe('split brain', () => {
  test('writes that the old writer takes before the new one has acknowledged anything are ordinary writes', () => {
    expect(splitBrain([tryAt(11_000, 'ok'), tryAt(15_005, 'ok'), tryAt(16_000, 'fail')])).toEqual({
      attempted: 1,
      acknowledged: 0,
      unknown: 0,
    });
  });

  test('writes that it takes afterwards are counted, and fail the drill', () => {
    const tries = [tryAt(15_005, 'ok'), tryAt(15_011, 'ok'), tryAt(16_000, 'ok'), tryAt(17_000, 'fail')];
    expect(splitBrain(tries)).toEqual({ attempted: 3, acknowledged: 2, unknown: 0 });
    expect(verdict(tries)).toEqual({
      verdict: 'failed',
      reasons: ['the old writer acknowledged 2 writes after the new one had taken over: split brain'],
    });
  });

  test('a write of unknown outcome makes the drill inconclusive, not passed', () => {
    const tries = [tryAt(16_000, 'unknown'), tryAt(17_000, 'fail')];
    expect(splitBrain(tries)).toEqual({ attempted: 2, acknowledged: 0, unknown: 1 });
    expect(verdict(tries)).toEqual({
      verdict: 'inconclusive',
      reasons: ['whether the old writer took 1 writes after the new one had taken over is not known'],
    });
  });

  test('tries that may have begun before, by clocks that are not level, are not counted', () => {
    expect(splitBrain([tryAt(15_210, 'ok'), tryAt(15_211, 'fail')], { clockUncertaintyMs: 100 })).toEqual({
      attempted: 1,
      acknowledged: 0,
      unknown: 0,
    });
  });

  test.each<[string, readonly Attempt[] | undefined, Partial<History>]>([
    ['nobody looked', undefined, {}],
    ['nothing was tried after the new writer took over', [tryAt(14_000, 'fail')], {}],
    ['no new writer was ever seen', [tryAt(16_000, 'fail')], { attempts: ATTEMPTS.slice(0, 15) }],
    ['what was tried then, nobody saw', [{ ...tryAt(16_000, 'unknown'), isInferred: true }], {}],
  ])('is not measured when %s', (_why, tries, others) => {
    expect(splitBrain(tries, others)).toBeUndefined();
  });

  test('a failover inside the old region is no new writer', () => {
    const attempts = ATTEMPTS.map((attempt) =>
      attempt.instance === 'west-2' ? { ...attempt, instance: 'east-2' } : attempt,
    );
    expect(splitBrain([tryAt(16_000, 'ok')], { attempts })).toBeUndefined();
  });
});

describe('clocks that are not level', () => {
  test('are held against the drill: every number is judged at its worse end', () => {
    // Detection is 13,000 − 11,010 ms by the clocks, and may be 1,990 + 28,010.
    expect(verdict(undefined, { clockUncertaintyMs: 28_010 }).verdict).toBe('passed');
    expect(verdict(undefined, { clockUncertaintyMs: 28_011 })).toEqual({
      verdict: 'failed',
      reasons: ['detection took 2.0 s ± 28.0 s, the objective is at most 30 s'],
    });
  });
});

describe('O6: reads per replica', () => {
  test('are counted by region and replica; none at all is not measured', () => {
    const read = (region: string, instance?: string) => ({
      region,
      startedMs: 0,
      endedMs: 1,
      ...(instance === undefined ? { outcome: 'fail' as const } : { outcome: 'ok' as const, instance }),
    });
    expect(measure(history(undefined)).reads).toBeUndefined();
    expect(measure(history(undefined, { reads: [] })).reads).toBeUndefined();
    const reads = [read('b', 'b-2'), read('a', 'a-2'), read('b', 'b-3'), read('b'), read('b', 'b-2')];
    expect(measure(history(undefined, { reads })).reads).toEqual([
      { region: 'a', answered: [{ instance: 'a-2', reads: 1 }], failed: 0 },
      {
        region: 'b',
        answered: [
          { instance: 'b-2', reads: 2 },
          { instance: 'b-3', reads: 1 },
        ],
        failed: 1,
      },
    ]);
  });
});
