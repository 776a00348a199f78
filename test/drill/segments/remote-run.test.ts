import { describe, expect, jest, test } from '@jest/globals';
import type { Attempt } from '../../../src/drill/history';
import { measure } from '../../../src/drill/measure';
import { runFailoverDrill, runSwitchoverDrill } from '../../../src/drill/move-drill';
import { localProbe } from '../../../src/drill/local-probe';
import { remoteProbe } from '../../../src/drill/segments/remote-probe';
import { RemoteProbeError, RemoteRun } from '../../../src/drill/segments/remote-run';
import type { Observations, ProbeOptions } from '../../../src/ports/drill-probe';
import { MemoryLogger } from '../../fakes/logger';
import { MemoryObjectStore } from '../../fakes/memory-object-store';
import { otherClock, ProbeFunction } from '../../fakes/probe-function';
import { CREDENTIALS, TwoRegions, WRITER_NAME } from '../../fakes/two-regions';
import { VirtualClock } from '../../fakes/virtual-clock';

// Minutes of a probe that writes, reads and is looked at several times a second: time is virtual, the work is not.
jest.setTimeout(60_000);

const RUN = '3f1c2a7e-8f64-4c6e-9b1d-1a2b3c4d5e6f';
const FENCING_RUN = '0b9d6f0e-52c3-4f0a-8c2d-6f5e4d3c2b1a';
const INTERVAL_MS = 200;

function setUp() {
  const clock = new VirtualClock();
  const world = new TwoRegions(clock);
  const store = new MemoryObjectStore(clock);
  const fn = new ProbeFunction(clock, world, store);
  const ports = { function: fn, store, clock, logger: new MemoryLogger() };
  const told: Attempt[] = [];
  const options: ProbeOptions = {
    runId: RUN,
    intervalMs: INTERVAL_MS,
    timeoutMs: 1_000,
    fencing: { runId: FENCING_RUN, region: 'us-east-1' },
    readers: ['us-east-1', 'us-west-2'],
    regions: [],
    onAttempt: (attempt) => told.push(attempt),
  };
  return { clock, world, store, fn, ports, options, told };
}

const numbers = ({ writes }: Pick<Observations, 'writes'>) => writes.map(({ seq }) => seq);
const oneAfterTheOther = (count: number, first = 1) => Array.from({ length: count }, (_, index) => first + index);
const seenWrites = ({ writes }: Observations) => writes.filter((write) => write.isInferred !== true);

