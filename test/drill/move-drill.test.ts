import { describe, expect, test } from '@jest/globals';
import { localProbe } from '../../src/drill/local-probe';
import { runFailoverDrill, runSwitchoverDrill } from '../../src/drill/move-drill';
import type { MoveDrillRequest } from '../../src/drill/move-drill-request';
import type { JournalRecord } from '../../src/drill/journal';
import { MemoryLogger } from '../fakes/logger';
import { CREDENTIALS, TwoRegions, WRITER_NAME } from '../fakes/two-regions';
import { VirtualClock } from '../fakes/virtual-clock';

const REQUEST: MoveDrillRequest = {
  writerName: WRITER_NAME,
  objectives: { rpoSeconds: 60, rtoSeconds: 300, detectionSeconds: 30 },
  probe: { intervalMs: 200, timeoutMs: 1_000, baselineMs: 10_000 },
  detector: { intervalMs: 5_000, timeoutMs: 2_000, failureThreshold: 3 },
  failBack: true,
  faultDeadlineMs: 120_000,
  moveDeadlineMs: 60_000,
  fencingWatchMs: 15_000,
  redundancyDeadlineMs: 60_000,
};

function setUp() {
  const clock = new VirtualClock();
  const world = new TwoRegions(clock);
  const records: JournalRecord[] = [];
  let runs = 0;
  const credentials = { read: () => Promise.resolve(CREDENTIALS) };
  const probe = localProbe({ sql: world, clock, credentials, writerName: WRITER_NAME });
  const ports = {
    globalDatabase: world,
    probes: { in: () => probe },
    sql: world,
    faultInjector: world,
    clock,
    logger: new MemoryLogger(),
    credentials,
    journal: { append: (record: JournalRecord) => records.push(record) },
    newRunId: () => `run-${++runs}`,
  };
  return { clock, world, records, ports };
}

