import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { generate } from 'selfsigned';
import { z } from 'zod';
import { startDataPlane, type DataPlane } from '../../sandbox/data-plane/start-data-plane';
import { FunctionProcess } from '../../sandbox/function-process';
import { SecretsStub } from './secrets-stub';

// The committed zip, run as Lambda runs it, against real PostgreSQL servers with TLS.

const EAST = { region: 'us-east-1', clusterId: 'aurora-us-east-1-t' };
const WEST = { region: 'us-west-2', clusterId: 'aurora-us-west-2-t' };
const GLOBAL = 'aurora-global-t';
const USER = 'dr_admin';
const PASSWORD = 'p@ss"w0rd\'s';
/** Route 53 gives up after so many ms. */
const ROUTE53_LIMIT_MS = 2_000;

let stateDirectory: string;
let plane: DataPlane;
let secrets: SecretsStub;
const copies = new Set<FunctionProcess>();

const cluster = (id: { region: string; clusterId: string }) => plane.world.cluster(id.region, id.clusterId);
const leader = (id: { region: string; clusterId: string }) => cluster(id).requireLeader();

/** A copy of the function in a region, just started, as Lambda starts one. */
async function coldCopy(
  id: { region: string; clusterId: string },
  other: { readonly settings?: Readonly<Record<string, string>>; readonly caFile?: string } = {},
): Promise<FunctionProcess> {
  const state = plane.state().clusters.find((candidate) => candidate.clusterId === id.clusterId);
  const copy = await FunctionProcess.start(
    'health',
    id.region,
    {
      DATABASE_HOST: state?.endpoint ?? '',
      DATABASE_READER_HOST: state?.readerEndpoint ?? '',
      DATABASE_PORT: '5432',
      DATABASE_NAME: 'app',
      DATABASE_SECRET_ARN: `arn:aws:secretsmanager:${id.region}:123456789012:secret:t`,
      REPLICATION_LAG_LIMIT_SECONDS: '3',
      CLUSTER_IDENTIFIER: id.clusterId,
      ...other.settings,
    },
    { ...plane.functionNetwork, caFile: other.caFile ?? plane.functionNetwork.caFile },
  );
  copies.add(copy);
  return copy;
}

const answerSchema = z.object({ statusCode: z.number(), body: z.string(), headers: z.record(z.string(), z.string()) });

async function ask(copy: FunctionProcess, question: 'writer' | 'replica') {
  const { answer, ms } = await copy.invoke({ resource: `/${question}`, path: `/${question}`, httpMethod: 'GET' });
  const { statusCode, body } = answerSchema.parse(answer);
  expect(ms).toBeLessThan(ROUTE53_LIMIT_MS);
  return `${statusCode} ${body}`;
}

/** Asks, as Route 53 would, until the answer comes. */
async function untilAnswer(copy: FunctionProcess, question: 'writer' | 'replica', wanted: string): Promise<void> {
  const seen: string[] = [];
  const giveUpAt = Date.now() + 30_000;
  for (;;) {
    const said = await ask(copy, question);
    if (said === wanted) return;
    seen.push(said);
    if (Date.now() > giveUpAt) throw new Error(`never "${wanted}", but: ${seen.join(', ')}\n${copy.output.join('')}`);
    await delay(200);
  }
}

beforeAll(async () => {
  secrets = await SecretsStub.start({ username: USER, password: PASSWORD });
  stateDirectory = mkdtempSync(join(tmpdir(), 'health-test-'));
  plane = await startDataPlane({
    stateDirectory,
    environment: process.env,
    log: () => undefined,
    // A name that leads to the writer, and is in no certificate.
    customerZones: (name) =>
      Promise.resolve(
        name === 'writer.elsewhere.test'
          ? { type: 'CNAME', value: plane.state().clusters[0]?.endpoint ?? '', ttlSeconds: 60 }
          : undefined,
      ),
    awsPort: () => secrets.port,
  });
  const { operations } = plane.world;
  await operations.createCluster({
    ...EAST,
    port: 5432,
    databaseName: 'app',
    masterUsername: USER,
    masterPassword: PASSWORD,
    globalClusterId: GLOBAL,
  });
  await operations.createCluster({ ...WEST, port: 5432, globalClusterId: GLOBAL });
  for (const place of [EAST, WEST])
    for (const n of [1, 2]) await operations.createInstance({ ...place, instanceId: `${place.clusterId}-${n}` });
  await plane.world.idle();
}, 120_000);

