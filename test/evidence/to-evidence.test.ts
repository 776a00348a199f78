import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../src/adapters/sha256';
import type { JournalRecord } from '../../src/drill/journal';
import { measure } from '../../src/drill/measure';
import { parseHistory } from '../../src/evidence/history-file';
import { measured } from '../../src/evidence/moves';
import { documentText, toEvidence } from '../../src/evidence/to-evidence';
import { contextOf, EXERCISE, FAIL_BACK, FAILOVER, failoverResult, notRunResult } from './drill-results';

/** A run of the probe that no move was measured with. */
const OTHER = '00000000-0000-4000-8000-0000000000b1';

const evidence = () => toEvidence(failoverResult(), contextOf(), sha256);

describe('the raw history', () => {
  test('every number of a move is computed again from what is stored, and from nothing else', () => {
    const { document, history = '' } = evidence();
    const parsed = parseHistory(history);
    expect(parsed.runs).toHaveLength(2);
    for (const [index, run] of parsed.runs.entries()) {
      const { label, kind, fromRegion, toRegion, promotedBy, verdict, reasons, runId, intervalMs, ...numbers } =
        document.moves[index] ?? {};
      expect(measured(measure(run.history))).toEqual(numbers);
      expect({ label, kind, fromRegion, toRegion, runId, intervalMs }).toEqual({
        label: run.label,
        kind: run.kind,
        fromRegion: run.fromRegion,
        toRegion: run.toRegion,
        runId: run.history.runId,
        intervalMs: run.history.intervalMs,
      });
      expect([promotedBy, verdict, reasons]).not.toContain(null);
    }
    expect(document.moves[0]).toMatchObject({
      writes: { attempted: 26, ok: 16, fail: 8, unknown: 2 },
      baselineWrites: 12,
      // From the end of the last write of the east at 7,110.25 to the end of the first one of the west at 8,210.25.
      rtoMs: 1_100,
      detectionMs: 589.75,
      redundancyGapMs: 900,
      loss: { lost: 2, rpoMs: 200, recovered: 1, undetermined: 1, phantom: 0 },
      splitBrain: { attempted: 2, acknowledged: 1, unknown: 0 },
      lag: { samples: 2, failed: 1, medianMs: 200, maxMs: 210, beforeMoveMs: 190 },
      clockUncertaintyMs: 12.5,
    });
  });

  test('comes back as it was, also when survivors could not be read', () => {
    const { runs } = parseHistory(evidence().history ?? '');
    expect(runs.map(({ history }) => history)).toEqual([FAILOVER, FAIL_BACK]);
    expect(evidence().document.moves[1]?.loss).toBeUndefined();
  });

  test('its digest and size are those of its bytes', () => {
    const { document, history = '' } = evidence();
    expect(document.rawHistory).toEqual({
      file: `histories/${EXERCISE}-${sha256(history).slice(0, 12)}.json`,
      sha256: sha256(Buffer.from(history)),
      bytes: Buffer.byteLength(history),
    });
  });

  test.each([
    ['no JSON', 'x'],
    ['another format', '{"formatVersion": 2}'],
    ['a run without attempts', '{"formatVersion":1,"exerciseId":"a","startedMs":0,"runs":[{"label":"failover"}]}'],
  ])('%s is refused', (_what, text) => {
    expect(() => parseHistory(text)).toThrow('it is no history of a drill: ');
  });
});

