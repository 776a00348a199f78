import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startSandbox, type Sandbox } from '../../../sandbox/start-sandbox';
import { dynamoDbDrillState } from '../../../src/adapters/dynamodb-drill-state';
import { dynamoDbLeaseStore } from '../../../src/adapters/dynamodb-environment-lease';
import { httpFaultInjector } from '../../../src/adapters/http-fault-injector';
import { rdsReaper } from '../../../src/adapters/rds-reaper';
import { systemClock } from '../../../src/adapters/system-clock';
import { recoverDrill, type RecoveryResult } from '../../../src/drill/recovery/recover';
import { resourceNames } from '../../../src/environment/names';
import { createDatabase, createStatePlace, emulatorClients } from '../../../sandbox/aws-cluster';
import { MemoryLogger } from '../../fakes/logger';
import { ENVIRONMENT, realPorts } from './real-ports';

// A drill that really is killed, on real servers, and its recovery by another process: this one.

const NAMES = resourceNames(ENVIRONMENT);
let scratch: string;
let sandbox: Sandbox;
const children: ChildProcess[] = [];

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'killed-'));
  sandbox = await startSandbox({
    stateDirectory: scratch,
    pythonDirectory: resolve('.sandbox'),
    onProgress: () => undefined,
  });
  await createDatabase(sandbox, ENVIRONMENT);
  await createStatePlace(sandbox, ENVIRONMENT);
}, 300_000);

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await sandbox.stop();
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

const writerName = () => sandbox.dataPlane.state().globals[0]?.endpoint ?? '';
const writerRegion = () =>
  sandbox.dataPlane.state().globals[0]?.members.find((member) => member.isWriter)?.region ?? 'none';
const dynamoDb = () => emulatorClients(sandbox).dynamoDb(ENVIRONMENT.state.region);
const { name: environment, state } = ENVIRONMENT;
const stateStore = () => dynamoDbDrillState({ table: state.lockTable, environment, client: dynamoDb() });
const leaseStore = () => dynamoDbLeaseStore({ table: state.lockTable, environment, client: dynamoDb() });