afterEach(async () => {
  secrets.password = PASSWORD;
  secrets.isBroken = false;
  await Promise.all([...copies].map((copy) => copy.stop()));
  copies.clear();
});

afterAll(async () => {
  await plane.stop();
  await secrets.stop();
  rmSync(stateDirectory, { recursive: true, force: true });
});

describe('the role of each region (H1, H2, H5)', () => {
  test('the region that writes is fit to write and to be read; the other one only to be read', async () => {
    const [east, west] = await Promise.all([coldCopy(EAST), coldCopy(WEST)]);
    expect(await ask(east, 'writer')).toBe('200 writer');
    expect(await ask(east, 'replica')).toBe('200 replica');
    expect(await ask(west, 'writer')).toBe('503 standby');
    await untilAnswer(west, 'replica', '200 replica');
  });

  test('an answer is not to be cached, and other paths get no answer', async () => {
    const east = await coldCopy(EAST);
    const { answer } = await east.invoke({ path: '/writer' });
    expect(answerSchema.parse(answer).headers['cache-control']).toBe('no-store');
    for (const event of [{ path: '/health/writer' }, { path: '/' }, { path: '/writer/' }, {}, undefined])
      expect(answerSchema.parse((await east.invoke(event)).answer)).toMatchObject({ statusCode: 404, body: 'unknown' });
  });

  test('a writer that has been told not to write is none, also on a connection from before', async () => {
    const east = await coldCopy(EAST);
    expect(await ask(east, 'writer')).toBe('200 writer');
    const server = leader(EAST);
    await server.query('ALTER SYSTEM SET default_transaction_read_only = on');
    await server.query('SELECT pg_reload_conf()');
    try {
      await untilAnswer(east, 'writer', '503 readonly');
      expect(await ask(east, 'replica')).toBe('200 replica');
    } finally {
      await server.session(async (client) => {
        await client.query('SET default_transaction_read_only = off');
        await client.query('ALTER SYSTEM RESET default_transaction_read_only');
        await client.query('SELECT pg_reload_conf()');
      });
    }
    await untilAnswer(east, 'writer', '200 writer');
  });

  test('the proof of writing leaves no table, no dead row and no growing catalog behind', async () => {
    const east = await coldCopy(EAST);
    const server = leader(EAST);
    const size = async () => (await server.query("SELECT pg_database_size('app') AS bytes"))[0]?.['bytes'];
    expect(await ask(east, 'writer')).toBe('200 writer');
    const before = await size();
    for (let looks = 0; looks < 4; looks++) {
      await delay(1_050);
      expect(await ask(east, 'writer')).toBe('200 writer');
    }
    expect(await size()).toBe(before);
  });
});

describe('replication lag (H2, O4)', () => {
  test('a replica that has stopped replaying is lagging once the limit has passed, and fit again when it has caught up', async () => {
    const [east, west] = await Promise.all([coldCopy(EAST), coldCopy(WEST)]);
    await untilAnswer(west, 'replica', '200 replica');
    const followers = [...cluster(WEST).instances.values()];
    for (const { server } of followers) await server.query('SELECT pg_wal_replay_pause()');
    await untilAnswer(west, 'replica', '503 lagging');
    // The lag of the other region has no say in who writes.
    expect(await ask(east, 'writer')).toBe('200 writer');
    for (const { server } of followers) await server.query('SELECT pg_wal_replay_resume()');
    await untilAnswer(west, 'replica', '200 replica');
  });

  test('a replica that streams from a neighbour notices that the line between the regions is dead', async () => {
    const west = await coldCopy(WEST);
    await untilAnswer(west, 'replica', '200 replica');
    cluster(WEST).wanLine.cut();
    try {
      await untilAnswer(west, 'replica', '503 lagging');
    } finally {
      cluster(WEST).wanLine.restore();
    }
    await untilAnswer(west, 'replica', '200 replica');
  });

  test('with an idle primary the lag does not grow: asking the writer is what moves the replica', async () => {
    const [east, west] = await Promise.all([coldCopy(EAST), coldCopy(WEST)]);
    await untilAnswer(east, 'writer', '200 writer');
    await untilAnswer(west, 'replica', '200 replica');
    const answers = new Set<string>();
    for (const endAt = Date.now() + 7_000; Date.now() < endAt;) {
      await ask(east, 'writer');
      answers.add(await ask(west, 'replica'));
      await delay(250);
    }
    expect([...answers]).toEqual(['200 replica']);
  });
});

