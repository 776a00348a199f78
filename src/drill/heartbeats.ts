import type { SqlConnector, SqlRow, SqlSession, SqlTarget } from '../ports/sql';

/** The table that all drills write to. `seq` is numbered by the client, so that the client knows what must be there. */
const CREATE_TABLE = [
  'CREATE SCHEMA IF NOT EXISTS dr',
  `CREATE TABLE IF NOT EXISTS dr.heartbeat (
     run_id uuid NOT NULL,
     seq bigint NOT NULL,
     server_ts timestamptz NOT NULL DEFAULT clock_timestamp(),
     PRIMARY KEY (run_id, seq))`,
];

/** Removes the heartbeats of runs that ended long ago; evidence is in the reports, not here. */
const PRUNE = `DELETE FROM dr.heartbeat WHERE server_ts < clock_timestamp() - interval '35 days'`;

const STATEMENT_TIMEOUT_MS = 5_000;

/** Creates the heartbeat table where it is missing and prunes old rows. @throws SqlError */
export async function prepareHeartbeats(sql: SqlConnector, writer: SqlTarget): Promise<void> {
  await withSession(sql, writer, async (session) => {
    for (const statement of [...CREATE_TABLE, PRUNE]) await session.query(statement);
  });
}

/** Inserts one heartbeat and commits. @returns the instance that took it. @throws SqlError */
export async function insertHeartbeat(session: SqlSession, runId: string, seq: number): Promise<string | undefined> {
  const [row] = await session.query(
    'INSERT INTO dr.heartbeat (run_id, seq) VALUES ($1, $2) RETURNING aurora_db_instance_identifier() AS instance',
    [runId, seq],
  );
  return instanceOf(row);
}

/** The instance that answers. @throws SqlError */
export async function askInstance(session: SqlSession): Promise<string | undefined> {
  const [row] = await session.query('SELECT aurora_db_instance_identifier() AS instance');
  return instanceOf(row);
}

function instanceOf(row: SqlRow | undefined): string | undefined {
  const instance = row?.['instance'];
  return typeof instance === 'string' ? instance : undefined;
}

/** Removes the heartbeats of a run. @throws SqlError */
export async function removeHeartbeats(sql: SqlConnector, writer: SqlTarget, runId: string): Promise<void> {
  await withSession(sql, writer, (session) => session.query('DELETE FROM dr.heartbeat WHERE run_id = $1', [runId]));
}

/** The numbers of a run that are in the database behind `target`, in order. @throws SqlError */
export async function readHeartbeats(sql: SqlConnector, target: SqlTarget, runId: string): Promise<readonly number[]> {
  return withSession(sql, target, async (session) => {
    const rows = await session.query('SELECT seq FROM dr.heartbeat WHERE run_id = $1 ORDER BY seq', [runId]);
    return rows.map((row) => Number(row['seq']));
  });
}

/** The database server's clock. @throws SqlError */
export async function readServerTime(sql: SqlConnector, target: SqlTarget): Promise<Date> {
  return withSession(sql, target, async (session) => {
    const [row] = await session.query('SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms');
    return new Date(Number(row?.['ms']));
  });
}

async function withSession<T>(
  sql: SqlConnector,
  target: SqlTarget,
  work: (session: SqlSession) => Promise<T>,
): Promise<T> {
  const session = await sql.connect(target, STATEMENT_TIMEOUT_MS);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}
