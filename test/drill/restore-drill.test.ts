import { describe, expect, test } from '@jest/globals';
import { localProbe } from '../../src/drill/local-probe';
import { runRestoreDrill } from '../../src/drill/restore-drill';
import { judgeRestore, type RestoreMeasurement } from '../../src/drill/restore-result';
import { MemoryLogger } from '../fakes/logger';
import { CREDENTIALS, TwoRegions, WRITER_NAME } from '../fakes/two-regions';
import { VirtualClock } from '../fakes/virtual-clock';

const REQUEST = {
  restoredClusterId: 'aurora-drill-test',
  probe: { intervalMs: 200, timeoutMs: 1_000, writeMs: 4_000 },
  backupDeadlineMs: 60_000,
};

/** Backups that trail by `delayMs`; `restoredAsOf` may shift the point in time that is really restored. */
function setUp(options: { delayMs?: number; shiftMs?: number } = {}) {
  const clock = new VirtualClock();
  const world = new TwoRegions(clock);
  let restored: Map<string, number> | undefined;
  const restorePoints: Date[] = [];
  let runs = 0;
  const credentials = { read: () => Promise.resolve(CREDENTIALS) };
  const sql = {
    connect: async (target: typeof CREDENTIALS, timeoutMs: number) => {
      const session = await world.connect(target, timeoutMs);
      if (target.host !== 'restored.example') return session;
      return {
        ...session,
        query: (_text: string, values: readonly unknown[] = []) =>
          Promise.resolve(
            [...(restored?.keys() ?? [])]
              .filter((key) => key.startsWith(`${String(values[0])}:`))
              .map((key) => ({ seq: key.split(':')[1] })),
          ),
      };
    },
  };
  const probe = localProbe({ sql, clock, credentials, writerName: WRITER_NAME });
  const ports = {
    globalDatabase: world,
    probes: { in: () => probe },
    sql,
    credentials,
    clock,
    logger: new MemoryLogger(),
    journal: { append: () => undefined },
    newRunId: () => `run-${++runs}`,
    backupRestore: {
      restoreWindow: () =>
        Promise.resolve({
          earliest: new Date(Date.UTC(2026, 0, 1)),
          latest: new Date(clock.now().getTime() - (options.delayMs ?? 3_000)),
        }),
      restoreToPointInTime: (clusterId: string, pointInTime: Date) => {
        restorePoints.push(pointInTime);
        const asOf = pointInTime.getTime() + (options.shiftMs ?? 0);
        restored = new Map([...world.rows['us-east-1']].filter(([, writtenMs]) => writtenMs <= asOf));
        return Promise.resolve({ clusterId, endpoint: 'restored.example', port: 5432 });
      },
      remove: () => {
        restored = undefined;
        return Promise.resolve();
      },
    },
  };
  return { clock, world, ports, restorePoints, isRemoved: () => restored === undefined };
}

describe('restore drill', () => {
  test('passes when exactly the earlier heartbeats are there, and removes the cluster', async () => {
    const { clock, ports, restorePoints, isRemoved } = setUp();
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result).toMatchObject({ verdict: 'passed', reasons: [] });
    expect(result.measurement?.expected).toBeGreaterThan(15);
    expect(result.measurement?.expectedAbsent).toBeGreaterThan(15);
    expect(restorePoints[0]?.getMilliseconds()).toBe(0);
    expect(isRemoved()).toBe(true);
  });

  test('fails when the restore went on for too long', async () => {
    const { clock, ports } = setUp({ shiftMs: 3_000 });
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join(' ')).toMatch(/heartbeats are there that must not be/);
  });

  test('fails when the restore stopped too early', async () => {
    const { clock, ports } = setUp({ shiftMs: -3_000 });
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join(' ')).toMatch(/heartbeats before the point in time are missing/);
  });

  test('fails, and removes what it made, when the backups never reach the point in time', async () => {
    const { clock, ports, isRemoved } = setUp({ delayMs: 3_600_000 });
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join(' ')).toMatch(/the backups reached only/);
    expect(isRemoved()).toBe(true);
  });

  test('has not run when there is nothing to write to', async () => {
    const { clock, world, ports } = setUp();
    world.alive['us-east-1'] = false;
    const result = await clock.run(runRestoreDrill(REQUEST, ports));
    expect(result.verdict).toBe('not-run');
  });

  test('names the cluster that it could not remove', async () => {
    const { clock, ports } = setUp();
    let removals = 0;
    const backupRestore = {
      ...ports.backupRestore,
      remove: () => (++removals === 1 ? Promise.resolve() : Promise.reject(new Error('throttled'))),
    };
    const result = await clock.run(runRestoreDrill(REQUEST, { ...ports, backupRestore }));
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join(' ')).toMatch(/aurora-drill-test was not removed, delete it by hand: throttled/);
  });
});

test('a restore without writes on both sides of the point in time proves nothing', () => {
  const measurement: RestoreMeasurement = {
    pointInTime: new Date(0),
    expected: 30,
    expectedAbsent: 0,
    missing: [],
    unexpected: 0,
    backupDelayMs: 0,
    restoreMs: 0,
    verifyMs: 0,
  };
  expect(judgeRestore(measurement, []).verdict).toBe('inconclusive');
});