describe('failures are told apart, in time', () => {
  test('partitioned without a word, also on a kept connection: silent, and fit again afterwards', async () => {
    const east = await coldCopy(EAST);
    expect(await ask(east, 'writer')).toBe('200 writer');
    plane.networks.cut('us-east-1');
    try {
      await untilAnswer(east, 'writer', '503 silent');
      expect(await ask(east, 'replica')).toBe('503 silent');
    } finally {
      plane.networks.restore('us-east-1');
    }
    await untilAnswer(east, 'writer', '200 writer');
  });

  test('slow by 3 s: silent', async () => {
    const [warm, cold] = await Promise.all([coldCopy(EAST), coldCopy(EAST)]);
    expect(await ask(warm, 'writer')).toBe('200 writer');
    plane.networks.delayMs = 3_000;
    try {
      await untilAnswer(warm, 'writer', '503 silent');
      expect(await ask(cold, 'writer')).toBe('503 silent');
    } finally {
      plane.networks.delayMs = 0;
    }
    await untilAnswer(warm, 'writer', '200 writer');
  });

  test('a kept connection that was cut meanwhile costs no wrong answer', async () => {
    const east = await coldCopy(EAST);
    expect(await ask(east, 'writer')).toBe('200 writer');
    await leader(EAST).query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'disaster-recovery-health'",
    );
    await delay(1_100);
    expect(await ask(east, 'writer')).toBe('200 writer');
  });

  test('a stopped server: unreachable; started again: fit', async () => {
    const east = await coldCopy(EAST);
    expect(await ask(east, 'writer')).toBe('200 writer');
    await leader(EAST).stop();
    await untilAnswer(east, 'writer', '503 unreachable');
    await leader(EAST).start(cluster(EAST).primaryRole());
    await untilAnswer(east, 'writer', '200 writer');
  });

  test('a password that nobody told the function: refused, without hammering Secrets Manager; told, it is fit within seconds', async () => {
    const east = await coldCopy(EAST);
    await plane.world.operations.setMasterPassword({ ...EAST, password: 'Another-passw0rd!' });
    try {
      expect(await ask(east, 'writer')).toBe('503 refused');
      secrets.reads = 0;
      for (const endAt = Date.now() + 4_000; Date.now() < endAt;) {
        expect(await ask(east, 'writer')).toBe('503 refused');
        await delay(200);
      }
      expect(secrets.reads).toBeLessThanOrEqual(1);
      secrets.password = 'Another-passw0rd!';
      await untilAnswer(east, 'writer', '200 writer');
    } finally {
      await plane.world.operations.setMasterPassword({ ...EAST, password: PASSWORD });
    }
  });

  test('a rotation between two connections is not noticed from outside (K2)', async () => {
    const east = await coldCopy(EAST);
    expect(await ask(east, 'writer')).toBe('200 writer');
    await delay(5_100);
    secrets.password = 'A-rotated-passw0rd!';
    await plane.world.operations.setMasterPassword({ ...EAST, password: secrets.password });
    try {
      // The question about reading has no connection yet, so it meets the new password first.
      expect(await ask(east, 'replica')).toBe('200 replica');
    } finally {
      await plane.world.operations.setMasterPassword({ ...EAST, password: PASSWORD });
    }
  });

  test('a secret that cannot be read: locked', async () => {
    secrets.isBroken = true;
    const east = await coldCopy(EAST);
    expect(await ask(east, 'writer')).toBe('503 locked');
  });

  test('a server that somebody else signed for, and one of another name, are not believed', async () => {
    const { cert } = await generate([{ name: 'commonName', value: 'Somebody else' }]);
    const caFile = join(stateDirectory, 'somebody-else.pem');
    writeFileSync(caFile, cert);
    expect(await ask(await coldCopy(EAST, { caFile }), 'writer')).toBe('503 unreachable');
    const misnamed = await coldCopy(EAST, { settings: { DATABASE_HOST: 'writer.elsewhere.test' } });
    expect(await ask(misnamed, 'writer')).toBe('503 unreachable');
    expect(misnamed.output.join('')).toContain('altnames');
    expect(await ask(misnamed, 'replica')).toBe('200 replica');
  });

  test('no connection left: a cold copy says full, a warm one goes on', async () => {
    const warm = await coldCopy(EAST);
    expect(await ask(warm, 'writer')).toBe('200 writer');
    const clients: Client[] = [];
    try {
      for (;;) {
        const client = new Client({
          host: '127.0.0.1',
          port: leader(EAST).port ?? 0,
          user: USER,
          password: PASSWORD,
          database: 'app',
          ssl: { rejectUnauthorized: false },
        });
        client.on('error', () => undefined);
        try {
          await client.connect();
        } catch {
          break;
        }
        clients.push(client);
      }
      const cold = await coldCopy(EAST);
      expect(await ask(cold, 'writer')).toBe('503 full');
      await delay(1_100);
      expect(await ask(warm, 'writer')).toBe('200 writer');
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
  });
});

