import type { Attempt, History, Outcome } from '../../src/drill/history';
import type { JournalRecord } from '../../src/drill/journal';
import { toMeasuredRun, type DrillResult } from '../../src/drill/result';
import type { EvidenceContext } from '../../src/evidence/context';

const OBJECTIVES = { rpoSeconds: 60, rtoSeconds: 300, detectionSeconds: 30 };

export const RUN = '00000000-0000-4000-8000-0000000000a1';
export const RUN_BACK = '00000000-0000-4000-8000-0000000000a2';
export const EXERCISE = '00000000-0000-4000-8000-0000000000e1';

/** `o` acknowledged by the east, `w` by the west, `f` failed, `?` unknown; one attempt each 100 ms from `fromMs`, each taking 10 ms. */
function attempts(pattern: string, fromMs: number): readonly Attempt[] {
  const outcomes: Readonly<Record<string, Outcome>> = { o: 'ok', w: 'ok', f: 'fail' };
  const instances: Readonly<Record<string, string>> = { o: 'aurora-us-east-1-1-prod', w: 'aurora-us-west-2-1-prod' };
  return Array.from(pattern).map((letter, index) => {
    const instance = instances[letter];
    return {
      seq: index + 1,
      startedMs: fromMs + index * 100,
      endedMs: fromMs + index * 100 + 10.25,
      outcome: outcomes[letter] ?? 'unknown',
      ...(instance === undefined ? { detail: 'connection lost' } : { instance }),
    };
  });
}

/** A failover that lost the last two acknowledged writes, seen in full. */
export const FAILOVER: History = {
  runId: RUN,
  intervalMs: 100,
  attempts: attempts('oooooooooooo??ffffffffwwww', 6_000),
  marks: [
    { name: 'fault-requested', atMs: 7_000 },
    { name: 'declared-down', atMs: 7_700 },
    { name: 'move-requested', atMs: 7_710 },
    { name: 'promoted', atMs: 8_100 },
    { name: 'writer-name-moved', atMs: 8_150 },
    { name: 'redundancy-restored', atMs: 9_000 },
  ],
  survivors: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 23, 24, 25, 26],
  fencing: {
    region: 'us-east-1',
    instances: ['aurora-us-east-1-1-prod'],
    attempts: [
      { seq: 1, startedMs: 8_300, endedMs: 8_305, outcome: 'fail', detail: 'refused' },
      { seq: 2, startedMs: 8_400, endedMs: 8_405, outcome: 'ok', instance: 'aurora-us-east-1-1-prod' },
    ],
  },
  reads: [
    { region: 'us-west-2', startedMs: 6_500, endedMs: 6_502, outcome: 'ok', instance: 'aurora-us-west-2-2-prod' },
    { region: 'us-west-2', startedMs: 7_500, endedMs: 7_502, outcome: 'ok', instance: 'aurora-us-west-2-3-prod' },
    { region: 'us-east-1', startedMs: 7_500, endedMs: 8_500, outcome: 'fail', detail: 'timeout' },
  ],
  lag: [
    { region: 'us-west-2', startedMs: 6_200, endedMs: 6_204, outcome: 'ok', lagMs: 210 },
    { region: 'us-west-2', startedMs: 6_900, endedMs: 6_904, outcome: 'ok', lagMs: 190 },
    { region: 'us-west-2', startedMs: 7_900, endedMs: 8_400, outcome: 'fail', detail: 'timeout' },
  ],
  clockUncertaintyMs: 12.5,
};

/** A fail back whose survivors could not be read. */
export const FAIL_BACK: History = {
  runId: RUN_BACK,
  intervalMs: 100,
  attempts: attempts('wwwwwwwwwwwwffoooo', 20_000),
  marks: [],
  survivors: undefined,
};

export function failoverResult(): DrillResult {
  return {
    kind: 'failover',
    verdict: 'failed',
    reasons: [],
    guards: [{ guard: 'lease', outcome: 'passed', value: 'held', limit: 'held by this drill' }],
    runs: [
      toMeasuredRun(
        {
          kind: 'failover',
          label: 'failover',
          fromRegion: 'us-east-1',
          toRegion: 'us-west-2',
          promotedBy: 'controller',
        },
        { history: FAILOVER, error: undefined },
        OBJECTIVES,
      ),
      toMeasuredRun(
        { kind: 'switchover', label: 'fail back', fromRegion: 'us-west-2', toRegion: 'us-east-1' },
        { history: FAIL_BACK, error: undefined },
        OBJECTIVES,
      ),
    ],
    restores: [],
  };
}

export function notRunResult(): DrillResult {
  return { kind: 'restore', verdict: 'not-run', reasons: ['freeze: audit'], guards: [], runs: [], restores: [] };
}

/** What the failover told its journal. The wall clock was set back by an hour between the second phase and the third. */
const JOURNAL: readonly JournalRecord[] = [
  { type: 'phase', phase: 'preflight', atMs: 5_000, wallClock: '2026-11-22T09:00:00.000Z' },
  { type: 'phase', phase: 'failover', atMs: 5_900, wallClock: '2026-11-22T09:00:00.900Z' },
  ...FAILOVER.attempts.map((attempt) => ({ type: 'attempt', runId: RUN, ...attempt }) as const),
  ...FAILOVER.marks.map((mark) => ({ type: 'mark', runId: RUN, ...mark }) as const),
  { type: 'phase', phase: 'fail back', atMs: 19_000, wallClock: '2026-11-22T08:00:14.000Z' },
];

export function contextOf(overrides: Partial<EvidenceContext> = {}): EvidenceContext {
  return {
    exerciseId: EXERCISE,
    environment: 'production',
    scope: {
      account: '123456789012',
      globalCluster: 'aurora-global-prod',
      regions: ['us-east-1', 'us-west-2'],
      writerName: 'writer.db.example.internal',
    },
    objectives: OBJECTIVES,
    conduct: { trigger: 'schedule', commit: 'a'.repeat(40) },
    startedAt: new Date('2026-11-22T09:00:00.000Z'),
    startedMs: 5_000,
    finishedMs: 25_000,
    journal: JOURNAL,
    awsCalls: [],
    ...overrides,
  };
}
