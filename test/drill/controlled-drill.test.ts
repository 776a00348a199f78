import { describe, expect, test } from '@jest/globals';
import { localProbe } from '../../src/drill/local-probe';
import type { MoveDrillRequest } from '../../src/drill/move-drill-request';
import { runFailoverDrill } from '../../src/drill/move-drill';
import { runController } from '../../src/failover/controller/controller';
import type { ControllerSettings } from '../../src/failover/controller/settings';
import { sqlPaths } from '../../src/failover/paths';
import { writeThrough } from '../../src/failover/promote';
import { FIRST_RECORD, type FailoverRecord, type FailoverRecords } from '../../src/ports/failover-record';
import { MemoryLogger } from '../fakes/logger';
import { CREDENTIALS, TwoRegions, WRITER_NAME } from '../fakes/two-regions';
import { VirtualClock } from '../fakes/virtual-clock';

// The drill beside the real controller, both in virtual time.

const EAST = 'us-east-1';
const WEST = 'us-west-2';
const DETECTOR = { intervalMs: 5_000, timeoutMs: 2_000, failureThreshold: 3 };

const REQUEST: MoveDrillRequest = {
  writerName: WRITER_NAME,
  objectives: { rpoSeconds: 60, rtoSeconds: 300, detectionSeconds: 30 },
  probe: { intervalMs: 200, timeoutMs: 1_000, baselineMs: 10_000 },
  // The drill's own detection would come too late: a drill that passes has not used it.
  detector: { ...DETECTOR, failureThreshold: 50 },
  failBack: true,
  faultDeadlineMs: 120_000,
  moveDeadlineMs: 60_000,
  fencingWatchMs: 15_000,
  redundancyDeadlineMs: 60_000,
};

function memoryRecords(): FailoverRecords & { record: FailoverRecord } {
  const table = {
    record: FIRST_RECORD,
    read: () => Promise.resolve(table.record),
    replace(next: FailoverRecord) {
      if (next.version !== table.record.version + 1) return Promise.resolve(false);
      table.record = next;
      return Promise.resolve(true);
    },
  };
  return table;
}

function setUp(mode: ControllerSettings['mode'] = 'automatic') {
  const clock = new VirtualClock();
  const world = new TwoRegions(clock);
  const table = memoryRecords();
  const promotions: string[] = [];
  let ids = 0;
  const settings: ControllerSettings = {
    ownRegion: WEST,
    ownClusterArn: `arn:aws:rds:${WEST}:123456789012:cluster:aurora-${WEST}-test`,
    globalClusterId: 'aurora-global-test',
    mode,
    policy: DETECTOR,
    lagLimitMs: 60_000,
    inRegionGraceMs: 60_000,
    watchMs: 77_000,
    limitMs: 840_000,
  };
  const controller = () =>
    runController(
      settings,
      {
        records: table,
        rehearsals: { announced: () => Promise.resolve(undefined) },
        watchedRegion: EAST,
        paths: sqlPaths(
          { endpoint: `writer.${EAST}`, readerEndpoint: `reader.${EAST}`, port: 5432 },
          CREDENTIALS,
          world,
        ),
        globalDatabase: {
          describe: () => world.describe(),
          switchover: () => Promise.reject(new Error('never')),
          failover: (target) => {
            promotions.push(target.region);
            return world.failover(target);
          },
        },
        askTargetLag: () => Promise.resolve(10),
        reachOwnEndpoint: () => Promise.resolve(),
        writeOnce: () => writeThrough({ ...CREDENTIALS, host: WRITER_NAME }, world),
        notifier: { tell: () => Promise.resolve() },
        rotation: { freeze: () => Promise.resolve(), thaw: () => Promise.resolve() },
        clock,
        logger: new MemoryLogger(),
        newId: () => `id-${++ids}`,
        onGuarded: () => undefined,
      },
      new AbortController().signal,
    );
  const credentials = { read: () => Promise.resolve(CREDENTIALS) };
  const probe = localProbe({ sql: world, clock, credentials, writerName: WRITER_NAME });
  const phases: string[] = [];
  const ports = {
    globalDatabase: world,
    probes: { in: () => probe },
    sql: world,
    faultInjector: world,
    controllers: { of: (region: string) => Promise.resolve(region === WEST ? table.record : undefined) },
    clock,
    logger: new MemoryLogger(),
    credentials,
    journal: {
      append: (record: { readonly type: string; readonly phase?: string }) => {
        if (record.phase !== undefined) phases.push(record.phase);
      },
    },
    newRunId: () => `run-${++ids}`,
  };
  const schedule = async () => {
    for (let minute = 0; minute < 30; minute++) {
      void controller();
      await clock.sleep(60_000);
    }
  };
  return { clock, world, table, promotions, ports, schedule, phases };
}