describe('the timeline', () => {
  const lines = (from = evidence()) =>
    from.document.timeline.map(({ at, sinceStartMs, what, source }) => `${at} ${sinceStartMs} ${source}: ${what}`);

  test('has phases, marks and what the probe saw, in the order of the monotonic clock', () => {
    expect(lines()).toEqual([
      '2026-11-22T09:00:00.000Z 0 drill: preflight',
      '2026-11-22T09:00:00.900Z 900 drill: failover',
      '2026-11-22T09:00:01.000Z 1000 probe: failover: first measured write',
      '2026-11-22T09:00:02.000Z 2000 drill: failover: fault requested',
      '2026-11-22T09:00:02.200Z 2200 probe: failover: first write without acknowledgement (number 13)',
      '2026-11-22T09:00:02.700Z 2700 controller: failover: declared down',
      '2026-11-22T09:00:02.710Z 2710 controller: failover: move requested',
      '2026-11-22T09:00:03.100Z 3100 controller: failover: promoted',
      '2026-11-22T09:00:03.150Z 3150 controller: failover: writer name moved',
      '2026-11-22T09:00:03.210Z 3210.25 probe: failover: first write acknowledged by the new writer aurora-us-west-2-1-prod',
      '2026-11-22T09:00:03.510Z 3510.25 probe: failover: last measured write (number 26)',
      '2026-11-22T09:00:04.000Z 4000 aws: failover: redundancy restored',
      '2026-11-22T09:00:14.000Z 14000 drill: fail back',
      '2026-11-22T09:00:14.000Z 14000 drill: the wall clock of the drill was found set back by 3600.0 s; times here do not follow it',
      '2026-11-22T09:00:15.000Z 15000 probe: fail back: first measured write',
      '2026-11-22T09:00:16.200Z 16200 probe: fail back: first write without acknowledgement (number 13)',
      '2026-11-22T09:00:16.710Z 16710.25 probe: fail back: last measured write (number 18)',
    ]);
    expect(evidence().document.finishedAt).toBe('2026-11-22T09:00:20.000Z');
  });

  test('a wall clock that is set changes no number and no order', () => {
    const journal = contextOf().journal.map((record) =>
      record.type === 'phase' ? { ...record, wallClock: '1970-01-01T00:00:00.000Z' } : record,
    );
    const steps = /wall clock/;
    const stepped = toEvidence(failoverResult(), contextOf({ journal }), sha256);
    expect(lines(stepped).filter((line) => !steps.test(line))).toEqual(lines().filter((line) => !steps.test(line)));
    expect({ ...stepped.document, timeline: [] }).toEqual({ ...evidence().document, timeline: [] });
  });
});

test('an order to AWS is told at its time since the start, whatever the wall clock says', () => {
  const call = { service: 'RDS', operation: 'FailoverGlobalCluster', region: 'us-west-2', requestId: 'a-b' };
  const { document } = toEvidence(failoverResult(), contextOf({ awsCalls: [{ atMs: 7_710.4, ...call }] }), sha256);
  expect(document.awsCalls).toEqual([{ at: '2026-11-22T09:00:02.710Z', ...call }]);
});

test('a drill that was not run has evidence, too, and no history', () => {
  const { document, history } = toEvidence(notRunResult(), contextOf({ journal: [] }), sha256);
  expect(history).toBeUndefined();
  expect(document).toMatchObject({ kind: 'restore', verdict: 'not-run', reasons: ['freeze: audit'], moves: [] });
  expect(document).not.toHaveProperty('rawHistory');
});

test('the writes of a restore drill, or of a move that broke off, are its history', () => {
  const attempt = {
    seq: 1,
    startedMs: 5_100,
    endedMs: 5_110,
    outcome: 'ok',
    instance: 'aurora-us-east-1-1-prod',
  } as const;
  const journal: JournalRecord[] = [
    { type: 'phase', phase: 'restore', atMs: 5_000, wallClock: '2026-11-22T09:00:00.000Z' },
    { type: 'attempt', runId: OTHER, ...attempt },
    { type: 'attempt', runId: OTHER, ...attempt, seq: 2, outcome: 'fail', detail: 'timeout' },
  ];
  const { document, history = '' } = toEvidence(notRunResult(), contextOf({ journal }), sha256);
  expect(parseHistory(history)).toEqual({
    exerciseId: EXERCISE,
    startedMs: 5_000,
    runs: [],
    otherAttempts: [{ runId: OTHER, attempts: [attempt, { ...attempt, seq: 2, outcome: 'fail', detail: 'timeout' }] }],
  });
  expect(document.rawHistory?.sha256).toBe(sha256(history));

  // Those of a measured move are in its own history, and not twice.
  const measured = journal.map((record) => (record.type === 'attempt' ? { ...record, runId: FAILOVER.runId } : record));
  const moved = toEvidence(failoverResult(), contextOf({ journal: measured }), sha256);
  expect(parseHistory(moved.history ?? '').otherAttempts).toEqual([]);
});

test('what is stored reads back as the same document', () => {
  const { document } = evidence();
  expect(JSON.parse(documentText(document))).toEqual(document);
});