describe('one segment', () => {
  test('hands over everything that it wrote, by the clock of the drill', async () => {
    const { clock, world, ports, options, told } = setUp();
    const { seen, startedMs, stoppedMs } = await clock.run(
      (async () => {
        const startedMs = clock.monotonicMs();
        const run = await RemoteRun.start(options, ports);
        await clock.sleep(30_000);
        const stoppedMs = clock.monotonicMs();
        return { seen: await run.stop(), startedMs, stoppedMs };
      })(),
    );
    expect(numbers(seen)).toEqual(oneAfterTheOther(seen.writes.length));
    expect(seen.writes.length).toBeGreaterThan(150);
    expect(seen.writes.every(({ outcome }) => outcome === 'ok')).toBe(true);
    // What the drill was told on the way is what it has in the end.
    expect(told.map(({ seq }) => seq)).toEqual(numbers(seen));
    // All in the database, and none besides.
    expect([...world.rows['us-east-1'].keys()].filter((key) => key.startsWith(RUN))).toHaveLength(seen.writes.length);
    // The clock of the function is 944 s ahead; a message takes 30 ms, and looks are 290 and 470 ms apart.
    expect(seen.clockUncertaintyMs).toBeLessThan(200);
    expect(seen.writes[0]?.startedMs).toBeGreaterThan(startedMs + 800 - seen.clockUncertaintyMs);
    expect(seen.writes[0]?.startedMs).toBeLessThan(startedMs + 1_200 + seen.clockUncertaintyMs);
    expect(seen.writes.at(-1)?.endedMs).toBeLessThan(stoppedMs + 1_000 + seen.clockUncertaintyMs);
  });

  test('O6: reads in both regions, and tries the endpoint of the old writer', async () => {
    const { clock, ports, options } = setUp();
    const seen = await clock.run(
      (async () => {
        const run = await RemoteRun.start(options, ports);
        await clock.sleep(10_000);
        return run.stop();
      })(),
    );
    expect(new Set(seen.reads.map(({ region, instance }) => `${region} ${instance ?? ''}`))).toEqual(
      new Set(['us-east-1 aurora-us-east-1-1-test', 'us-west-2 aurora-us-west-2-1-test']),
    );
    expect(seen.fencing?.length).toBeGreaterThan(40);
    expect(seen.fencing?.every(({ instance }) => instance === 'aurora-us-east-1-1-test')).toBe(true);
  });

  test('says so when the function never begins', async () => {
    const { clock, ports, options } = setUp();
    const silent = { start: () => Promise.resolve(), call: () => Promise.resolve(undefined) };
    await expect(clock.run(RemoteRun.start(options, { ...ports, function: silent }))).rejects.toThrow(RemoteProbeError);
  });

  test('carries a request out once when Lambda delivers it twice', async () => {
    const { clock, world, fn, ports, options } = setUp();
    fn.deliversTwice = true;
    const seen = await clock.run(
      (async () => {
        const run = await RemoteRun.start(options, ports);
        await clock.sleep(5_000);
        return run.stop();
      })(),
    );
    expect(fn.calls).toHaveLength(2);
    expect(numbers(seen)).toEqual(oneAfterTheOther(seen.writes.length));
    expect(seen.writes.every(({ outcome }) => outcome === 'ok')).toBe(true);
    expect([...world.rows['us-east-1'].keys()].filter((key) => key.startsWith(RUN))).toHaveLength(seen.writes.length);
  });

  test('loses nothing while the bucket answers with errors, or loses its answers', async () => {
    const { clock, store, ports, options } = setUp();
    let calls = 0;
    store.before = (operation) => {
      if (++calls % 3 === 0 && operation !== 'list') throw new Error('503 Slow Down');
    };
    store.afterWrite = (key) => {
      if (key.includes('chunk-') && ++calls % 2 === 0) throw new Error('socket hang up');
    };
    const seen = await clock.run(
      (async () => {
        const run = await RemoteRun.start(options, ports);
        await clock.sleep(30_000);
        return run.stop();
      })(),
    );
    expect(numbers(seen)).toEqual(oneAfterTheOther(seen.writes.length));
    expect(seenWrites(seen)).toHaveLength(seen.writes.length);
  });
});

describe('several segments', () => {
  const SEGMENT_MS = 60_000;

  test('go on with the next number, without a hole, although every call has a clock of its own', async () => {
    const { clock, fn, ports, options } = setUp();
    // 50 ms in 1,000 s too fast and too slow.
    fn.clockOf = (call) => otherClock(clock, -7_777_777 * call, call % 2 === 0 ? 1.00005 : 0.99995);
    const seen = await clock.run(
      (async () => {
        const run = await RemoteRun.start(options, ports, SEGMENT_MS);
        await clock.sleep(200_000);
        return run.stop();
      })(),
    );
    expect(fn.calls.length).toBeGreaterThanOrEqual(4);
    expect(numbers(seen)).toEqual(oneAfterTheOther(seen.writes.length));
    expect(seenWrites(seen)).toHaveLength(seen.writes.length);
    expect(seen.clockUncertaintyMs).toBeLessThan(250);
    const history = {
      runId: RUN,
      intervalMs: INTERVAL_MS,
      attempts: seen.writes,
      marks: [],
      survivors: numbers(seen),
      clockUncertaintyMs: seen.clockUncertaintyMs,
    };
    const { rtoMs, resolutionMs, writes } = measure(history);
    expect(writes.ok).toBe(seen.writes.length);
    expect(rtoMs).toBe(0);
    // The handover: the last chunk of one, a look of the other. Stated as resolution, not hidden.
    expect(resolutionMs).toBeGreaterThan(INTERVAL_MS);
    expect(resolutionMs).toBeLessThan(1_000);
  });

  test('measure an outage that spans a handover', async () => {
    const { clock, world, ports, options } = setUp();
    const seen = await clock.run(
      (async () => {
        const run = await RemoteRun.start(options, ports, SEGMENT_MS);
        await clock.sleep(50_000);
        world.alive['us-east-1'] = false;
        await clock.sleep(25_000);
        world.alive['us-east-1'] = true;
        await clock.sleep(20_000);
        return run.stop();
      })(),
    );
    expect(numbers(seen)).toEqual(oneAfterTheOther(seen.writes.length));
    const { rtoMs } = measure({
      runId: RUN,
      intervalMs: INTERVAL_MS,
      attempts: seen.writes,
      marks: [],
      survivors: undefined,
    });
    // From acknowledgement to acknowledgement: up to an interval before, an attempt that times out after, and two clocks.
    const tolerance = 2 * seen.clockUncertaintyMs;
    expect(rtoMs).toBeGreaterThanOrEqual(25_000 - tolerance);
    expect(rtoMs).toBeLessThanOrEqual(25_000 + INTERVAL_MS + 1_000 + INTERVAL_MS + tolerance);
  });
});

