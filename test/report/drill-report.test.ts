import { describe, expect, test } from '@jest/globals';
import type { History } from '../../src/drill/history';
import { toMeasuredRun, type MoveDrillResult } from '../../src/drill/result';
import { judgeRestore } from '../../src/drill/restore-result';
import { renderMoveDrill, renderRestoreDrill } from '../../src/report/drill-report';
import { plainText, table } from '../../src/report/markdown-table';

const OBJECTIVES = { rpoSeconds: 60, rtoSeconds: 300, detectionSeconds: 30 };
const CONTEXT = {
  environment: 'production',
  startedAt: new Date('2026-01-04T09:23:00Z'),
  finishedAt: new Date('2026-01-04T09:27:30Z'),
  objectives: OBJECTIVES,
  commit: 'abc123',
};

/** Ten good writes, an outage, three more; numbers 9 and 10 are lost. */
const HISTORY: History = {
  runId: 'r',
  intervalMs: 1_000,
  attempts: Array.from({ length: 25 }, (_, index) => ({
    seq: index + 1,
    startedMs: index * 1_000,
    endedMs: index * 1_000 + 10,
    outcome: index < 10 || index > 21 ? ('ok' as const) : ('fail' as const),
  })),
  marks: [
    { name: 'declared-down', atMs: 20_000 },
    { name: 'promoted', atMs: 21_000 },
    { name: 'redundancy-restored', atMs: 81_000 },
  ],
  survivors: [1, 2, 3, 4, 5, 6, 7, 8, 23, 24, 25],
  lag: [{ region: 'us-west-2', startedMs: 0, endedMs: 5, outcome: 'ok', lagMs: 1_900 }],
};

function result(kind: 'failover' | 'switchover', error?: string, history: History = HISTORY): MoveDrillResult {
  const run = toMeasuredRun(
    { kind, label: kind, fromRegion: 'us-east-1', toRegion: 'us-west-2' },
    { history, error },
    OBJECTIVES,
  );
  return { kind, guards: [], runs: [run], restores: [], verdict: run.verdict, reasons: [] };
}

describe('the report of a failover', () => {
  const text = renderMoveDrill(result('failover'), CONTEXT);

  test('has every objective beside its measurement', () => {
    expect(text).toContain('| RPO | &#60; 60 s | 2.00 s (2 writes) | ± 1.00 s |');
    expect(text).toContain('| RTO | &#60; 300 s | 13.0 s | ± 1.00 s |');
    expect(text).toContain('| detection | ≤ 30 s | 11.0 s | from the last acknowledged write |');
    expect(text).toContain('| redundancy gap | – | 60.0 s | time without a second region |');
  });

  test('O5: says whose detection was measured', () => {
    const by = (promotedBy: 'controller' | 'drill') => {
      const failover = result('failover');
      return renderMoveDrill({ ...failover, runs: failover.runs.map((run) => ({ ...run, promotedBy })) }, CONTEXT);
    };
    expect(by('controller')).toContain('from the last acknowledged write; by the deployed controller |');
    expect(by('drill')).toContain('from the last acknowledged write; by the drill, as no controller promotes here |');
  });

  test('counts the writes', () => {
    expect(text).toContain('| acknowledged | 13 (10 before the outage) |');
    expect(text).toContain('| acknowledged and lost | 2 |');
  });

  test('says when, where and how long', () => {
    expect(text).toContain('## ✅ passed: failover drill of `production`');
    expect(text).toContain('2026-01-04T09:23:00.000Z, 270.0 s in all, commit `abc123`');
  });
});

