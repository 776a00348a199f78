import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { drillProbes } from '../../actions/drill/src/probes';
import { ACCOUNT, startSandbox, type Sandbox } from '../../sandbox/start-sandbox';
import { dynamoDbLeaseStore } from '../../src/adapters/dynamodb-environment-lease';
import { lambdaFunction } from '../../src/adapters/lambda-function';
import { pgSqlConnector } from '../../src/adapters/pg-sql-connector';
import { rdsBackupRestore } from '../../src/adapters/rds-backup-restore';
import { rdsGlobalDatabase } from '../../src/adapters/rds-global-database';
import { s3ObjectStore } from '../../src/adapters/s3-object-store';
import { secretsManagerCredentials } from '../../src/adapters/secrets-manager-credentials';
import { parseSocksProxy } from '../../src/adapters/socks-socket';
import { systemClock } from '../../src/adapters/system-clock';
import { measure } from '../../src/drill/measure';
import { measureMove } from '../../src/drill/measured-move';
import { runFailoverDrill, runSwitchoverDrill } from '../../src/drill/move-drill';
import { runRestoreDrill } from '../../src/drill/restore-drill';
import type { MoveDrillResult } from '../../src/drill/result';
import { RemoteRun } from '../../src/drill/segments/remote-run';
import { drillProbeNames, resourceNames } from '../../src/environment/names';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { REGIONS, type Region } from '../../src/environment/schema';
import { lastDrills } from '../../src/records/drill-record';
import { zipOf } from '../../tooling/functions/bundle';
import { createDatabase, createStatePlace, emulatorClients } from '../../sandbox/aws-cluster';
import { createDrillPlace } from '../../sandbox/campaign/drill-place';
import { MemoryLogger } from '../fakes/logger';
import { FunctionProcess } from '../../sandbox/function-process';

// The committed zip, deployed as a function into the network of a region, against real PostgreSQL servers with TLS.

const ENVIRONMENT = parseEnvironment(readFileSync('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml');
const NAMES = resourceNames(ENVIRONMENT);
const INTERVAL_MS = 100;
const PROBE = { intervalMs: INTERVAL_MS, timeoutMs: 1_000, baselineMs: 4_000 };

let scratch: string;
let sandbox: Sandbox;
let secretArn: Readonly<Record<Region, string>>;

const settings = (region: string) => ({
  region,
  endpoint: sandbox.awsEndpoint,
  credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'sandbox' },
});
const bucketOf = (region: string) => drillProbeNames(ENVIRONMENT, region).bucket;
const functionOf = (region: string) => drillProbeNames(ENVIRONMENT, region).function;
const s3 = (region: string) => new S3Client({ ...settings(region), forcePathStyle: true });
const writerName = () => sandbox.dataPlane.state().globals[0]?.endpoint ?? '';

/** What terraform/modules/drill_probe gives to the function. */
async function variables(region: Region): Promise<Record<string, string>> {
  const { members } = await globalDatabase().describe();
  return {
    WRITER_NAME: writerName(),
    DATABASE_PORT: '5432',
    DATABASE_SECRET_ARN: secretArn[region],
    DATABASE_ENDPOINTS: JSON.stringify(
      Object.fromEntries(
        members.map((member) => [member.region, { writer: member.endpoint, reader: member.readerEndpoint }]),
      ),
    ),
    RESTORED_CLUSTER_IDENTIFIER: NAMES.restoreDrillCluster,
    HISTORY_BUCKET: bucketOf(region),
  };
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'drill-probe-'));
  sandbox = await startSandbox({ stateDirectory: scratch, onProgress: () => undefined });
  // As the action would find them.
  Object.assign(process.env, sandbox.environment);
  secretArn = await createDatabase(sandbox, ENVIRONMENT, 3);
  await createStatePlace(sandbox, ENVIRONMENT);
  await createDrillPlace(sandbox, ENVIRONMENT);
  for (const region of REGIONS) {
    await s3(region).send(new CreateBucketCommand({ Bucket: bucketOf(region) }));
    await new LambdaClient(settings(region)).send(
      new CreateFunctionCommand({
        FunctionName: functionOf(region),
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Role: `arn:aws:iam::${ACCOUNT}:role/drill-probe`,
        Timeout: 900,
        Code: { ZipFile: readFileSync(zipOf('drill-probe')) },
        Environment: { Variables: await variables(region) },
      }),
    );
  }
}, 240_000);

