import { describe, expect, test } from '@jest/globals';
import { askReplicationLag, LagUnknownError, watchLag } from '../../src/drill/lag';
import { measureLag, maxLagBeforeMove } from '../../src/drill/measure-lag';
import { measure } from '../../src/drill/measure';
import { judge } from '../../src/drill/verdict';
import type { History, LagSample, Mark } from '../../src/drill/history';
import { localProbe } from '../../src/drill/local-probe';
import { runFailoverDrill } from '../../src/drill/move-drill';
import { remoteProbe } from '../../src/drill/segments/remote-probe';
import type { SqlConnector, SqlRow } from '../../src/ports/sql';
import { SqlError } from '../../src/ports/sql';
import { MemoryLogger } from '../fakes/logger';
import { MemoryObjectStore } from '../fakes/memory-object-store';
import { ProbeFunction } from '../fakes/probe-function';
import { CREDENTIALS, TwoRegions, WRITER_NAME } from '../fakes/two-regions';
import { VirtualClock } from '../fakes/virtual-clock';

const REGIONS = ['us-east-1', 'us-west-2'].map((region) => ({
  region,
  endpoint: `writer.${region}`,
  readerEndpoint: `reader.${region}`,
  port: 5432,
}));
const QUESTION = { region: 'us-west-2', regions: REGIONS, timeoutMs: 1_000 };
const WRITER = { ...CREDENTIALS, host: WRITER_NAME };

/** Servers that answer each statement with a row; by the host that is asked. */
function servers(answers: Readonly<Record<string, (text: string) => SqlRow | undefined>>): SqlConnector & {
  readonly asked: string[];
} {
  const asked: string[] = [];
  return {
    asked,
    connect: ({ host, tlsServerName }) => {
      asked.push(`${host} as ${tlsServerName}`);
      const answer = answers[host];
      if (answer === undefined) return Promise.reject(new SqlError('connection refused', 'not-executed', undefined));
      return Promise.resolve({
        query: (text) => {
          const row = answer(text);
          return Promise.resolve(row === undefined ? [] : [row]);
        },
        close: () => Promise.resolve(),
      });
    },
  };
}

const auroraWriter = (status: SqlRow | undefined) => ({
  [WRITER_NAME]: (text: string) => (text.includes('to_regprocedure') ? { follows: false, is_aurora: true } : status),
});

describe('how far a region is behind', () => {
  test('on Aurora the writer says it, and nobody else is asked', async () => {
    const sql = servers(auroraWriter({ lag_ms: 840, age_ms: 500 }));
    expect(await askReplicationLag(QUESTION, WRITER, sql)).toBe(840);
    expect(sql.asked).toEqual([`${WRITER_NAME} as ${CREDENTIALS.tlsServerName}`]);
  });

  test.each<[string, SqlRow | undefined, RegExp]>([
    ['the region is that of the writer', { lag_ms: -1, age_ms: 1.7e12 }, /us-west-2 writes, and follows nobody/],
    ['the writer knows of no such region', undefined, /knows of no replica in us-west-2/],
    ['the number is old', { lag_ms: 20, age_ms: 65_000 }, /is 65 s old/],
    ['there is no number', { lag_ms: null, age_ms: null }, /does not say how far us-west-2 is behind/],
  ])('on Aurora nobody can say when %s', async (_when, status, message) => {
    await expect(askReplicationLag(QUESTION, WRITER, servers(auroraWriter(status)))).rejects.toThrow(message);
  });

  const postgres = (reader: SqlRow, follows = false) =>
    servers({
      [WRITER_NAME]: () => ({ follows, is_aurora: false }),
      'reader.us-west-2': () => reader,
    });

  test('on PostgreSQL its own replica says it, by its own certificate', async () => {
    const sql = postgres({ is_in_recovery: true, lag_ms: 130.5 });
    expect(await askReplicationLag(QUESTION, WRITER, sql)).toBe(130.5);
    expect(sql.asked.at(-1)).toBe('reader.us-west-2 as reader.us-west-2');
  });

  test('two clocks that are not quite level make no negative lag', async () => {
    expect(await askReplicationLag(QUESTION, WRITER, postgres({ is_in_recovery: true, lag_ms: -3 }))).toBe(0);
  });

  test.each<[string, SqlConnector, RegExp]>([
    ['the writer name leads to a server that follows', postgres({}, true), /leads to a server that follows/],
    ['the writer does not answer', servers({}), /connection refused/],
    ['the replica writes', postgres({ is_in_recovery: false, lag_ms: null }), /writes, and follows nobody/],
    ['the replica has replayed nothing', postgres({ is_in_recovery: true, lag_ms: null }), /not replayed any commit/],
  ])('on PostgreSQL nobody can say when %s', async (_when, sql, message) => {
    await expect(askReplicationLag(QUESTION, WRITER, sql)).rejects.toThrow(message);
  });

  test('a region without endpoints is an error that names it', async () => {
    const asked = askReplicationLag({ ...QUESTION, regions: [] }, WRITER, postgres({}));
    await expect(asked).rejects.toThrow(new LagUnknownError('the endpoints of us-west-2 are not known'));
  });
});

