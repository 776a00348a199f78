import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { AwsGate } from '../../sandbox/campaign/aws-gate';
import { keepCalibration, type CalibrationRow } from '../../sandbox/campaign/calibration-table';
import { attemptsOf, readJournal } from '../../sandbox/campaign/drill-journal';
import { DrillProcess, makeWorkspace, quickDrill, type DrillOrder } from '../../sandbox/campaign/drill-process';
import { readDrillReport } from '../../sandbox/campaign/drill-report';
import { injectLoss } from '../../sandbox/campaign/injected-loss';
import { createDrillPlace } from '../../sandbox/campaign/drill-place';
import { startScriptedHook } from '../../sandbox/campaign/scripted-hook';
import { PresentNames } from '../../sandbox/campaign/present-names';
import { startSocksGate, type SocksGate } from '../../sandbox/data-plane/socks-gate';
import { startSandbox, type Sandbox } from '../../sandbox/start-sandbox';
import { s3ObjectStore } from '../../src/adapters/s3-object-store';
import { measure } from '../../src/drill/measure';
import { judge } from '../../src/drill/verdict';
import { resourceNames } from '../../src/environment/names';
import { parseEnvironment } from '../../src/environment/parse-environment';
import type { Region } from '../../src/environment/schema';
import { lastDrills } from '../../src/records/drill-record';
import { createDatabase, createStatePlace, emulatorClients } from '../../sandbox/aws-cluster';

// Can the drill be believed? The bundle that is committed runs as a process; known outages, known losses, an old writer that nobody fenced, a
// clock that somebody sets, and sabotage are brought upon it from outside, on real servers. docs/calibration.md holds what comes of it.

const ENVIRONMENT = parseEnvironment(readFileSync('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml');
const NAMES = resourceNames(ENVIRONMENT);
/**
 * The limit of an attempt is such that, when the network comes back after 3, 7 or 20 s, the attempt under way has waited for longer than an
 * interval: it fails at once and the next one begins at once. Otherwise the outage would look longer by up to one more interval.
 */
const PROBE = { intervalMs: 50, timeoutMs: 1_300 };
const HOUR_MS = 3_600_000;

let scratch: string;
let sandbox: Sandbox;
let gate: AwsGate;
let names: SocksGate;
const rows: CalibrationRow[] = [];

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'honesty-'));
  sandbox = await startSandbox({
    stateDirectory: scratch,
    pythonDirectory: resolve('.sandbox'),
    onProgress: () => undefined,
  });
  gate = await AwsGate.start(sandbox.awsEndpoint);
  // A name is looked up anew for each connection: what a cache of names adds to an outage is not what is calibrated.
  names = await startSocksGate(new PresentNames(sandbox.dataPlane), () => undefined);
  await createDatabase(sandbox, ENVIRONMENT, ENVIRONMENT.database.readersPerRegion + 1);
  await createStatePlace(sandbox, ENVIRONMENT);
  await createDrillPlace(sandbox, ENVIRONMENT);
}, 240_000);

