import { z } from 'zod';
import { SECTIONS, type CatalogContent, type IndexCheck, type IndexName, type TableContent } from '../../ports/content';
import { SqlError, type SqlConnector, type SqlRow, type SqlSession, type SqlTarget } from '../../ports/sql';
import { SEQUENCES, sectionStatement } from './catalog-questions';
import { catalogAnswer, indexNames, sectionAnswer, type ContentQuestion } from './content-answers';
import { DESCRIBE_TABLE, READ_AT_MOST_BYTES, sampledTable, wholeTable } from './table-questions';

/** Limit for one statement, in ms. A database that carries production is not asked for longer. */
const STATEMENT_TIMEOUT_MS = 20_000;
/** Sequences whose columns are looked at, one statement each. */
const COLUMN_EDGES = 200;

/** So that values become the same text everywhere, rows that a policy would hide are an error and not absent, and nothing is written. */
const SESSION = [
  `SET search_path TO pg_catalog`,
  `SET row_security TO off`,
  `SET DateStyle TO 'ISO, YMD'`,
  `SET IntervalStyle TO 'iso_8601'`,
  `SET TimeZone TO 'UTC'`,
  `SET bytea_output TO 'hex'`,
  `SET extra_float_digits TO 1`,
  `SET default_transaction_read_only TO on`,
];

/**
 * Answers one question about the content of a database. The original and its copy are asked by the same code, in the action and in the function
 * inside the VPC.
 *
 * @throws SqlError when the database cannot be asked at all
 */
export async function answerQuestion(
  sql: SqlConnector,
  target: SqlTarget,
  question: ContentQuestion,
): Promise<CatalogContent | TableContent | IndexCheck> {
  const session = await sql.connect(target, STATEMENT_TIMEOUT_MS);
  try {
    if (question.about === 'index') return await checkIndex(session, question);
    for (const statement of SESSION) await session.query(statement);
    return question.about === 'catalog' ? await readCatalog(session) : await readTable(session, question);
  } finally {
    await session.close();
  }
}

async function readCatalog(session: SqlSession): Promise<CatalogContent> {
  // First of all: what is written from now on is younger.
  const [now] = await session.query('SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon');
  const sections = new Map<string, z.infer<typeof sectionAnswer>>();
  for (const section of SECTIONS) {
    sections.set(section, sectionAnswer.parse((await session.query(sectionStatement(section)))[0]));
  }
  const found = z.array(sequenceRow).parse(await session.query(SEQUENCES));
  const sequences = [];
  let looked = 0;
  for (const { edgeStatement, ...sequence } of found) {
    const edge = edgeStatement === null || ++looked > COLUMN_EDGES ? undefined : await session.query(edgeStatement);
    sequences.push({ ...sequence, columnEdge: edge?.[0]?.['edge'] ?? null });
  }
  const [newest] = await session.query(
    'SELECT (extract(epoch FROM max(server_ts)) * 1000)::float8 AS ms FROM dr.heartbeat',
  );
  return catalogAnswer.parse({
    horizon: now?.['horizon'],
    sections: Object.fromEntries(sections),
    sequences,
    newestHeartbeatMs: newest?.['ms'] ?? null,
  });
}

const sequenceRow = z.object({
  name: z.string(),
  lastValue: z.string().nullable(),
  increment: z.string(),
  edgeStatement: z.string().nullable(),
});

const describedTable = z.object({
  kind: z.string(),
  persistence: z.string(),
  name: z.string(),
  partitionBytes: z.number().nullable(),
  bytes: z.number(),
  mainBytes: z.number(),
  key: z.string().nullable(),
  indexes: indexNames,
});
const bucketRow = z.object({ bucket: z.string(), rows: z.number(), all: z.number(), sum: z.string() });

async function readTable(
  session: SqlSession,
  { table, horizon }: Extract<ContentQuestion, { about: 'table' }>,
): Promise<TableContent> {
  const [schema = '', relation = ''] = table.split('.');
  const [row] = await session.query(DESCRIBE_TABLE, [schema, relation]);
  if (row === undefined) return { table, state: 'missing', reason: `there is no table ${table}` };
  const described = describedTable.parse(row);
  if (!['r', 'p', 'm'].includes(described.kind)) {
    return { table, state: 'missing', reason: `${table} is no table` };
  }
  if (described.persistence !== 'p') {
    return { table, state: 'not-read', reason: `${table} is unlogged: no backup holds its rows` };
  }
  const isPartitioned = described.kind === 'p';
  const isLarge = (isPartitioned ? (described.partitionBytes ?? 0) : described.bytes) > READ_AT_MOST_BYTES;
  if (isLarge && isPartitioned) {
    return { table, state: 'not-read', reason: `${table} is partitioned and large: name its partitions instead` };
  }
  const { name, key, mainBytes, bytes, indexes } = described;
  try {
    const rows = await session.query(
      isLarge ? sampledTable(name, horizon, mainBytes, bytes) : wholeTable(name, horizon, key),
    );
    return { table, state: 'read', extent: isLarge ? 'sample' : 'all', ...toBuckets(rows), indexes };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return error.sqlState === INSUFFICIENT_PRIVILEGE
      ? { table, state: 'refused', reason: `${table} may not be read (${error.message}): grant pg_read_all_data` }
      : { table, state: 'not-read', reason: `${table} was not read: ${error.message}` };
  }
}

function toBuckets(answer: readonly SqlRow[]) {
  const parsed = z.array(bucketRow).parse(answer);
  const older = parsed.filter(({ rows }) => rows > 0);
  return {
    buckets: Object.fromEntries(older.map(({ bucket, rows, sum }) => [bucket, { rows, sum }])),
    younger: parsed.reduce((younger, { rows, all }) => younger + all - rows, 0),
  };
}

const INSUFFICIENT_PRIVILEGE = '42501';
/** Data or index corrupted, and what a server says that cannot read its own files. https://www.postgresql.org/docs/15/errcodes-appendix.html */
const CORRUPTION = /^(?:XX|58030$)/;

/**
 * Checks an index against its table with amcheck. Where the extension is not there it is created and taken back again in the same transaction, so that
 * the copy stays as it was restored, and can be compared again.
 */
async function checkIndex(session: SqlSession, { schema, name }: IndexName): Promise<IndexCheck> {
  const index = `${schema}.${name}`;
  try {
    await session.query('BEGIN');
    await session.query('SET LOCAL search_path TO pg_catalog');
    if ((await schemaOfAmcheck(session)) === undefined) await session.query('CREATE EXTENSION amcheck SCHEMA dr');
    const place = await schemaOfAmcheck(session);
    await session.query(
      `SELECT ${place ?? 'dr'}.bt_index_check(index => format('%I.%I', $1::text, $2::text)::regclass, heapallindexed => true)`,
      [schema, name],
    );
    await session.query('ROLLBACK');
    return { index, outcome: 'passed', detail: 'sound' };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    const isCorrupt = error.sqlState !== undefined && CORRUPTION.test(error.sqlState);
    return {
      index,
      outcome: isCorrupt ? 'failed' : 'unknown',
      detail: isCorrupt ? error.message : `could not be checked: ${error.message}`,
    };
  }
}

async function schemaOfAmcheck(session: SqlSession): Promise<string | undefined> {
  const [row] = await session.query(
    `SELECT quote_ident(n.nspname) AS schema FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'amcheck'`,
  );
  const schema = row?.['schema'];
  return typeof schema === 'string' ? schema : undefined;
}