describe('what else was seen', () => {
  const fenced = (outcome: 'ok' | 'fail'): History => ({
    ...HISTORY,
    attempts: HISTORY.attempts.map((attempt) => ({
      ...attempt,
      ...(attempt.outcome === 'ok' ? { instance: attempt.seq > 20 ? 'west-1' : 'east-1' } : {}),
    })),
    fencing: {
      region: 'us-east-1',
      instances: ['east-1', 'east-2'],
      attempts: [23, 24, 25].map((second, index) => ({
        seq: index + 1,
        startedMs: second * 1_000,
        endedMs: second * 1_000 + 10,
        outcome,
      })),
    },
    reads: [
      { region: 'us-west-2', startedMs: 1, endedMs: 2, outcome: 'ok', instance: 'west-3' },
      { region: 'us-west-2', startedMs: 1, endedMs: 2, outcome: 'ok', instance: 'west-2' },
      { region: 'us-west-2', startedMs: 1, endedMs: 2, outcome: 'ok', instance: 'west-2' },
      { region: 'us-west-2', startedMs: 1, endedMs: 2, outcome: 'fail' },
    ],
    clockUncertaintyMs: 120,
  });

  test('nobody tried the old writer: then nothing is said about a split brain, least of all 0', () => {
    const text = renderMoveDrill(result('failover'), CONTEXT);
    expect(text).toContain('| acknowledged by the old writer after the new one: split brain | not measured |');
    expect(text).not.toContain('clocks ±');
    expect(text).not.toContain('reads through');
  });

  test('a fenced writer', () => {
    const text = renderMoveDrill(result('failover', undefined, fenced('fail')), CONTEXT);
    expect(text).toContain('## ✅ passed');
    expect(text).toContain('| acknowledged by the old writer after the new one: split brain | 0 of 3 tried |');
  });

  test('a split brain fails the drill', () => {
    const text = renderMoveDrill(result('failover', undefined, fenced('ok')), CONTEXT);
    expect(text).toContain('## ❌ failed');
    expect(text).toContain('- the old writer acknowledged 3 writes after the new one had taken over: split brain');
    expect(text).toContain('| acknowledged by the old writer after the new one: split brain | 3 of 3 tried |');
  });

  test('O6: reads by replica, and how level the clocks were', () => {
    const text = renderMoveDrill(result('failover', undefined, fenced('fail')), CONTEXT);
    expect(text).toContain('| us-west-2 | west-2 | 2 |\n| us-west-2 | west-3 | 1 |\n| us-west-2 | no answer | 1 |');
    expect(text).toContain('| detection | ≤ 30 s | 11.0 s | from the last acknowledged write, clocks ± 0.12 s |');
    expect(text).toContain('| RTO | &#60; 300 s | 13.0 s | ± 1.00 s, clocks ± 0.12 s |');
  });
});

describe('the report of a switchover', () => {
  const text = renderMoveDrill(result('switchover'), CONTEXT);

  test('is failed by a single lost write, and never read as proof of the RPO', () => {
    expect(text).toContain('## ❌ failed: switchover drill');
    expect(text).toContain('- a switchover lost 2 acknowledged writes; it must lose none');
    expect(text).toContain('planned move: proves nothing about a disaster');
    expect(text).not.toContain('| detection |');
  });
});

test('the report of a drill that broke off says why, whatever the text holds', () => {
  const text = renderMoveDrill(result('failover', 'no answer\n| <b>@team</b> `x`'), CONTEXT);
  expect(text).toContain('❌ failed');
  expect(text).not.toContain('<b>');
  expect(text).not.toMatch(/@team/);
});

test('the report of a restore has what was found and what must not be there', () => {
  const measurement = {
    pointInTime: new Date('2026-01-04T09:25:00Z'),
    expected: 40,
    expectedAbsent: 38,
    missing: [3],
    unexpected: 2,
    backupDelayMs: 4_000,
    restoreMs: 2_100,
    verifyMs: 300,
  };
  const text = renderRestoreDrill(judgeRestore(measurement, []), CONTEXT);
  expect(text).toContain('❌ failed: restore drill');
  expect(text).toContain('| heartbeats before it, found | 39 of 40 |');
  expect(text).toContain('| heartbeats after it, found | 2 (of 38 written, none may be there) |');
});

test('text in a table can neither break it nor mention anybody', () => {
  expect(table(['a'], [['x | y\n@me <i>']])).toBe('| a |\n| --- |\n| x &#124; y @\u200bme &#60;i&#62; |');
  expect(plainText('a*b_c')).toBe('a\\*b\\_c');
});