afterAll(async () => {
  await sandbox.stop();
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

const globalDatabase = () =>
  rdsGlobalDatabase({
    globalClusterId: NAMES.globalCluster,
    regions: ['us-west-2', 'us-east-1'],
    clientFor: emulatorClients(sandbox).rds,
  });

const remotePorts = (region: string) => ({
  function: lambdaFunction({ name: functionOf(region), client: new LambdaClient(settings(region)) }),
  store: s3ObjectStore({ bucket: bucketOf(region), client: s3(region) }),
  clock: systemClock,
  logger: new MemoryLogger(),
});

function ports(kind: 'function' | 'runner') {
  const sql = pgSqlConnector({
    ca: readFileSync(sandbox.dataPlane.caFile, 'utf8'),
    socksProxy: parseSocksProxy(sandbox.dataPlane.socksUrl),
    applicationName: 'drill-probe-test',
  });
  const credentials = secretsManagerCredentials({
    secretId: NAMES.secret,
    region: ENVIRONMENT.state.region,
    client: emulatorClients(sandbox).secrets(ENVIRONMENT.state.region),
    maskSecret: () => undefined,
  });
  const logger = new MemoryLogger();
  // The name of the customer's zone is Terraform's to make; the global endpoint serves as well.
  const environment = { ...ENVIRONMENT, dns: { ...ENVIRONMENT.dns, writerName: writerName() } };
  return {
    globalDatabase: globalDatabase(),
    sql,
    credentials,
    probes: drillProbes(kind, environment, { sql, clock: systemClock, credentials, logger }),
    clock: systemClock,
    logger,
    journal: { append: () => undefined },
    newRunId: randomUUID,
  };
}

const writerRegion = (): Region =>
  sandbox.dataPlane.state().globals[0]?.members.find((member) => member.isWriter)?.region === 'us-east-1'
    ? 'us-east-1'
    : 'us-west-2';
const otherRegion = (region: Region): Region => (region === 'us-east-1' ? 'us-west-2' : 'us-east-1');
const clusterIn = (region: Region) => sandbox.dataPlane.world.cluster(region, NAMES.clusters[region]);

async function watched() {
  const { members } = await globalDatabase().describe();
  const fromRegion = writerRegion();
  const old = members.find((member) => member.region === fromRegion);
  return { regions: members, fromRegion, fromInstances: (old?.instances ?? []).map(({ id }) => id) };
}

test('writes, reads and tells, from inside the region that is not lost', async () => {
  const used = ports('function');
  const before = await watched();
  const move = await measureMove(used.probes.in('us-west-2'), PROBE, before, { act: () => delay(6_000) }, used);
  expect(move.error).toBeUndefined();
  const { attempts, survivors = [], fencing } = move.history;
  expect(attempts.length).toBeGreaterThan(60);
  expect(attempts.map(({ seq }) => seq)).toEqual(attempts.map((_, index) => index + 1));
  expect(attempts.every(({ outcome, isInferred }) => outcome === 'ok' && isInferred !== true)).toBe(true);
  expect(survivors).toEqual(attempts.map(({ seq }) => seq));
  expect(fencing?.attempts.length).toBeGreaterThan(60);
  const measured = measure(move.history);
  // Nobody took over, so there is nothing to say about a split brain: not even that there was none.
  expect(measured.splitBrain).toBeUndefined();
  // Limited by how often the two look at each other, and by what else this machine does.
  expect(measured.clockUncertaintyMs).toBeLessThan(250);
});

test('O6: the reads of a region spread over its replicas', async () => {
  const region = otherRegion(writerRegion());
  const run = await RemoteRun.start(
    {
      runId: randomUUID(),
      intervalMs: 1_000,
      timeoutMs: 1_000,
      readers: [region],
      regions: [],
      onAttempt: () => undefined,
    },
    remotePorts('us-west-2'),
  );
  await delay(8_000);
  const { reads } = await run.stop();
  const counted = measure({ runId: '', intervalMs: 1, attempts: [], marks: [], survivors: [], reads }).reads;
  const followers = [...clusterIn(region).instances.keys()].filter((id) => id !== clusterIn(region).leader?.id);
  expect(counted).toEqual([
    { region, failed: 0, answered: followers.sort().map((instance) => ({ instance, reads: expect.any(Number) })) },
  ]);
  expect(reads.length).toBeGreaterThanOrEqual(8);
});

describe('an outage', () => {
  test.each([3, 7])('of %d s is measured within the interval of the probe', async (seconds) => {
    const used = ports('function');
    const move = await measureMove(
      used.probes.in('us-west-2'),
      PROBE,
      await watched(),
      {
        act: async () => {
          const cluster = clusterIn(writerRegion());
          for (const proxy of cluster.endpoints) proxy.cut();
          await delay(seconds * 1000);
          for (const proxy of cluster.endpoints) proxy.restore();
        },
      },
      used,
    );
    const { rtoMs, loss } = measure(move.history);
    expect(move.error).toBeUndefined();
    // The outage lies inside one segment, so that one clock measured it.
    expect(rtoMs).toBeGreaterThanOrEqual(seconds * 1000);
    // An interval of good time before, and one until the next attempt after. How long that attempt itself took, a new connection with
    // name, TLS and password, is the machine's affair and no error of the instrument.
    const { attempts } = move.history;
    const end = attempts.find(
      (attempt, index) => attempt.outcome === 'ok' && attempts[index - 1]?.outcome !== 'ok' && index > 0,
    );
    const lastAttemptMs = (end?.endedMs ?? NaN) - (end?.startedMs ?? NaN);
    expect((rtoMs ?? NaN) - lastAttemptMs).toBeLessThanOrEqual(seconds * 1000 + 2 * INTERVAL_MS);
    expect(loss).toMatchObject({ lost: [], phantom: [] });
  });
});

test('a handover between two copies of the function loses no number and no write', async () => {
  const run = await RemoteRun.start(
    { runId: randomUUID(), ...PROBE, readers: [], regions: [], onAttempt: () => undefined },
    remotePorts('us-west-2'),
    // Shorter than the lead, so that the successor is invoked at once.
    8_000,
  );
  await delay(14_000);
  const { writes, clockUncertaintyMs } = await run.stop();
  expect(writes.map(({ seq }) => seq)).toEqual(writes.map((_, index) => index + 1));
  expect(writes.every(({ outcome, isInferred }) => outcome === 'ok' && isInferred !== true)).toBe(true);
  const { resolutionMs } = measure({
    runId: '',
    intervalMs: INTERVAL_MS,
    attempts: writes,
    marks: [],
    survivors: undefined,
  });
  expect(resolutionMs).toBeLessThan(1_000 + clockUncertaintyMs);
});

test('a function that is killed is replaced; nothing that it told is lost, and what it did not tell is unknown', async () => {
  const copies: FunctionProcess[] = [];
  const settings = await variables('us-west-2');
  const run = await RemoteRun.start(
    { runId: randomUUID(), ...PROBE, readers: [], regions: [], onAttempt: () => undefined },
    {
      ...remotePorts('us-west-2'),
      function: {
        start: async (request) => {
          const copy = await FunctionProcess.start(
            'drill-probe',
            'us-west-2',
            settings,
            sandbox.dataPlane.functionNetwork,
          );
          copies.push(copy);
          copy.invoke(request).catch(() => undefined);
        },
        call: () => Promise.reject(new Error('nobody asks')),
      },
    },
  );
  try {
    await delay(5_000);
    const told = run.seen().length;
    await copies[0]?.stop();
    await delay(15_000);
    const { writes } = await run.stop();
    expect(copies).toHaveLength(2);
    const holes = writes.filter(({ isInferred }) => isInferred === true);
    expect(holes.map(({ outcome }) => outcome)).toEqual(['unknown']);
    const before = writes.filter(({ seq, isInferred }) => seq < 20_000 && isInferred !== true);
    const after = writes.filter(({ seq }) => seq > 20_000);
    expect(before.length).toBeGreaterThanOrEqual(told);
    expect(before.map(({ seq }) => seq)).toEqual(before.map((_, index) => index + 1));
    expect(after.length).toBeGreaterThan(10);
    expect(after.every(({ outcome }) => outcome === 'ok')).toBe(true);
  } finally {
    await copies.at(-1)?.stop();
  }
});

test('without anybody who asks it to, the function writes nothing over what is there', async () => {
  const { Contents = [] } = await s3('us-west-2').send(new ListObjectsV2Command({ Bucket: bucketOf('us-west-2') }));
  const chunks = Contents.flatMap(({ Key }) => (Key?.includes('/chunk-') === true ? [Key] : []));
  expect(chunks.length).toBeGreaterThan(20);
  const [first = ''] = chunks;
  const { store } = remotePorts('us-west-2');
  const text = await store.read(first);
  expect(await store.create(first, 'something else')).toBe(false);
  expect(await store.read(first)).toBe(text);
});

test('a request that makes no sense is refused, and its hosts are nobody’s choice', async () => {
  const { function: fn } = remotePorts('us-west-2');
  await expect(fn.call({ operation: 'drop-everything' })).rejects.toThrow(/not a request of a drill/);
  await expect(
    fn.call({ operation: 'survivors', runId: randomUUID(), place: 'writer', after: 0, host: 'evil.example' }),
  ).rejects.toThrow(/not a request of a drill/);
});

describe('whole drills', () => {
  const REQUEST = {
    objectives: ENVIRONMENT.objectives,
    // A first connection takes long where a machine has much else to do; what is under test here does not depend on this limit.
    probe: { ...PROBE, timeoutMs: 2_000 },
    detector: { intervalMs: 500, timeoutMs: 400, failureThreshold: 3 },
    failBack: false,
    faultDeadlineMs: 30_000,
    moveDeadlineMs: 20_000,
    fencingWatchMs: 5_000,
    redundancyDeadlineMs: 60_000,
  };
  const faultInjector = {
    start: (region: string) => sandbox.dataPlane.killRegion(region),
    stop: async (region: string) => {
      sandbox.dataPlane.recoverRegion(region);
      await sandbox.dataPlane.world.idle();
    },
  };

  /** Why a drill did not pass; with the words of the first write that failed, because a reason alone does not tell what the servers said. */
  function reasonsOf({ reasons, runs }: MoveDrillResult): readonly string[] {
    const all = [...reasons, ...runs.flatMap((run) => run.reasons)];
    const failed = runs.flatMap((run) => run.history.attempts).find(({ outcome }) => outcome !== 'ok');
    return all.length === 0 ? [] : [...all, `first failed write: ${failed?.detail ?? 'none'}`];
  }

  async function failover(kind: 'function' | 'runner') {
    const result = await runFailoverDrill({ ...REQUEST, writerName: writerName() }, { ...ports(kind), faultInjector });
    expect(reasonsOf(result)).toEqual([]);
    expect(result.verdict).toBe('passed');
    const measurement = result.runs[0]?.measurement;
    if (measurement === undefined) throw new Error('nothing was measured');
    return measurement;
  }

  test('O1, O2, O3: the function and the runner measure the same failover alike', async () => {
    // Two disasters, one in each direction; what differs between them is what differs between any two disasters.
    const remote = await failover('function');
    const local = await failover('runner');
    expect(remote.loss).toMatchObject({ phantom: [], lostIsSuffix: true });
    expect(remote.splitBrain).toMatchObject({ acknowledged: 0 });
    expect(local.splitBrain).toMatchObject({ acknowledged: 0 });
    expect(remote.clockUncertaintyMs).toBeLessThan(250);
    expect(Math.abs((remote.rtoMs ?? NaN) - (local.rtoMs ?? NaN))).toBeLessThan(2_500);
    expect(Math.abs((remote.detectionMs ?? NaN) - (local.detectionMs ?? NaN))).toBeLessThan(1_000);
  });

  test('the same disaster, seen by both at once, has the same numbers', async () => {
    const to = otherRegion(writerRegion());
    const used = ports('function');
    const local = ports('runner').probes.in(to);
    const before = await watched();
    const witness = await local.start({
      runId: randomUUID(),
      ...PROBE,
      fencing: { runId: randomUUID(), region: before.fromRegion },
      readers: [],
      regions: before.regions,
      onAttempt: () => undefined,
    });
    const result = await runFailoverDrill({ ...REQUEST, writerName: writerName() }, { ...used, faultInjector });
    const seen = await witness.stop();
    expect(reasonsOf(result)).toEqual([]);
    const [run] = result.runs;
    if (run === undefined) throw new Error('there was no run');
    const bySide = measure({ ...run.history, attempts: seen.writes, survivors: undefined, clockUncertaintyMs: 0 });
    const tolerance = 2 * INTERVAL_MS + REQUEST.probe.timeoutMs + run.measurement.clockUncertaintyMs;
    expect(Math.abs((run.measurement.rtoMs ?? NaN) - (bySide.rtoMs ?? NaN))).toBeLessThan(tolerance);
    // Both end at the same mark and begin at the last acknowledgement, which is at most one interval apart.
    expect(Math.abs((run.measurement.detectionMs ?? NaN) - (bySide.detectionMs ?? NaN))).toBeLessThan(
      INTERVAL_MS + 50 + run.measurement.clockUncertaintyMs,
    );
  });

  test('a switchover is measured although the runner cannot reach the database', async () => {
    const unreachable = { connect: () => Promise.reject(new Error('no route to the private network')) };
    const result = await runSwitchoverDrill(
      { ...REQUEST, writerName: writerName() },
      { ...ports('function'), sql: unreachable },
    );
    expect(reasonsOf(result)).toEqual([]);
    expect(result.verdict).toBe('passed');
    expect(result.runs[0]?.measurement.loss?.lost).toEqual([]);
  });

  test('the shipped action drives the function, without any way into the private network', async () => {
    const from = writerRegion();
    const workspace = mkdtempSync(join(scratch, 'workspace-'));
    mkdirSync(join(workspace, 'environments'));
    const text = readFileSync('environments/sandbox.yaml', 'utf8')
      .replace('baselineSeconds: 10', 'baselineSeconds: 5')
      .replace('writerName: writer.db.sandbox.internal', `writerName: ${writerName()}`)
      .replace('readerName: reader.db.sandbox.internal', 'readerName: reader.rds.amazonaws.com')
      .replace('zoneName: db.sandbox.internal', 'zoneName: rds.amazonaws.com');
    writeFileSync(join(workspace, 'environments', 'sandbox.yaml'), text);
    const summary = join(workspace, 'summary.md');
    writeFileSync(summary, '');
    const child = spawn(process.execPath, ['actions/drill/dist/index.js'], {
      env: {
        PATH: process.env['PATH'],
        ...sandbox.environment,
        GITHUB_REPOSITORY: 'acme/database',
        GITHUB_RUN_ID: '7',
        GITHUB_WORKSPACE: workspace,
        GITHUB_OUTPUT: '',
        GITHUB_STEP_SUMMARY: summary,
        INPUT_ENVIRONMENT: 'sandbox',
        INPUT_TARGET: 'sandbox',
        INPUT_KIND: 'switchover',
        INPUT_PROBE: 'function',
        'INPUT_FAIL-BACK': 'false',
        'INPUT_DATABASE-CA-FILE': sandbox.dataPlane.caFile,
        'INPUT_REPORT-DIRECTORY': 'report',
        'INPUT_MOVE-LIMIT-SECONDS': '60',
        'INPUT_SKIP-PLAN': 'there is no Terraform here',
      },
      stdio: 'ignore',
    });
    await new Promise((resolve) => child.once('exit', resolve));
    const directory = join(workspace, 'report');
    const markdown = readdirSync(directory).find((file) => file.endsWith('.md')) ?? '';
    const report = readFileSync(join(directory, markdown), 'utf8');
    expect(report).toContain('✅ passed: switchover drill of `sandbox`');
    expect(report).toMatch(/\| acknowledged by the old writer after the new one: split brain \| 0 of \d+ tried \|/);
    expect(report).toMatch(/clocks ± 0\.\d\d s/);
    expect(report).toContain('| reads through | replica | answers |');
    expect(writerRegion()).toBe(otherRegion(from));
    const state = s3ObjectStore({
      bucket: ENVIRONMENT.state.bucket,
      client: emulatorClients(sandbox).s3(ENVIRONMENT.state.region),
    });
    expect(await lastDrills(state, 'sandbox')).toMatchObject([
      { kind: 'switchover', verdict: 'passed', runUrl: 'https://github.com/acme/database/actions/runs/7' },
    ]);
    const lease = dynamoDbLeaseStore({
      table: ENVIRONMENT.state.lockTable,
      environment: 'sandbox',
      client: emulatorClients(sandbox).dynamoDb(ENVIRONMENT.state.region),
    });
    const { version, holder } = await lease.read();
    expect(version).toBeGreaterThanOrEqual(2);
    expect(holder).toBeUndefined();
  });

  test('O7: restores in both regions are compared by the function there, which finds the copy by itself', async () => {
    const source = writerRegion();
    const other = otherRegion(source);
    const result = await runRestoreDrill(
      {
        exerciseId: randomUUID(),
        restoredClusterId: NAMES.restoreDrillCluster,
        snapshotId: NAMES.restoreDrillSnapshot,
        checksumTables: [],
        probe: { intervalMs: INTERVAL_MS, timeoutMs: 2_000, writeMs: 4_000 },
        backupDeadlineMs: 60_000,
      },
      {
        ...ports('function'),
        sql: { connect: () => Promise.reject(new Error('no route to the private network')) },
        backupRestore: rdsBackupRestore({
          clientFor: emulatorClients(sandbox).rds,
          clock: systemClock,
          source: { region: source, clusterId: NAMES.clusters[source] },
          other: { region: other, clusterId: NAMES.clusters[other] },
          tags: { 'dr-drill': 'sandbox' },
          deadlineMs: 120_000,
          pollIntervalMs: 500,
        }),
      },
    );
    expect(result).toMatchObject({ verdict: 'passed', reasons: [] });
    expect(result.restores).toMatchObject([
      { from: 'point-in-time', region: source, negativeControl: { rejected: true }, removed: true },
      { from: 'snapshot', region: other, negativeControl: { rejected: true }, removed: true },
    ]);
  });

  test('split brain: an old primary that nobody fenced is found out', async () => {
    // The last of the tests: it leaves two databases that write.
    sandbox.dataPlane.world.globals.leaveOldWriterUnfenced = true;
    const old = clusterIn(writerRegion());
    const result = await runFailoverDrill(
      { ...REQUEST, writerName: writerName() },
      {
        ...ports('function'),
        faultInjector: {
          // The region is cut off; its servers live on, and are back as if nothing had happened.
          start: async () => {
            for (const proxy of old.endpoints) proxy.cut();
          },
          stop: async () => {
            for (const proxy of old.endpoints) proxy.restore();
          },
        },
      },
    );
    expect(result.verdict).toBe('failed');
    const measurement = result.runs[0]?.measurement;
    expect(measurement?.splitBrain?.acknowledged).toBeGreaterThan(10);
    expect(result.runs[0]?.reasons.join(' ')).toMatch(
      /the old writer acknowledged \d+ writes after the new one had taken over/,
    );
  });
});