afterAll(async () => {
  await gate.stop();
  await names.stop();
  await sandbox.stop();
  keepCalibration(rows, process.env['CALIBRATION_FILE']);
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

const writerName = () => sandbox.dataPlane.state().globals[0]?.endpoint ?? '';
const writerRegion = (): Region =>
  sandbox.dataPlane.state().globals[0]?.members.find((member) => member.isWriter)?.region === 'us-east-1'
    ? 'us-east-1'
    : 'us-west-2';
const otherRegion = (region: Region): Region => (region === 'us-east-1' ? 'us-west-2' : 'us-east-1');
const clusterIn = (region: Region) => sandbox.dataPlane.world.cluster(region, NAMES.clusters[region]);
const endpoints = () => [...clusterIn('us-east-1').endpoints, ...clusterIn('us-west-2').endpoints];

function start(
  order: Pick<DrillOrder, 'kind'> & Partial<DrillOrder>,
  faultHook: { readonly url: string; readonly token: string } = sandbox.dataPlane.faultHook,
): DrillProcess {
  const workspace = makeWorkspace(mkdtempSync(join(scratch, 'workspace-')), [
    ...quickDrill(writerName(), PROBE),
    // No controller is deployed here: the drill plays the person who promotes.
    [['failover', 'mode'], 'manual'],
  ]);
  return DrillProcess.start(
    {
      bundle: process.env['DRILL_BUNDLE'] ?? 'actions/drill/dist/index.js',
      workspace,
      failBack: false,
      moveLimitSeconds: 60,
      ...order,
    },
    {
      environment: { ...sandbox.environment, AWS_ENDPOINT_URL: gate.url },
      socksUrl: names.url,
      caFile: sandbox.dataPlane.caFile,
      faultHook,
    },
  );
}

async function reportOf(drill: DrillProcess) {
  const { code } = await drill.ended;
  const report = readDrillReport(drill.reportDirectory);
  if (report === undefined) throw new Error(`the drill reported nothing:\n${drill.output}`);
  return { code, ...report };
}

/** A failover drill with a fault hook of our own: `lose` takes the region away, `recover` brings it back. */
async function failoverDrill(
  lose: (region: Region, drill: DrillProcess) => Promise<void>,
  recover: () => void,
  onStart: (drill: DrillProcess) => unknown = () => undefined,
) {
  const failures: unknown[] = [];
  const drills: DrillProcess[] = [];
  const hook = await startScriptedHook({
    lose: (region) => {
      for (const drill of drills) {
        lose(region, drill).catch((error: unknown) => {
          failures.push(error);
          // It would wait ten minutes for a disaster that does not come.
          drill.kill('SIGKILL');
        });
      }
    },
    recover,
  });
  try {
    const drill = start({ kind: 'failover' }, hook);
    drills.push(drill);
    onStart(drill);
    await drill.ended;
    expect(failures).toEqual([]);
    return await reportOf(drill);
  } finally {
    await hook.stop();
  }
}

describe('an injected outage', () => {
  /** From now on, the writes are cut off for so many seconds when the writer is ordered to move: one entry for each move. */
  function outages(seconds: readonly number[], during: () => Promise<void>) {
    const injected: Promise<number>[] = [];
    const begin = async (nth: number) => {
      const startedMs = performance.now();
      for (const proxy of endpoints()) proxy.cut();
      void during();
      await delay((seconds[nth] ?? 0) * 1000);
      // On a slow machine the move itself may take longer; the network comes back only when there is a writer again.
      while (sandbox.dataPlane.state().globals[0]?.status !== 'available') await delay(5);
      for (const proxy of endpoints()) proxy.restore();
      return performance.now() - startedMs;
    };
    const unwatch = gate.watch(({ operation }) => {
      if (operation === 'SwitchoverGlobalCluster' && injected.length < seconds.length)
        injected.push(begin(injected.length));
    });
    return { injected, unwatch };
  }

  test.each([
    { seconds: [3, 7], failBack: true },
    { seconds: [20], failBack: false },
  ])(
    'of $seconds s is measured within the probe’s interval, although the wall clock steps in its midst',
    async ({ seconds, failBack }) => {
      let stepped = 0;
      const steps = seconds.flatMap(() => [HOUR_MS, -HOUR_MS]);
      const drills: DrillProcess[] = [];
      const { injected, unwatch } = outages(seconds, async () => {
        // An hour forwards and two back, within one outage. A clock that stays ahead would end the drill before its next step: whether a lease is
        // still held is judged by both clocks, because the monotonic one stands still while a machine sleeps.
        for (const pauseMs of [1_000, 500]) {
          await delay(pauseMs);
          drills[0]?.kill('SIGUSR2');
          stepped++;
        }
      });
      const drill = start({ kind: 'switchover', failBack, clockSteps: steps });
      drills.push(drill);
      const { code, moves, verdict, reasons } = await reportOf(drill);
      unwatch();
      expect({ verdict, reasons, moves: moves.map((move) => move.reasons) }).toEqual({
        verdict: 'passed',
        reasons: [],
        moves: seconds.map(() => []),
      });
      expect(code).toBe(0);
      expect(stepped).toBe(2 * seconds.length);
      expect(drill.output).toMatch(/the wall clock steps to 3600000 ms[^]*the wall clock steps to -3600000 ms/);
      expect(moves).toHaveLength(seconds.length);
      for (const [index, move] of moves.entries()) {
        const injectedMs = (await injected[index]) ?? NaN;
        const attempts = attemptsOf(readJournal(drill.reportDirectory), move.runId);
        const firstAfter = attempts.find(
          ({ outcome }, nth) => outcome === 'ok' && nth > 0 && attempts[nth - 1]?.outcome !== 'ok',
        );
        const firstWriteMs = (firstAfter?.endedMs ?? NaN) - (firstAfter?.startedMs ?? NaN);
        const measuredMs = move.rtoMs ?? NaN;
        rows.push({
          what: 'outage',
          injected: injectedMs,
          measured: measuredMs,
          roundTripMs: firstWriteMs,
          clockSteps: true,
        });
        // A write may be on its way when the network goes, and what it has taken until then counts as well: no more than the slowest one before.
        const underWayMs = Math.max(
          ...attempts
            .slice(
              0,
              attempts.findIndex(({ outcome }) => outcome !== 'ok'),
            )
            .map(({ startedMs, endedMs }) => endedMs - startedMs),
        );
        // Never less than what was. And no more than the rest of the interval in which it began, the write that was on its way, and the first
        // write that succeeded: a new connection with name, TLS and password.
        expect(measuredMs).toBeGreaterThanOrEqual(injectedMs);
        // The interval is the one that was kept, which the drill reports as its resolution: a busy machine keeps it less well.
        expect(move.resolutionMs).toBeLessThan(PROBE.intervalMs + 200);
        expect(measuredMs).toBeLessThanOrEqual(injectedMs + move.resolutionMs + underWayMs + firstWriteMs);
        expect(move).toMatchObject({ lost: 0, phantom: 0 });
      }
    },
    120_000,
  );
});

describe('an injected loss', () => {
  test.each([0, 1, 137])(
    'of %d acknowledged writes is reported exactly',
    async (count) => {
      const from = writerRegion();
      const to = otherRegion(from);
      const lose = async (region: Region, { reportDirectory }: DrillProcess) => {
        await injectLoss({
          from: clusterIn(region),
          to: clusterIn(to),
          database: ENVIRONMENT.database.name,
          reportDirectory,
          count,
        });
        await sandbox.dataPlane.killRegion(region);
      };
      const { code, moves, verdict } = await failoverDrill(lose, () => {
        sandbox.dataPlane.recoverRegion(from);
      });
      const [move] = moves;
      rows.push({ what: 'loss', injected: count, measured: move?.lost ?? NaN });
      expect(move).toMatchObject({ lost: count, lostIsSuffix: true, phantom: 0, reasons: [] });
      expect(move?.detectionMs).toBeLessThan(3_000);
      expect(move?.splitBrain).toBe(0);
      expect({ verdict, code, writer: writerRegion() }).toEqual({ verdict: 'passed', code: 0, writer: to });
    },
    120_000,
  );
});

describe('a drill that must not pass', () => {
  test('an old writer that nobody fenced makes a split brain, and it is counted', async () => {
    const from = writerRegion();
    const { dataPlane } = sandbox;
    dataPlane.world.globals.leaveOldWriterUnfenced = true;
    const cutOff = async (region: Region) => {
      for (const proxy of clusterIn(region).endpoints) proxy.cut();
    };
    const comeBack = () => {
      for (const proxy of clusterIn(from).endpoints) proxy.restore();
    };
    const { code, verdict, moves } = await failoverDrill(cutOff, comeBack);
    dataPlane.world.globals.leaveOldWriterUnfenced = false;
    // What both took cannot be kept: the old writer is made a replica of the new one.
    await dataPlane.killRegion(from);
    dataPlane.recoverRegion(from);
    await dataPlane.world.idle();
    rows.push({ what: 'split brain', injected: 'not fenced', measured: moves[0]?.splitBrain ?? NaN });
    expect(moves[0]?.splitBrain).toBeGreaterThan(0);
    expect({ verdict, code }).toEqual({ verdict: 'failed', code: 1 });
    expect(moves[0]?.reasons.join()).toMatch(/split brain/);
  }, 120_000);

  test('without any write it is inconclusive, and nothing is moved', async () => {
    const before = writerRegion();
    const server = clusterIn(before).requireLeader();
    const inDatabase = (statement: string) => server.query(statement, [], ENVIRONMENT.database.name);
    let faults = 0;
    const drills: DrillProcess[] = [];
    // The guards of the preflight still see writes. What the drill does first after them is to ask AWS, and the answer waits for us.
    let refusing: Promise<unknown> | undefined;
    const unwatch = gate.watch(async () => {
      const isBeyondGuards = drills.some((drill) =>
        readJournal(drill.reportDirectory).some((line) => line.type === 'phase' && line.phase === 'preflight'),
      );
      if (isBeyondGuards)
        refusing ??= inDatabase(`
        CREATE FUNCTION dr.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON dr.heartbeat FOR EACH ROW EXECUTE FUNCTION dr.refuse()`);
      await refusing;
    });
    const { code, verdict } = await failoverDrill(
      async () => {
        faults++;
      },
      () => undefined,
      (drill) => drills.push(drill),
    );
    unwatch();
    await inDatabase('DROP FUNCTION dr.refuse() CASCADE');
    rows.push({ what: 'no writes', injected: 'every write refused', measured: verdict });
    expect({ code, verdict, faults, writer: writerRegion() }).toEqual({
      code: 1,
      verdict: 'inconclusive',
      faults: 0,
      writer: before,
    });
  }, 120_000);

  test('it fails, and says so by its exit status, when the promotion is sabotaged', async () => {
    sandbox.dataPlane.world.globals.promisesWithoutPromoting = true;
    const { code, verdict, moves } = await reportOf(start({ kind: 'failover', moveLimitSeconds: 8 }));
    sandbox.dataPlane.world.globals.promisesWithoutPromoting = false;
    rows.push({ what: 'sabotage', injected: 'a promotion that is only promised', measured: verdict });
    expect({ code, verdict }).toEqual({ code: 1, verdict: 'failed' });
    expect(moves[0]?.reasons.join()).toMatch(/was not promoted within/);
    // The fault was ended all the same.
    expect(sandbox.dataPlane.world.lostRegions.size).toBe(0);
    const client = emulatorClients(sandbox).s3(ENVIRONMENT.state.region);
    const drills = await lastDrills(s3ObjectStore({ bucket: ENVIRONMENT.state.bucket, client }), 'sandbox');
    expect(drills.find(({ kind }) => kind === 'failover')).toMatchObject({ verdict: 'failed' });
  }, 180_000);
});

test('an outage without an end is a failure, whatever else was measured', () => {
  const history = {
    runId: randomUUID(),
    intervalMs: 100,
    marks: [{ name: 'declared-down', atMs: 2_500 }] as const,
    attempts: Array.from({ length: 40 }, (_, index) => ({
      seq: index + 1,
      startedMs: index * 100,
      endedMs: index * 100 + 5,
      outcome: index < 20 ? ('ok' as const) : ('fail' as const),
    })),
    survivors: Array.from({ length: 20 }, (_, index) => index + 1),
  };
  expect(judge('failover', measure(history), ENVIRONMENT.objectives, undefined).verdict).toBe('failed');
});
