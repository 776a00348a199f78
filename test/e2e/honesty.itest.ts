import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { startSandbox, type Sandbox } from '../../sandbox/start-sandbox';
import { pgSqlConnector } from '../../src/adapters/pg-sql-connector';
import { rdsGlobalDatabase } from '../../src/adapters/rds-global-database';
import { secretsManagerCredentials } from '../../src/adapters/secrets-manager-credentials';
import { parseSocksProxy } from '../../src/adapters/socks-socket';
import { s3ObjectStore } from '../../src/adapters/s3-object-store';
import { systemClock } from '../../src/adapters/system-clock';
import { measure } from '../../src/drill/measure';
import { localProbe } from '../../src/drill/local-probe';
import { measureMove } from '../../src/drill/measured-move';
import { runFailoverDrill } from '../../src/drill/move-drill';
import type { MoveDrillRequest } from '../../src/drill/move-drill-request';
import { judge } from '../../src/drill/verdict';
import { resourceNames } from '../../src/environment/names';
import { parseEnvironment } from '../../src/environment/parse-environment';
import type { SqlConnector } from '../../src/ports/sql';
import { lastDrills } from '../../src/records/drill-record';
import { MemoryLogger } from '../fakes/logger';
import { createDatabase, createStatePlace, emulatorClients } from './aws-cluster';

// Can the drill be believed? Known outages, known losses and sabotaged promotions, on real servers.

const ENVIRONMENT = parseEnvironment(readFileSync('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml');
const NAMES = resourceNames(ENVIRONMENT);
const INTERVAL_MS = 100;

let scratch: string;
let sandbox: Sandbox;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'honesty-'));
  sandbox = await startSandbox({ stateDirectory: scratch, onProgress: () => undefined });
  await createDatabase(sandbox, ENVIRONMENT);
  await createStatePlace(sandbox, ENVIRONMENT);
}, 180_000);