describe('a failover drill where a controller is deployed', () => {
  test('H6, O5: is detected and promoted by the controller, and the drill only looks on', async () => {
    const { clock, world, table, promotions, ports, schedule, phases } = setUp();
    void schedule();
    const result = await clock.run(runFailoverDrill(REQUEST, ports));
    expect(result).toMatchObject({ verdict: 'passed', reasons: [] });
    expect(promotions).toEqual([WEST]);
    expect(table.record.episode).toMatchObject({ outcome: 'failed-over', lostRegion: EAST });
    expect(phases).toContain('disaster in us-east-1, failover to us-west-2 by the deployed controller');
    expect(result.runs[0]?.promotedBy).toBe('controller');
    const [failover] = result.runs;
    expect(failover?.history.marks.map(({ name }) => name)).toEqual([
      'fault-requested',
      'declared-down',
      'move-requested',
      'promoted',
      'writer-name-moved',
      'redundancy-restored',
    ]);
    expect(failover?.measurement.detectionMs).toBeGreaterThanOrEqual(12_000);
    expect(failover?.measurement.detectionMs).toBeLessThanOrEqual(30_000);
    expect(world.writer).toBe(EAST);
  });

  test('is not run, and touches nothing, while the controller is not armed', async () => {
    const { clock, world, ports } = setUp();
    const result = await clock.run(runFailoverDrill(REQUEST, ports));
    expect(result.verdict).toBe('not-run');
    expect(result.reasons.join()).toMatch(/controller of us-west-2 is not armed/);
    expect(world.faults).toEqual([]);
  });

  test('is not run while the controller handles a loss', async () => {
    const { clock, world, table, ports } = setUp('manual');
    const { controllers } = ports;
    table.record = {
      ...FIRST_RECORD,
      episode: {
        id: 'e',
        lostRegion: EAST,
        targetRegion: WEST,
        stage: 'declared',
        outcome: undefined,
        reasons: [],
        armedAgeMs: 0,
        downForMs: 0,
        refusals: [],
        attempts: 0,
        told: [],
        steps: [],
      },
    };
    const result = await clock.run(runFailoverDrill(REQUEST, { ...ports, controllers }));
    expect(result.reasons.join()).toMatch(/handles a loss already \(episode e, declared\)/);
    expect(world.faults).toEqual([]);
  });

  test('fails with the controller’s own reasons when it declares and does not promote', async () => {
    const { clock, world, promotions, ports, schedule } = setUp('manual');
    void schedule();
    const result = await clock.run(runFailoverDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.runs[0]?.reasons.join(' ')).toMatch(/has not moved the writer within 60 s; .*mode is manual/);
    expect(promotions).toEqual([]);
    expect(world.faults.at(-1)).toBe('stop us-east-1');
  });

  test('fails when the controller dies and nobody declares', async () => {
    const { clock, world, table, ports } = setUp();
    table.record = {
      ...FIRST_RECORD,
      armed: {
        writerArn: `arn:aws:rds:${EAST}:123456789012:cluster:aurora-${EAST}-test`,
        lagMs: 1,
        at: '2026-01-01T00:00:00.000Z',
      },
    };
    const result = await clock.run(runFailoverDrill(REQUEST, ports));
    expect(result.verdict).toBe('failed');
    expect(result.runs[0]?.reasons.join(' ')).toMatch(/was not declared down within 120 s/);
    expect(world.writer).toBe(EAST);
  });

  test('is promoted by the drill itself where no controller is deployed', async () => {
    const { clock, promotions, ports } = setUp();
    const controllers = { of: () => Promise.resolve(undefined) };
    const result = await clock.run(runFailoverDrill({ ...REQUEST, detector: DETECTOR }, { ...ports, controllers }));
    expect(result.verdict).toBe('passed');
    expect(promotions).toEqual([]);
  });
});
