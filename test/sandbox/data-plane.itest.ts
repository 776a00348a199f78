import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startDataPlane, type DataPlane } from '../../sandbox/data-plane/start-data-plane';
import { pgSqlConnector } from '../../src/adapters/pg-sql-connector';
import { parseSocksProxy } from '../../src/adapters/socks-socket';
import type { SqlConnector, SqlTarget } from '../../src/ports/sql';

const EAST = { region: 'us-east-1', clusterId: 'aurora-us-east-1-t' };
const WEST = { region: 'us-west-2', clusterId: 'aurora-us-west-2-t' };
const GLOBAL = 'aurora-global-t';

let stateDirectory: string;
let plane: DataPlane;
let sql: SqlConnector;

function target(host: string): SqlTarget {
  return { host, port: 5432, database: 'app', username: 'dr_admin', password: 'p@ss"w0rd\'s', tlsServerName: host };
}

const writer = () => target(plane.state().globals[0]?.endpoint ?? 'no global database');

async function query(where: SqlTarget, text: string) {
  const session = await sql.connect(where, 3_000);
  try {
    return await session.query(text);
  } finally {
    await session.close();
  }
}

async function until(what: string, reached: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 40_000;
  while (!(await reached())) {
    if (Date.now() > giveUpAt) throw new Error(`in vain: ${what}; ${JSON.stringify(plane.state(), undefined, 1)}`);
    await delay(50);
  }
}

const allAvailable = () =>
  plane.state().clusters.every((c) => c.status === 'available' && c.instances.every((i) => i.status === 'available')) &&
  plane.state().globals.every((g) => g.status === 'available');

beforeAll(async () => {
  stateDirectory = mkdtempSync(join(tmpdir(), 'data-plane-test-'));
  plane = await startDataPlane({
    stateDirectory,
    environment: process.env,
    log: () => undefined,
    customerZones: (name) =>
      Promise.resolve(
        name === 'writer.db.test.internal' ? { type: 'CNAME', value: writer().host, ttlSeconds: 1 } : undefined,
      ),
  });
  sql = pgSqlConnector({
    ca: readFileSync(plane.caFile, 'utf8'),
    socksProxy: parseSocksProxy(plane.socksUrl),
    applicationName: 'test',
  });
  const { operations } = plane.world;
  await operations.createCluster({
    ...EAST,
    port: 5432,
    databaseName: 'app',
    masterUsername: 'dr_admin',
    masterPassword: 'p@ss"w0rd\'s',
    globalClusterId: GLOBAL,
  });
  for (const n of [1, 2, 3]) await operations.createInstance({ ...EAST, instanceId: `aurora-us-east-1-${n}-t` });
  await operations.createCluster({ ...WEST, port: 5432, globalClusterId: GLOBAL });
  for (const n of [1, 2, 3]) await operations.createInstance({ ...WEST, instanceId: `aurora-us-west-2-${n}-t` });
  await until('six servers', allAvailable);
  await query(writer(), 'CREATE TABLE kept (n int PRIMARY KEY)');
}, 120_000);

afterAll(async () => {
  await plane.stop();
  rmSync(stateDirectory, { recursive: true, force: true });
});

const rows = async (where: SqlTarget) => (await query(where, 'SELECT n FROM kept ORDER BY n')).map((row) => row['n']);
const endpointsOf = (region: string) =>
  plane
    .state()
    .clusters.filter((cluster) => cluster.region === region)
    .flatMap((cluster) => cluster.instances.map((instance) => instance.endpoint));