test('a flood costs the database one look a second and one connection', async () => {
  const east = await coldCopy(EAST);
  const server = leader(EAST);
  const sessions = async () =>
    Number(
      (
        await server.query(
          "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'disaster-recovery-health'",
        )
      )[0]?.['n'],
    );
  const transactions = async () =>
    Number((await server.query('SELECT pg_snapshot_xmax(pg_current_snapshot()) AS xid'))[0]?.['xid']);
  // It begins each minute, and counts in the same numbers.
  await server.query('ALTER SYSTEM SET autovacuum = off');
  await server.query('SELECT pg_reload_conf()');
  let workers = 1;
  while (workers > 0) {
    await delay(100);
    const [row] = await server.query(
      "SELECT count(*) AS n FROM pg_stat_activity WHERE backend_type LIKE 'autovacuum%'",
    );
    workers = Number(row?.['n']);
  }
  await ask(east, 'writer');
  const before = await transactions();
  const began = Date.now();
  for (let wave = 0; wave < 5; wave++) {
    const answers = await Promise.all(Array.from({ length: 400 }, () => ask(east, 'writer')));
    expect(new Set(answers)).toEqual(new Set(['200 writer']));
  }
  const seconds = (Date.now() - began) / 1000;
  // One for each second begun, and those of the sandbox's own backups, one in four seconds.
  expect((await transactions()) - before).toBeLessThanOrEqual(Math.ceil(seconds) + Math.ceil(seconds / 4) + 1);
  expect(await sessions()).toBe(1);
});

test('neither the answers nor the log tell the password, and the metric reaches the log as CloudWatch wants it', async () => {
  const east = await coldCopy(EAST);
  await ask(east, 'writer');
  await leader(EAST).stop();
  await untilAnswer(east, 'writer', '503 unreachable');
  await leader(EAST).start(cluster(EAST).primaryRole());
  await untilAnswer(east, 'writer', '200 writer');
  const log = east.output.join('');
  expect(log).not.toContain(PASSWORD);
  expect(log).not.toContain(JSON.stringify(PASSWORD).slice(1, -1));
  const metrics = log
    .split('\n')
    .filter((line) => line.startsWith('{"_aws"'))
    .map((line): unknown => JSON.parse(line));
  expect(metrics).toMatchObject([1, 0, 1].map((Writable) => ({ Cluster: EAST.clusterId, Writable })));
});

test('while the roles change, each region follows its own role, and the old writer is unfit before Route 53 could believe two', async () => {
  const [east, west] = await Promise.all([coldCopy(EAST), coldCopy(WEST)]);
  await untilAnswer(east, 'writer', '200 writer');
  await untilAnswer(west, 'writer', '503 standby');
  await plane.world.operations.switchoverGlobal({ ...WEST, globalClusterId: GLOBAL });
  await untilAnswer(west, 'writer', '200 writer');
  // An answer is remembered for a second; Route 53 needs three in a row.
  await delay(1_100);
  expect(await ask(east, 'writer')).not.toBe('200 writer');
  await untilAnswer(east, 'writer', '503 standby');
  await untilAnswer(east, 'replica', '200 replica');
}, 60_000);