describe('failover drill', () => {
  test('passes, measures, and ends with the roles where they were', async () => {
    const { clock, world, ports } = setUp();
    const result = await clock.run(runFailoverDrill(REQUEST, ports));

    expect(result).toMatchObject({ verdict: 'passed', reasons: [] });
    expect(result.runs.map((run) => [run.label, run.fromRegion, run.toRegion])).toEqual([
      ['failover', 'us-east-1', 'us-west-2'],
      ['fail back', 'us-west-2', 'us-east-1'],
    ]);
    const [failover] = result.runs;
    // Three failed rounds 5 s apart: at least 10 s + one timeout, at most the policy's worst case of 17 s (and one write).
    expect(failover?.measurement.detectionMs).toBeGreaterThanOrEqual(12_000);
    expect(failover?.measurement.detectionMs).toBeLessThanOrEqual(17_500);
    expect(failover?.measurement.loss?.lost).toEqual([]);
    expect(world.writer).toBe('us-east-1');
  });

  test('reports exactly the writes that were made after replication had stopped', async () => {
    const { clock, world, ports } = setUp();
    world.strike = async (region) => {
      world.replicating = false;
      await clock.sleep(1_400);
      world.alive[region] = false;
      world.replicating = true;
    };
    const result = await clock.run(runFailoverDrill({ ...REQUEST, failBack: false }, ports));
    const loss = result.runs[0]?.measurement.loss;
    expect(loss?.lost).toHaveLength(7);
    expect(loss?.rpoMs).toBe(1_400);
    expect(loss?.lostIsSuffix).toBe(true);
    expect(world.writer).toBe('us-west-2');
  });

  test('fails when the promotion is accepted but never happens, and still ends the fault', async () => {
    const { clock, world, ports } = setUp();
    world.promotes = false;
    const result = await clock.run(runFailoverDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.runs[0]?.reasons.join(' ')).toMatch(/was not promoted within 60 s/);
    expect(world.faults.at(-1)).toBe('stop us-east-1');
  });

  test('fails when the control plane refuses the promotion', async () => {
    const { clock, world, ports } = setUp();
    world.failover = () => Promise.reject(new Error('AccessDenied: not allowed to call FailoverGlobalCluster'));
    const result = await clock.run(runFailoverDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.runs[0]?.reasons.join(' ')).toMatch(/AccessDenied/);
    expect(world.alive['us-east-1']).toBe(true);
  });

  test('is inconclusive, and touches nothing, when no write succeeds to begin with', async () => {
    const { clock, world, ports } = setUp();
    const sql = {
      connect: async (...args: Parameters<TwoRegions['connect']>) => {
        const session = await world.connect(...args);
        return {
          ...session,
          query: (text: string, values: readonly unknown[] = []) =>
            text.startsWith('INSERT') ? Promise.reject(new Error('permission denied')) : session.query(text, values),
        };
      },
    };
    const result = await clock.run(
      runFailoverDrill(REQUEST, {
        ...ports,
        probes: { in: () => localProbe({ ...ports, sql, writerName: WRITER_NAME }) },
      }),
    );
    expect(result.verdict).toBe('inconclusive');
    expect(world.faults).not.toContain('start us-east-1');
  });

  test('fails when the fault never strikes', async () => {
    const { clock, world, ports } = setUp();
    world.strike = () => undefined;
    const result = await clock.run(runFailoverDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.runs[0]?.reasons.join(' ')).toMatch(/was not declared down within 120 s/);
    expect(world.writer).toBe('us-east-1');
  });

  test('does not promote when only one path is silent', async () => {
    const { clock, world, ports } = setUp();
    world.strike = () => void world.silentHosts.add('writer.us-east-1');
    const result = await clock.run(runFailoverDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(world.writer).toBe('us-east-1');
  });

  test('does not run when a move is already under way', async () => {
    const { clock, world, ports } = setUp();
    const [, west] = (await world.describe()).members;
    if (west === undefined) throw new Error('no west');
    world.promotes = false;
    await world.switchover(west);
    const result = await clock.run(runFailoverDrill(REQUEST, ports));
    expect(result).toMatchObject({ verdict: 'not-run', runs: [] });
    expect(result.reasons[0]).toMatch(/already moving \(switching-over\)/);
  });

  test('does not fail back before the lost region is a replica again', async () => {
    const { clock, world, ports } = setUp();
    world.resyncMs = 10 * 60_000;
    const result = await clock.run(runFailoverDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join(' ')).toMatch(/us-east-1 is not a healthy replica after 60 s/);
    expect(world.writer).toBe('us-west-2');
  });

  test('measures how long the database stood on one leg', async () => {
    const { clock, world, ports } = setUp();
    world.resyncMs = 20_000;
    const result = await clock.run(runFailoverDrill({ ...REQUEST, failBack: false }, ports));
    const gap = result.runs[0]?.measurement.redundancyGapMs;
    expect(gap).toBeGreaterThanOrEqual(19_000);
    expect(gap).toBeLessThanOrEqual(22_000);
  });

  test('journals each phase before it acts', async () => {
    const { clock, records, ports } = setUp();
    await clock.run(runFailoverDrill({ ...REQUEST, failBack: false }, ports));
    expect(records.filter((record) => record.type === 'phase').map((record) => record.phase)).toEqual([
      'preflight',
      'disaster in us-east-1, failover to us-west-2',
      'end of the fault in us-east-1',
      'restore redundancy in us-east-1',
    ]);
  });
});

describe('switchover drill', () => {
  test('passes without loss and is never called a failover', async () => {
    const { clock, world, ports } = setUp();
    const result = await clock.run(runSwitchoverDrill({ ...REQUEST, failBack: false }, ports));
    expect(result).toMatchObject({ kind: 'switchover', verdict: 'passed' });
    expect(result.runs).toMatchObject([{ kind: 'switchover', label: 'switchover', toRegion: 'us-west-2' }]);
    expect(world.writer).toBe('us-west-2');
  });

  test('that could not begin is over at once: the writer stays, and is not waited for as a replica', async () => {
    const { clock, world, ports } = setUp();
    world.silentHosts.add(WRITER_NAME);
    const startedMs = clock.monotonicMs();
    const result = await clock.run(runSwitchoverDrill(REQUEST, ports));
    expect(result).toMatchObject({ verdict: 'inconclusive', reasons: [] });
    expect(world.writer).toBe('us-east-1');
    expect(clock.monotonicMs() - startedMs).toBeLessThan(30_000);
  });

  test('fails when an acknowledged write is lost', async () => {
    const { clock, world, ports } = setUp();
    world.replicating = false;
    const result = await clock.run(runSwitchoverDrill({ ...REQUEST, failBack: false }, ports));
    expect(result.verdict).toBe('failed');
    expect(result.runs[0]?.reasons.join(' ')).toMatch(/a switchover lost \d+ acknowledged writes; it must lose none/);
  });
});