describe('the probe inside the VPC', () => {
  function remote(world: TwoRegions, clock: VirtualClock) {
    const store = new MemoryObjectStore(clock);
    return remoteProbe({ function: new ProbeFunction(clock, world, store), store, clock, logger: new MemoryLogger() });
  }

  test('says how far a region is behind', async () => {
    const clock = new VirtualClock();
    const world = new TwoRegions(clock);
    world.lagMs = 2_345;
    expect(await clock.run(remote(world, clock).lag(QUESTION))).toBe(2_345);
  });

  test('says why nobody can tell, without failing as a function', async () => {
    const clock = new VirtualClock();
    const world = new TwoRegions(clock);
    world.alive['us-east-1'] = false;
    await expect(clock.run(remote(world, clock).lag(QUESTION))).rejects.toThrow(
      new LagUnknownError('connection timed out'),
    );
  });
});

test('is asked once a second, and what is answered after the end is left out', async () => {
  const clock = new VirtualClock();
  const stop = new AbortController();
  const samples: LagSample[] = [];
  let asked = 0;
  const probe = {
    lag: async () => {
      await clock.sleep(100);
      if (++asked === 2) throw new Error('connection timed out');
      if (asked === 4) stop.abort();
      return asked * 10;
    },
  };
  await clock.run(watchLag(QUESTION, (sample) => samples.push(sample), stop.signal, { probe, clock }));
  expect(samples).toEqual([
    { region: 'us-west-2', startedMs: 1_000, endedMs: 1_100, outcome: 'ok', lagMs: 10 },
    { region: 'us-west-2', startedMs: 2_000, endedMs: 2_100, outcome: 'fail', detail: 'connection timed out' },
    { region: 'us-west-2', startedMs: 3_000, endedMs: 3_100, outcome: 'ok', lagMs: 30 },
  ]);
});

/** One sample a second from 0 s on; `undefined` is one that nobody could answer. */
function samples(...values: readonly (number | undefined)[]): readonly LagSample[] {
  return values.map((lagMs, index) => ({
    region: 'us-west-2',
    startedMs: index * 1_000,
    endedMs: index * 1_000 + 20,
    ...(lagMs === undefined ? { outcome: 'fail' as const } : { outcome: 'ok' as const, lagMs }),
  }));
}

describe('measured', () => {
  const FAULT: Mark = { name: 'fault-requested', atMs: 2_500 };

  test('samples, failures, median, the longest, and the last one before the fault', () => {
    const lag = samples(100, 300, 200, 4_000, undefined, undefined);
    expect(measureLag({ lag, marks: [FAULT] })).toEqual({
      samples: 4,
      failed: 2,
      medianMs: 250,
      maxMs: 4_000,
      beforeMoveMs: 200,
    });
    expect(maxLagBeforeMove({ lag, marks: [FAULT] })).toBe(300);
  });

  test('an answer that came after the request of the move is not from before it', () => {
    const marks: readonly Mark[] = [{ name: 'move-requested', atMs: 2_010 }];
    expect(measureLag({ lag: samples(1, 2, 3), marks })).toMatchObject({ beforeMoveMs: 2, maxMs: 3 });
  });

  test('of a move that was never asked for, every sample is from before it', () => {
    expect(measureLag({ lag: samples(5, 7, 6), marks: [] })).toMatchObject({ medianMs: 6, beforeMoveMs: 6 });
  });

  test('nothing, when nobody could ever answer, or nobody asked', () => {
    expect(measureLag({ lag: samples(undefined, undefined), marks: [] })).toBeUndefined();
    expect(measureLag({ marks: [] })).toBeUndefined();
    expect(maxLagBeforeMove({ lag: samples(undefined), marks: [] })).toBeUndefined();
  });
});

