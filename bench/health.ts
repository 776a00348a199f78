import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { startDataPlane } from '../sandbox/data-plane/start-data-plane';
import { FunctionProcess } from '../sandbox/function-process';
import { SecretsStub } from '../test/lambdas/secrets-stub';
import { zipOf } from '../tooling/functions/bundle';
import { printFigures, type Figure } from './figures';

// How quick the health function is as it is deployed: the committed zip in a process of its own, a real PostgreSQL server with TLS,
// and beside each figure what a bare connection of the same driver costs on this machine. Printed, and an error when a target is missed.

const COLD_STARTS = 15;
const LOOKS = 60;
const REMEMBERED = 5_000;
/** A little more than an answer is remembered for, so that every question is a look at the database. */
const BETWEEN_LOOKS_MS = 1_050;

const USER = { username: 'dr_admin', password: 'bench-Passw0rd!' };
const EAST = { region: 'us-east-1', clusterId: 'aurora-us-east-1-bench' };

const stateDirectory = mkdtempSync(join(tmpdir(), 'bench-health-'));
const secrets = await SecretsStub.start(USER);
const plane = await startDataPlane({
  stateDirectory,
  environment: process.env,
  log: () => undefined,
  customerZones: () => Promise.resolve(undefined),
  awsPort: () => secrets.port,
});
try {
  const { operations } = plane.world;
  await operations.createCluster({
    ...EAST,
    port: 5432,
    databaseName: 'app',
    masterUsername: USER.username,
    masterPassword: USER.password,
    globalClusterId: 'aurora-global-bench',
  });
  await operations.createInstance({ ...EAST, instanceId: 'aurora-us-east-1-1-bench' });
  await plane.world.idle();
  console.log(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}\n`);

  const cold = await coldStarts();
  const bareCold = await bareColdStarts();
  const { looks, remembered } = await warm();
  const bare = await bareQueries();
  const bareConnect = await bareConnections();
  const zipKb = statSync(zipOf('health')).size / 1024;

  const figures: readonly Figure[] = [
    {
      what: 'cold start: process, load, secret, connection, answer',
      values: cold,
      target: { of: 'p50', limit: 800 },
      beside: { what: 'empty Node process', values: bareCold },
    },
    {
      what: 'warm, looking at the database',
      values: looks,
      target: { of: 'p99', limit: 50 },
      beside: { what: 'SELECT 1 on a kept pg connection', values: bare },
    },
    {
      what: 'warm, remembered within a second',
      values: remembered,
      target: { of: 'p99', limit: 50 },
      beside: { what: 'a new pg connection with TLS, and SELECT 1', values: bareConnect },
    },
  ];
  const missed = printFigures(figures);
  const isTooLarge = zipKb > 3 * 1024;
  console.log(`\nzip: ${Math.round(zipKb)} kB (target below 3,072 kB)${isTooLarge ? '  MISSED' : ''}`);
  process.exitCode = missed || isTooLarge ? 1 : 0;
} finally {
  await plane.stop();
  await secrets.stop();
  rmSync(stateDirectory, { recursive: true, force: true });
}

function start(): Promise<FunctionProcess> {
  const cluster = plane.state().clusters[0];
  return FunctionProcess.start(
    'health',
    EAST.region,
    {
      DATABASE_HOST: cluster?.endpoint ?? '',
      DATABASE_READER_HOST: cluster?.readerEndpoint ?? '',
      DATABASE_PORT: '5432',
      DATABASE_NAME: 'app',
      DATABASE_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:bench',
      REPLICATION_LAG_LIMIT_SECONDS: '60',
      CLUSTER_IDENTIFIER: EAST.clusterId,
    },
    plane.functionNetwork,
  );
}

async function ask(copy: FunctionProcess): Promise<void> {
  const { answer } = await copy.invoke({ path: '/writer' });
  // A quick refusal would be a fine figure and worth nothing.
  if (!JSON.stringify(answer).includes('"statusCode":200')) throw new Error(`not fit: ${JSON.stringify(answer)}`);
}

async function coldStarts(): Promise<readonly number[]> {
  return repeat(COLD_STARTS, async () => {
    const began = performance.now();
    const copy = await start();
    await ask(copy);
    const ms = performance.now() - began;
    await copy.stop();
    return ms;
  });
}

async function bareColdStarts(): Promise<readonly number[]> {
  return repeat(COLD_STARTS, () =>
    timed(async () => {
      await once(spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }), 'exit');
    }),
  );
}

async function warm(): Promise<{ readonly looks: readonly number[]; readonly remembered: readonly number[] }> {
  const copy = await start();
  try {
    await ask(copy);
    const looks = await repeat(LOOKS, async () => {
      await delay(BETWEEN_LOOKS_MS);
      return timed(() => ask(copy));
    });
    const remembered = await repeat(REMEMBERED, () => timed(() => ask(copy)));
    return { looks, remembered };
  } finally {
    await copy.stop();
  }
}

function bareClient(): Client {
  const host = plane.state().clusters[0]?.endpoint ?? '';
  return new Client({
    host: '127.0.0.1',
    port: plane.world.endpointPort(host) ?? 0,
    user: USER.username,
    password: USER.password,
    database: 'app',
    ssl: { rejectUnauthorized: false },
  });
}

async function bareQueries(): Promise<readonly number[]> {
  const client = bareClient();
  await client.connect();
  try {
    await client.query('SELECT 1');
    return await repeat(LOOKS, async () => {
      await delay(BETWEEN_LOOKS_MS);
      return timed(() => client.query('SELECT 1'));
    });
  } finally {
    await client.end();
  }
}

async function bareConnections(): Promise<readonly number[]> {
  return repeat(COLD_STARTS, async () => {
    const client = bareClient();
    const ms = await timed(async () => {
      await client.connect();
      await client.query('SELECT 1');
    });
    await client.end();
    return ms;
  });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function repeat(times: number, measure: () => Promise<number>): Promise<readonly number[]> {
  const values: number[] = [];
  for (let time = 0; time < times; time++) values.push(await measure());
  return values;
}