describe('two regions of real servers', () => {
  test('a write through the customer name reaches every server of both regions', async () => {
    const customer = { ...target('writer.db.test.internal'), tlsServerName: writer().host };
    await query(customer, 'INSERT INTO kept VALUES (1)');
    const endpoints = [...endpointsOf('us-east-1'), ...endpointsOf('us-west-2')];
    expect(endpoints).toHaveLength(6);
    for (const endpoint of endpoints) {
      await until(`row on ${endpoint}`, async () => (await rows(target(endpoint))).length === 1);
    }
  });

  test('the secondary refuses writes as a reader does', async () => {
    const west = plane.state().clusters.find((cluster) => cluster.region === 'us-west-2');
    await expect(query(target(west?.endpoint ?? ''), 'INSERT INTO kept VALUES (99)')).rejects.toMatchObject({
      outcome: 'not-executed',
      sqlState: '25006',
    });
  });

  test('a wrong server name and a wrong password are refused', async () => {
    await expect(query({ ...writer(), tlsServerName: 'other.example' }, 'SELECT 1')).rejects.toThrow(
      /altnames|Hostname/,
    );
    await expect(query({ ...writer(), password: 'wrong' }, 'SELECT 1')).rejects.toMatchObject({ sqlState: '28P01' });
    await expect(query(target('unknown.example'), 'SELECT 1')).rejects.toMatchObject({ outcome: 'not-executed' });
  });

  test('reads through the reader endpoint spread over the readers (O6)', async () => {
    const reader = target(plane.state().clusters[0]?.readerEndpoint ?? '');
    const seen = new Set<unknown>();
    for (let reads = 0; reads < 6; reads++) {
      seen.add((await query(reader, 'SELECT aurora_db_instance_identifier() AS instance'))[0]?.['instance']);
    }
    expect([...seen].sort()).toEqual(['aurora-us-east-1-2-t', 'aurora-us-east-1-3-t']);
  });

  test('a restore to a time between two writes has the first and not the second', async () => {
    await query(writer(), 'INSERT INTO kept VALUES (2)');
    await delay(1_200);
    const between = new Date();
    await delay(1_200);
    await query(writer(), 'INSERT INTO kept VALUES (3)');
    const east = () => plane.state().clusters.find((cluster) => cluster.clusterId === EAST.clusterId);
    await until('the backups reach it', () => new Date(east()?.latestRestorableTime ?? 0) > between);
    const { operations } = plane.world;
    const restored = { region: 'us-east-1', clusterId: 'restored' };
    await operations.restoreToPointInTime({
      ...restored,
      sourceClusterId: EAST.clusterId,
      port: 5432,
      restoreToTime: between.toISOString(),
    });
    await operations.createInstance({ ...restored, instanceId: 'restored-1' });
    await until('restored', allAvailable);
    const endpoint = plane.state().clusters.find((cluster) => cluster.clusterId === 'restored')?.endpoint ?? '';
    expect(await rows(target(endpoint))).toEqual([1, 2]);
    await operations.deleteInstance({ region: 'us-east-1', instanceId: 'restored-1' });
    await operations.deleteCluster(restored);
    await plane.world.idle();
  });

  test.each(['2020-01-01T00:00:00Z', '2100-01-01T00:00:00Z'])('a restore to %s is refused', async (restoreToTime) => {
    await expect(
      plane.world.operations.restoreToPointInTime({
        region: 'us-east-1',
        sourceClusterId: EAST.clusterId,
        clusterId: 'never',
        port: 5432,
        restoreToTime,
      }),
    ).rejects.toMatchObject({ code: 'InvalidRestoreFault' });
  });

  test('a switchover loses nothing, and the global name moves with it', async () => {
    await query(writer(), 'INSERT INTO kept VALUES (4)');
    await plane.world.operations.switchoverGlobal({ ...WEST, globalClusterId: GLOBAL });
    expect(plane.state().globals[0]?.status).toBe('switching-over');
    await until('switched over', allAvailable);
    await delay(5_100); // the name's time to live
    const [row] = await query(writer(), 'SELECT aurora_db_instance_identifier() AS instance');
    expect(row?.['instance']).toBe('aurora-us-west-2-1-t');
    expect(await rows(writer())).toEqual([1, 2, 3, 4]);
    await query(writer(), 'INSERT INTO kept VALUES (5)');
    for (const endpoint of endpointsOf('us-east-1')) {
      await until(`row on ${endpoint}`, async () => (await rows(target(endpoint))).includes(5));
    }
  });

  test('writes after the line was cut are exactly those that a failover loses; the lost region comes back as a replica', async () => {
    const east = plane.world.cluster(EAST.region, EAST.clusterId);
    await plane.world.idle();
    east.wanLine.cut();
    await query(writer(), 'INSERT INTO kept VALUES (6), (7)');
    await plane.killRegion('us-west-2');
    await expect(query(writer(), 'SELECT 1')).rejects.toMatchObject({ outcome: 'not-executed' });
    east.wanLine.restore();

    await plane.world.operations.failoverGlobal({ ...EAST, globalClusterId: GLOBAL });
    await until('failed over', () => plane.state().globals[0]?.status === 'available');
    await delay(5_100);
    expect(await rows(writer())).toEqual([1, 2, 3, 4, 5]);
    await query(writer(), 'INSERT INTO kept VALUES (8)');

    plane.recoverRegion('us-west-2');
    await until('replica again', allAvailable);
    for (const endpoint of endpointsOf('us-west-2')) {
      await until(`row on ${endpoint}`, async () => (await rows(target(endpoint))).includes(8));
    }
  });

  test('a failover inside the region keeps the data', async () => {
    await plane.world.operations.failoverCluster(EAST);
    await until('failed over inside', allAvailable);
    expect(await rows(writer())).toEqual([1, 2, 3, 4, 5, 8]);
    await query(writer(), 'INSERT INTO kept VALUES (9)');
  });

  test('stopping leaves no process and no data', async () => {
    const processes = () => execFileSync('ps', ['-eo', 'args']).toString();
    const directory = plane.caFile.replace('/ca.pem', '');
    expect(processes()).toContain(directory);
    await plane.stop();
    expect(processes()).not.toContain(directory);
    expect(existsSync(directory)).toBe(false);
  });
});