/** Starts a drill. @returns the process, and what waits until it has said a line */
function startDrill(kind: 'failover' | 'switchover') {
  const { faultHook, socksUrl, caFile } = sandbox.dataPlane;
  const child = spawn(process.execPath, ['--no-warnings', '--import', 'tsx', 'test/drill/recovery/drill-process.ts'], {
    env: { PATH: process.env['PATH'], ...sandbox.environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  child.stdin.end(
    JSON.stringify({
      kind,
      writerName: writerName(),
      caFile,
      socksUrl,
      faultHookUrl: faultHook.url,
      faultHookToken: faultHook.token,
    }),
  );
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const saying = async (text: string) => {
    while (!lines.some((line) => line.includes(text))) {
      if (child.exitCode !== null) throw new Error(`the drill ended without "${text}": ${lines.join(' | ')}`);
      await delay(20);
    }
  };
  return { child, lines, saying };
}

async function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<number> {
  const startedMs = performance.now();
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
  return performance.now() - startedMs;
}

/** What the job after a killed drill does, once the lease of the dead has run out. Nobody waits the two minutes here. */
async function recover(): Promise<RecoveryResult> {
  const lease = await leaseStore().read();
  await leaseStore().replace({ version: lease.version + 1, ownerId: '', holder: undefined });
  const { faultHook, socksUrl, caFile } = sandbox.dataPlane;
  const clients = emulatorClients(sandbox);
  const ports = realPorts(
    { writerName: writerName(), caFile, socksUrl },
    new MemoryLogger(),
    clients.rds,
    clients.secrets,
  );
  return recoverDrill(
    { by: 'the job after it', regions: ['us-east-1', 'us-west-2'], writerName: writerName(), maxLagMs: 5_000 },
    {
      ...ports,
      store: stateStore(),
      held: { isHeld: () => true },
      interrupted: new AbortController().signal,
      faultInjector: httpFaultInjector(faultHook),
      controllers: { of: () => Promise.resolve(undefined) },
      async replicationLagMs() {
        const { members } = await ports.globalDatabase.describe();
        const region = members.find(({ isWriter }) => !isWriter)?.region ?? '';
        return ports.probe.lag({ region, regions: members, timeoutMs: 1_000 });
      },
      temporary: rdsReaper({
        environment,
        regions: ['us-east-1', 'us-west-2'],
        clusterIds: Object.values(NAMES.clusters),
        clientFor: clients.rds,
        clock: systemClock,
        deadlineMs: 60_000,
        pollIntervalMs: 200,
      }),
      endRehearsal: () => Promise.resolve(),
      pendingRotations: () => Promise.resolve([]),
      newId: randomUUID,
    },
  );
}

async function expectAtHome(result: RecoveryResult, brokenOffIn: string): Promise<void> {
  expect(result).toMatchObject({ kind: 'recovered', drill: { brokenOffIn } });
  expect(writerRegion()).toBe('us-east-1');
  expect([...sandbox.dataPlane.world.lostRegions]).toEqual([]);
  expect(await stateStore().read()).toMatchObject({ state: { status: 'recovered' } });
}

test('killed while the region of the writer is dead: the region comes back, and the writer is at home', async () => {
  const drill = startDrill('failover');
  await drill.saying('mark: declared-down');
  await kill(drill.child, 'SIGKILL');
  expect([...sandbox.dataPlane.world.lostRegions]).toEqual(['us-east-1']);
  expect(await stateStore().read()).toMatchObject({ state: { status: 'running', faultIn: ['us-east-1'] } });
  await expectAtHome(await recover(), 'disaster in us-east-1, failover to us-west-2');
}, 120_000);

test('killed while AWS moves the writer away: the move is waited for, and reversed', async () => {
  const drill = startDrill('switchover');
  await drill.saying('mark: move-requested');
  await kill(drill.child, 'SIGKILL');
  await expectAtHome(await recover(), 'switchover from us-east-1 to us-west-2');
}, 120_000);

test('killed in the fail back: it is waited for, or done', async () => {
  const drill = startDrill('switchover');
  await drill.saying('step: fail back from us-west-2 to us-east-1');
  await delay(500);
  await kill(drill.child, 'SIGKILL');
  expect(writerRegion()).toBe('us-west-2');
  await expectAtHome(await recover(), 'fail back from us-west-2 to us-east-1');
}, 120_000);

test('cancelled while the region is dead: within seconds the fault is ended and the lease given back; then it is recovered', async () => {
  const drill = startDrill('failover');
  await drill.saying('mark: declared-down');
  const tookMs = await kill(drill.child, 'SIGTERM');
  expect(drill.lines.at(-1)).toMatch(/^DrillStoppedError: the drill was interrupted by SIGTERM/);
  // GitHub kills after 10 s.
  expect(tookMs).toBeLessThan(7_500);
  expect([...sandbox.dataPlane.world.lostRegions]).toEqual([]);
  expect((await leaseStore().read()).ownerId).toBe('');
  expect(await stateStore().read()).toMatchObject({ state: { status: 'running' } });
  await expectAtHome(await recover(), 'interrupted by SIGTERM');
}, 120_000);

test('of two processes that begin at once, one drills and the other one is turned away', async () => {
  const drills = [startDrill('switchover'), startDrill('switchover')];
  const exits = drills.map(async (drill) => {
    await once(drill.child, 'exit');
    return drill;
  });
  const loser = await Promise.race(exits);
  expect(loser.lines).toEqual([expect.stringMatching(/^LeaseTakenError: /)]);
  const winner = drills.find((drill) => drill !== loser);
  await winner?.saying('step: ');
  expect(await stateStore().read()).toMatchObject({
    state: { status: 'running', run: `process ${String(winner?.child.pid)}` },
  });
  winner?.child.kill('SIGTERM');
  await Promise.all(exits);
  expect(winner?.lines.at(-1)).toMatch(/^DrillStoppedError: /);
}, 120_000);
