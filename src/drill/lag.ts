import { parseReaderRow } from '../health/observation';
import { POSTGRES_READER_STATEMENT } from '../health/statements';
import type { Clock } from '../ports/clock';
import type { DrillProbe, LagQuestion, LagSample } from '../ports/drill-probe';
import type { SqlConnector, SqlSession, SqlTarget } from '../ports/sql';
import { reasonOf } from './phases';

/** Nobody can say how far a region is behind. */
export class LagUnknownError extends Error {
  override readonly name = 'LagUnknownError';
}

/** Time between two questions, in ms. */
export const LAG_INTERVAL_MS = 1_000;

/** Aurora works the lag out by itself; a number that is older than this says nothing of now, in ms. */
const FRESH_MS = 30_000;

const ROLE_STATEMENT = `
  SELECT pg_is_in_recovery() AS follows, to_regprocedure('aurora_global_db_status()') IS NOT NULL AS is_aurora`;

/**
 * The writer knows of each region how much of what it stored, and how much of what it committed, is not there yet; both are -1 for its own
 * region. What would be lost is judged, so the longer of the two counts.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora_global_db_status.html
 */
const AURORA_STATEMENT = `
  SELECT greatest(durability_lag_in_msec, rpo_lag_in_msec)::float8 AS lag_ms,
         (extract(epoch FROM clock_timestamp() - last_lag_calculation_time) * 1000)::float8 AS age_ms
    FROM aurora_global_db_status() WHERE aws_region = $1`;

/**
 * Asks how far a region is behind: Aurora's writer, which knows, or on PostgreSQL the replica itself. The writer has to answer in either
 * case: the replica of a dead one grows old without being behind anything.
 *
 * New connections each time, so that a writer name that moved is seen.
 *
 * @param writer through the writer name
 * @throws LagUnknownError, SqlError, ObservationError
 */
export async function askReplicationLag(
  { region, regions, timeoutMs }: LagQuestion,
  writer: SqlTarget,
  sql: SqlConnector,
): Promise<number> {
  const known = await withSession(sql, writer, timeoutMs, async (session) => {
    const [role] = await session.query(ROLE_STATEMENT);
    if (role?.['follows'] !== false) {
      throw new LagUnknownError(`${writer.host} leads to a server that follows, so nobody knows who is behind`);
    }
    return role['is_aurora'] === true ? askAuroraWriter(session, region) : undefined;
  });
  if (known !== undefined) return known;
  const place = regions.find((candidate) => candidate.region === region);
  if (place === undefined) throw new LagUnknownError(`the endpoints of ${region} are not known`);
  const { readerEndpoint: host, port } = place;
  const reader = { ...writer, host, port, tlsServerName: host };
  return withSession(sql, reader, timeoutMs, async (session) => {
    const [row] = await session.query(POSTGRES_READER_STATEMENT);
    const { isInRecovery, lagMs } = parseReaderRow(row);
    if (!isInRecovery) throw new LagUnknownError(`${region} writes, and follows nobody`);
    if (lagMs === undefined) throw new LagUnknownError(`${region} has not replayed any commit yet`);
    // The clocks of two servers differ by a little.
    return Math.max(0, lagMs);
  });
}

async function askAuroraWriter(session: SqlSession, region: string): Promise<number> {
  const [row] = await session.query(AURORA_STATEMENT, [region]);
  if (row === undefined) throw new LagUnknownError(`the writer knows of no replica in ${region}`);
  const { lag_ms: lagMs, age_ms: ageMs } = row;
  if (typeof lagMs !== 'number' || typeof ageMs !== 'number') {
    throw new LagUnknownError(`the writer does not say how far ${region} is behind`);
  }
  if (lagMs < 0) throw new LagUnknownError(`${region} writes, and follows nobody`);
  if (ageMs > FRESH_MS) {
    throw new LagUnknownError(
      `what the writer says of ${region} is ${Math.round(ageMs / 1000)} s old, too old for a judgement`,
    );
  }
  return lagMs;
}

async function withSession<T>(
  sql: SqlConnector,
  target: SqlTarget,
  timeoutMs: number,
  work: (session: SqlSession) => Promise<T>,
): Promise<T> {
  const session = await sql.connect(target, timeoutMs);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** Asks once. Never rejects: that nobody can say is a sample, too. */
export async function sampleLag(
  question: LagQuestion,
  ports: { readonly probe: Pick<DrillProbe, 'lag'>; readonly clock: Clock },
): Promise<LagSample> {
  const { region } = question;
  const startedMs = ports.clock.monotonicMs();
  try {
    const lagMs = await ports.probe.lag(question);
    return { region, startedMs, endedMs: ports.clock.monotonicMs(), outcome: 'ok', lagMs };
  } catch (error) {
    return { region, startedMs, endedMs: ports.clock.monotonicMs(), outcome: 'fail', detail: reasonOf(error) };
  }
}

/** Asks once a second until `signal` aborts, and tells each sample. Never rejects. */
export async function watchLag(
  question: LagQuestion,
  onSample: (sample: LagSample) => void,
  signal: AbortSignal,
  ports: { readonly probe: Pick<DrillProbe, 'lag'>; readonly clock: Clock },
): Promise<void> {
  for (;;) {
    const sample = await sampleLag(question, ports);
    // What was asked before the end and answered after it may be about other roles.
    if (signal.aborted) return;
    onSample(sample);
    await ports.clock.sleep(LAG_INTERVAL_MS - (sample.endedMs - sample.startedMs), signal);
  }
}