describe('a function that is killed', () => {
  async function killedAfter(ms: number, segmentMs: number, thenMs: number) {
    const { clock, world, fn, ports, options } = setUp();
    const seen = await clock.run(
      (async () => {
        const run = await RemoteRun.start(options, ports, segmentMs);
        await clock.sleep(ms);
        fn.calls[0]?.kill();
        await clock.sleep(thenMs);
        return run.stop();
      })(),
    );
    const inDatabase = [...world.rows['us-east-1'].keys()]
      .filter((key) => key.startsWith(RUN))
      .map((key) => Number(key.split(':')[1]));
    return { seen, inDatabase, calls: fn.calls.length };
  }

  test('is replaced; what it did since its last chunk is unknown, and no number is used twice', async () => {
    const { seen, inDatabase, calls } = await killedAfter(20_500, 600_000, 30_000);
    expect(calls).toBe(2);
    expect(new Set(inDatabase).size).toBe(inDatabase.length);
    const holes = seen.writes.filter((write) => write.isInferred === true);
    expect(holes).toHaveLength(1);
    expect(holes[0]?.outcome).toBe('unknown');
    const [last = 0] = [...seenWrites(seen)]
      .filter(({ seq }) => seq < 20_000)
      .map(({ seq }) => seq)
      .reverse();
    const first = seenWrites(seen).find(({ seq }) => seq > 20_000)?.seq;
    expect(first).toBe(last + 1 + 20_000);
    // It had written more than it told: up to a second of writes, and those are not called acknowledged.
    const untold = inDatabase.filter((seq) => seq > last && seq < 20_000);
    expect(untold.length).toBeGreaterThan(0);
    expect(untold.length).toBeLessThanOrEqual(1_000 / INTERVAL_MS + 1);
    const measured = measure({
      runId: RUN,
      intervalMs: INTERVAL_MS,
      attempts: seen.writes,
      marks: [],
      survivors: inDatabase,
    });
    // Six seconds of silence, a start, and what the drill needs to notice: all of it counts as not seen.
    expect(measured.resolutionMs).toBeGreaterThan(6_000);
    expect(measured.rtoMs).toBeGreaterThan(6_000);
    expect(measured.writes.unknown).toBe(1);
  });

  test('while its successor waits, is followed by that', async () => {
    const { seen, calls } = await killedAfter(35_000, 60_000, 15_000);
    expect(calls).toBe(2);
    expect(seen.writes.filter((write) => write.isInferred === true)).toHaveLength(1);
    const first = seenWrites(seen).find(({ seq }) => seq > 20_000);
    expect(first?.outcome).toBe('ok');
  });

  test('at the very end leaves a hole up to the stop, and never a success', async () => {
    const { seen } = await killedAfter(20_500, 600_000, 3_000);
    const last = seen.writes.at(-1);
    expect(last).toMatchObject({ outcome: 'unknown', isInferred: true });
    expect((last?.endedMs ?? 0) - (last?.startedMs ?? 0)).toBeGreaterThan(2_900);
  });
});

test('survivors come in pages, as ranges', async () => {
  const { clock, world, ports } = setUp();
  for (let seq = 1; seq <= 45_000; seq++) if (seq % 10 !== 0) world.rows['us-east-1'].set(`${RUN}:${seq}`, 0);
  const found = await clock.run(remoteProbe(ports).survivors(RUN, { kind: 'writer' }));
  expect(found).toHaveLength(40_500);
  expect(found.slice(0, 11)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12]);
  expect(found.at(-1)).toBe(44_999);
});