afterAll(async () => {
  await sandbox.stop();
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

function request(overrides: Partial<MoveDrillRequest> = {}): MoveDrillRequest {
  return {
    // The name of the customer's zone is Terraform's to make; the global endpoint serves as well.
    writerName: sandbox.dataPlane.state().globals[0]?.endpoint ?? '',
    objectives: ENVIRONMENT.objectives,
    probe: { intervalMs: INTERVAL_MS, timeoutMs: 1_000, baselineMs: 3_000 },
    detector: { intervalMs: 500, timeoutMs: 400, failureThreshold: 3 },
    failBack: false,
    faultDeadlineMs: 30_000,
    moveDeadlineMs: 20_000,
    fencingWatchMs: 2_000,
    redundancyDeadlineMs: 60_000,
    ...overrides,
  };
}

function ports(through: (inner: SqlConnector) => SqlConnector = (inner) => inner) {
  const clients = emulatorClients(sandbox);
  const sql = through(
    pgSqlConnector({
      ca: readFileSync(sandbox.dataPlane.caFile, 'utf8'),
      socksProxy: parseSocksProxy(sandbox.dataPlane.socksUrl),
      applicationName: 'honesty',
    }),
  );
  const credentials = secretsManagerCredentials({
    secretId: NAMES.secret,
    region: ENVIRONMENT.state.region,
    client: clients.secrets(ENVIRONMENT.state.region),
    maskSecret: () => undefined,
  });
  const probe = localProbe({ sql, clock: systemClock, credentials, writerName: request().writerName });
  return {
    globalDatabase: rdsGlobalDatabase({
      globalClusterId: NAMES.globalCluster,
      regions: ['us-west-2', 'us-east-1'],
      clientFor: clients.rds,
    }),
    sql,
    credentials,
    probes: { in: () => probe },
    clock: systemClock,
    logger: new MemoryLogger(),
    journal: { append: () => undefined },
    newRunId: randomUUID,
  };
}

const writerRegion = () =>
  sandbox.dataPlane.state().globals[0]?.members.find((member) => member.isWriter)?.region ?? '';
const otherRegion = (region: string) => (region === 'us-east-1' ? 'us-west-2' : 'us-east-1');
const clusterIn = (region: 'us-east-1' | 'us-west-2') =>
  sandbox.dataPlane.world.cluster(region, NAMES.clusters[region]);
const asRegion = (region: string) => (region === 'us-east-1' ? 'us-east-1' : 'us-west-2');

const faultInjector = {
  start: (region: string) => sandbox.dataPlane.killRegion(region),
  stop: async (region: string) => {
    sandbox.dataPlane.recoverRegion(region);
    await sandbox.dataPlane.world.idle();
  },
};

describe('an injected outage', () => {
  test.each([2, 5])('of %d s is measured within the probe’s interval', async (seconds) => {
    const used = ports();
    const move = await measureMove(
      used.probes.in(),
      request().probe,
      { regions: (await used.globalDatabase.describe()).members, fromRegion: writerRegion(), fromInstances: [] },
      {
        act: async () => {
          const cluster = clusterIn(asRegion(writerRegion()));
          for (const proxy of cluster.endpoints) proxy.cut();
          await delay(seconds * 1000);
          for (const proxy of cluster.endpoints) proxy.restore();
        },
      },
      used,
    );
    const { rtoMs, loss } = measure(move.history);
    expect(move.error).toBeUndefined();
    // From the last acknowledgement before to the first one after: up to one interval of good time on either side, and a reconnect.
    expect(rtoMs).toBeGreaterThanOrEqual(seconds * 1000);
    expect(rtoMs).toBeLessThanOrEqual(seconds * 1000 + 2 * INTERVAL_MS + 150);
    expect(loss?.lost).toEqual([]);
    expect(loss?.phantom).toEqual([]);
  });
});

describe('an injected loss', () => {
  test.each([0, 1, 37])('of %d writes is reported exactly', async (count) => {
    const from = asRegion(writerRegion());
    const to = asRegion(otherRegion(from));
    const { sql, ...others } = ports((inner) => new WriteGate(inner));
    if (!(sql instanceof WriteGate)) throw new Error('there is no gate');
    const gate = sql;
    const result = await runFailoverDrill(request(), {
      ...others,
      sql,
      faultInjector: {
        start: async (region) => {
          await gate.close();
          const behind = async () => {
            const [row] = await clusterIn(from)
              .requireLeader()
              .query('SELECT bool_and(replay_lsn >= pg_current_wal_lsn()) AS level FROM pg_stat_replication');
            return row?.['level'] !== true;
          };
          while (await behind()) await delay(20);
          clusterIn(to).wanLine.cut();
          await gate.letThrough(count);
          await sandbox.dataPlane.killRegion(region);
          clusterIn(to).wanLine.restore();
          gate.open();
        },
        stop: faultInjector.stop,
      },
    });
    const loss = result.runs[0]?.measurement.loss;
    expect(loss?.lost).toHaveLength(count);
    expect(loss?.lostIsSuffix).toBe(true);
    expect(result.runs[0]?.measurement.detectionMs).toBeLessThan(3_000);
    expect(writerRegion()).toBe(to);
    expect(result.verdict).toBe('passed');
  });
});

describe('a drill that must not pass', () => {
  test('without any write it is inconclusive, and nothing is moved', async () => {
    const before = writerRegion();
    const cluster = clusterIn(asRegion(before));
    let faults = 0;
    const result = await runFailoverDrill(request(), {
      ...ports((inner) => ({
        connect: (target, timeoutMs) => inner.connect({ ...target, password: 'wrong' }, timeoutMs),
      })),
      faultInjector: {
        start: () => {
          faults++;
          return Promise.resolve();
        },
        stop: faultInjector.stop,
      },
    });
    expect(result.verdict).toBe('inconclusive');
    expect(faults).toBe(0);
    expect(clusterIn(asRegion(writerRegion()))).toBe(cluster);
  });

  test('the shipped bundle fails, and says so by its exit status, when the promotion is sabotaged', async () => {
    sandbox.dataPlane.world.globals.promisesWithoutPromoting = true;
    const outcome = await runBundle('failover');
    sandbox.dataPlane.world.globals.promisesWithoutPromoting = false;
    expect(outcome.code).toBe(1);
    expect(outcome.report['verdict']).toBe('failed');
    expect(JSON.stringify(outcome.report['runs'])).toMatch(/was not promoted within/);
    // The fault was ended all the same.
    expect(sandbox.dataPlane.world.lostRegions.size).toBe(0);
    const client = emulatorClients(sandbox).s3(ENVIRONMENT.state.region);
    const drills = await lastDrills(s3ObjectStore({ bucket: ENVIRONMENT.state.bucket, client }), 'sandbox');
    expect(drills).toMatchObject([{ kind: 'failover', verdict: 'failed' }]);
  });
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

/** Runs actions/drill as GitHub would: the committed bundle, inputs in the environment. */
async function runBundle(kind: string) {
  const workspace = mkdtempSync(join(scratch, 'workspace-'));
  mkdirSync(join(workspace, 'environments'));
  const fast = readFileSync('environments/sandbox.yaml', 'utf8')
    .replace('intervalMs: 5000', 'intervalMs: 500')
    .replace('timeoutMs: 2000', 'timeoutMs: 400')
    .replace('baselineSeconds: 10', 'baselineSeconds: 5')
    .replace('writerName: writer.db.sandbox.internal', `writerName: ${request().writerName}`)
    .replace('readerName: reader.db.sandbox.internal', 'readerName: reader.rds.amazonaws.com')
    .replace('zoneName: db.sandbox.internal', 'zoneName: rds.amazonaws.com');
  writeFileSync(join(workspace, 'environments', 'sandbox.yaml'), fast);
  const { faultHook, socksUrl, caFile } = sandbox.dataPlane;
  const child = spawn(process.execPath, ['actions/drill/dist/index.js'], {
    env: {
      PATH: process.env['PATH'],
      ...sandbox.environment,
      GITHUB_REPOSITORY: 'acme/database',
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: '',
      INPUT_ENVIRONMENT: 'sandbox',
      INPUT_TARGET: 'sandbox',
      INPUT_KIND: kind,
      'INPUT_FAIL-BACK': 'false',
      'INPUT_FAULT-HOOK-URL': faultHook.url,
      'INPUT_FAULT-HOOK-TOKEN': faultHook.token,
      'INPUT_SOCKS-PROXY': socksUrl,
      'INPUT_DATABASE-CA-FILE': caFile,
      'INPUT_REPORT-DIRECTORY': 'report',
      'INPUT_MOVE-LIMIT-SECONDS': '8',
    },
    stdio: 'ignore',
  });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  const directory = join(workspace, 'report');
  const name = readdirSync(directory).find((file) => file.endsWith('.json')) ?? '';
  const report = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(directory, name), 'utf8')));
  return { code, report };
}

/** Lets the drill's heartbeats through one by one. */
class WriteGate implements SqlConnector {
  private isOpen = true;
  private tickets = 0;
  private underWay = 0;
  private acknowledged = 0;

  constructor(private readonly inner: SqlConnector) {}

  async connect(...args: Parameters<SqlConnector['connect']>) {
    const session = await this.inner.connect(...args);
    return {
      ...session,
      query: async (text: string, values: readonly unknown[] = []) => {
        if (!text.startsWith('INSERT')) return session.query(text, values);
        // The fencing prober writes too, by another name; its writes are held back as well, but are not the ones that are counted.
        if (args[0].host !== request().writerName) {
          while (!this.isOpen) await delay(5);
          return session.query(text, values);
        }
        while (!this.isOpen && this.tickets === 0) await delay(5);
        if (!this.isOpen) this.tickets--;
        this.underWay++;
        try {
          const rows = await session.query(text, values);
          this.acknowledged++;
          return rows;
        } finally {
          this.underWay--;
        }
      },
    };
  }

  /** Holds further writes back; returns when none is under way. */
  async close(): Promise<void> {
    this.isOpen = false;
    while (this.underWay > 0) await delay(5);
  }

  async letThrough(count: number): Promise<void> {
    const goal = this.acknowledged + count;
    this.tickets = count;
    while (this.acknowledged < goal) await delay(5);
  }

  open(): void {
    this.isOpen = true;
  }
}