describe('judged (O4)', () => {
  const OBJECTIVES = { rpoSeconds: 60, rtoSeconds: 300, detectionSeconds: 30 };

  /** Twenty good writes, an outage of a second, twenty good ones. */
  function history(lag: readonly LagSample[] | undefined): History {
    const attempts = Array.from({ length: 50 }, (_, index) => ({
      seq: index + 1,
      startedMs: index * 100,
      endedMs: index * 100 + 10,
      outcome: index >= 20 && index < 30 ? ('fail' as const) : ('ok' as const),
    }));
    return {
      runId: '00000000-0000-4000-8000-000000000001',
      intervalMs: 100,
      attempts,
      marks: [
        { name: 'fault-requested', atMs: 1_900 },
        { name: 'declared-down', atMs: 2_500 },
      ],
      survivors: attempts.filter(({ outcome }) => outcome === 'ok').map(({ seq }) => seq),
      ...(lag === undefined ? {} : { lag }),
    };
  }
  const verdictOf = (kind: 'failover' | 'switchover', lag: readonly LagSample[] | undefined, limit?: number) =>
    judge(
      kind,
      measure(history(lag)),
      limit === undefined ? OBJECTIVES : { ...OBJECTIVES, replicationLagSeconds: limit },
      undefined,
    );

  test('below the objective before the fault, whatever it is afterwards, passes', () => {
    expect(verdictOf('failover', samples(59_999, 400, 120_000))).toEqual({ verdict: 'passed', reasons: [] });
  });

  test('one sample that reaches the objective fails the run, with its own reason', () => {
    expect(verdictOf('failover', samples(60_000, 400))).toEqual({
      verdict: 'failed',
      reasons: ['the other region was 60.0 s behind before anything was moved, the objective is below 60 s (O4)'],
    });
  });

  test('an environment may have a stricter objective', () => {
    expect(verdictOf('switchover', samples(10_000), 10).verdict).toBe('failed');
    expect(verdictOf('switchover', samples(9_999), 10).verdict).toBe('passed');
  });

  test.each([
    ['no sample', undefined],
    ['none that was answered', samples(undefined, undefined)],
    ['none from before the fault', samples(undefined, undefined, 300)],
  ])('a failover with %s is inconclusive', (_what, lag) => {
    expect(verdictOf('failover', lag)).toEqual({
      verdict: 'inconclusive',
      reasons: ['how far the other region was behind before the failover was never seen'],
    });
  });

  test('a switchover synchronises by itself, so it needs no sample', () => {
    expect(verdictOf('switchover', undefined).verdict).toBe('passed');
  });
});

test('a failover drill keeps samples of the target until it is promoted', async () => {
  const clock = new VirtualClock();
  const world = new TwoRegions(clock);
  let runs = 0;
  world.lagMs = 480;
  const credentials = { read: () => Promise.resolve(CREDENTIALS) };
  const probe = localProbe({ sql: world, clock, credentials, writerName: WRITER_NAME });
  const result = await clock.run(
    runFailoverDrill(
      {
        writerName: WRITER_NAME,
        objectives: { rpoSeconds: 60, rtoSeconds: 300, detectionSeconds: 30 },
        probe: { intervalMs: 200, timeoutMs: 1_000, baselineMs: 10_000 },
        detector: { intervalMs: 5_000, timeoutMs: 2_000, failureThreshold: 3 },
        failBack: true,
        faultDeadlineMs: 120_000,
        moveDeadlineMs: 60_000,
        fencingWatchMs: 15_000,
        redundancyDeadlineMs: 60_000,
      },
      {
        globalDatabase: world,
        probes: { in: () => probe },
        sql: world,
        faultInjector: world,
        clock,
        logger: new MemoryLogger(),
        credentials,
        journal: { append: () => undefined },
        newRunId: () => `run-${++runs}`,
      },
    ),
  );
  expect(result.verdict).toBe('passed');
  const [failover, back] = result.runs;
  expect(failover?.measurement.lag).toMatchObject({ medianMs: 480, maxMs: 480, beforeMoveMs: 480 });
  // Ten seconds of baseline and four until the fault strikes; then nobody answers.
  expect(failover?.measurement.lag?.samples).toBeGreaterThanOrEqual(13);
  expect(failover?.measurement.lag?.failed).toBeGreaterThan(5);
  const promotedMs = failover?.history.marks.find(({ name }) => name === 'promoted')?.atMs ?? NaN;
  expect(failover?.history.lag?.every(({ region, endedMs }) => region === 'us-west-2' && endedMs <= promotedMs)).toBe(
    true,
  );
  expect(back?.history.lag?.every(({ region }) => region === 'us-east-1')).toBe(true);
});