describe('a drill with the probe in the VPC', () => {
  const REQUEST = {
    writerName: WRITER_NAME,
    objectives: { rpoSeconds: 60, rtoSeconds: 300, detectionSeconds: 30 },
    probe: { intervalMs: INTERVAL_MS, timeoutMs: 1_000, baselineMs: 10_000 },
    detector: { intervalMs: 5_000, timeoutMs: 2_000, failureThreshold: 3 },
    failBack: false,
    faultDeadlineMs: 120_000,
    moveDeadlineMs: 60_000,
    fencingWatchMs: 15_000,
    redundancyDeadlineMs: 60_000,
  };

  function drillPorts(kind: 'function' | 'runner') {
    const { clock, world, store, fn, ports } = setUp();
    const credentials = { read: () => Promise.resolve(CREDENTIALS) };
    const probe =
      kind === 'function'
        ? remoteProbe(ports)
        : localProbe({ sql: world, clock, credentials, writerName: WRITER_NAME });
    let runs = 0;
    return {
      clock,
      world,
      store,
      fn,
      ports: {
        globalDatabase: world,
        probes: { in: () => probe },
        sql: world,
        faultInjector: world,
        clock,
        logger: new MemoryLogger(),
        credentials,
        journal: { append: () => undefined },
        newRunId: () => `00000000-0000-4000-8000-${String(++runs).padStart(12, '0')}`,
      },
    };
  }

  async function lossOfSevenWrites(kind: 'function' | 'runner') {
    const { clock, world, ports } = drillPorts(kind);
    world.strike = async (region) => {
      world.replicating = false;
      await clock.sleep(1_400);
      world.alive[region] = false;
      world.replicating = true;
    };
    const result = await clock.run(runFailoverDrill(REQUEST, ports));
    return { result, measurement: result.runs[0]?.measurement };
  }

  test('O1, O2, O3: gives the numbers that the probe on the runner gives', async () => {
    const remote = await lossOfSevenWrites('function');
    const local = await lossOfSevenWrites('runner');
    expect(remote.result.verdict).toBe('passed');
    expect(local.result.verdict).toBe('passed');
    const uncertainty = remote.measurement?.clockUncertaintyMs ?? Infinity;
    expect(uncertainty).toBeLessThan(200);
    expect(remote.measurement?.loss?.lost).toHaveLength(7);
    expect(local.measurement?.loss?.lost).toHaveLength(7);
    const within = (name: 'rtoMs' | 'detectionMs') =>
      Math.abs((remote.measurement?.[name] ?? NaN) - (local.measurement?.[name] ?? NaN));
    expect(within('rtoMs')).toBeLessThanOrEqual(INTERVAL_MS + 2 * uncertainty + 1_000);
    expect(within('detectionMs')).toBeLessThanOrEqual(INTERVAL_MS + 2 * uncertainty + 5_000);
  });

  test.each(['function', 'runner'] as const)(
    'split brain is counted when the old writer is not fenced (%s)',
    async (kind) => {
      const { clock, world, ports } = drillPorts(kind);
      world.strike = (region) => {
        world.alive[region] = false;
        world.unfenced.add(region);
      };
      const result = await clock.run(runFailoverDrill(REQUEST, ports));
      expect(result.verdict).toBe('failed');
      expect(result.runs[0]?.measurement.splitBrain?.acknowledged).toBeGreaterThan(30);
      expect(result.runs[0]?.reasons.join(' ')).toMatch(/the old writer acknowledged \d+ writes .*: split brain/);
    },
  );

  test.each(['function', 'runner'] as const)('a fenced old writer is shown to be fenced (%s)', async (kind) => {
    const { clock, ports } = drillPorts(kind);
    const result = await clock.run(runFailoverDrill(REQUEST, ports));
    expect(result.verdict).toBe('passed');
    expect(result.runs[0]?.measurement.splitBrain).toMatchObject({ acknowledged: 0, unknown: 0 });
    expect(result.runs[0]?.measurement.splitBrain?.attempted).toBeGreaterThan(30);
  });

  test('a switchover needs nothing of the network from the runner', async () => {
    const { clock, world, ports } = drillPorts('function');
    const unreachable = { connect: () => Promise.reject(new Error('no route to the private network')) };
    const result = await clock.run(runSwitchoverDrill(REQUEST, { ...ports, sql: unreachable }));
    expect(result).toMatchObject({ verdict: 'passed', reasons: [] });
    expect(world.writer).toBe('us-west-2');
    expect(result.runs[0]?.measurement.loss?.lost).toEqual([]);
  });

  test('a function that dies in the middle of the outage makes the drill inconclusive or failed, never passed', async () => {
    const { clock, world, fn, ports } = drillPorts('function');
    world.strike = (region) => {
      world.alive[region] = false;
      for (const call of fn.calls) call.kill();
    };
    const result = await clock.run(runFailoverDrill(REQUEST, ports));
    expect(['inconclusive', 'failed']).toContain(result.verdict);
  });
});
