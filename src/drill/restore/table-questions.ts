import type { Horizon } from '../../ports/content';

/**
 * The rows of a table as sums of hashes. A bucket is a set of rows that is the same set in a copy: those whose key has the same hash, or, where
 * a table is too large to read, those of some blocks, because a restored copy has every row where the original has it.
 */

/** Rows are spread over so many buckets: what an application changes while the drill looks takes only its own buckets out of the comparison. */
const BUCKETS = 256;
/** A larger table, in bytes with its TOAST, is sampled: at most so much of it is read, whatever its size. */
export const READ_AT_MOST_BYTES = 256 * 1024 * 1024;
/** Stretches of blocks of a sample, at most. */
const STRETCHES = 64;
const BLOCK_BYTES = 8_192;

export const DESCRIBE_TABLE = `
  SELECT c.relkind AS kind, c.relpersistence AS persistence, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name,
    (SELECT sum(pg_table_size(t.relid)) FROM pg_partition_tree(c.oid) t)::float8 AS "partitionBytes",
    pg_table_size(c.oid)::float8 AS bytes, pg_relation_size(c.oid)::float8 AS "mainBytes",
    (SELECT string_agg('x.' || quote_ident(a.attname), ', ' ORDER BY k.position)
      FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position), pg_attribute a
      WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.attnum) AS key,
    (SELECT coalesce(json_agg(json_build_object('schema', m.nspname, 'name', b.relname) ORDER BY m.nspname, b.relname), '[]'::json)
      FROM pg_index i JOIN pg_class b ON b.oid = i.indexrelid JOIN pg_am am ON am.oid = b.relam AND am.amname = 'btree'
      JOIN pg_namespace m ON m.oid = b.relnamespace
      WHERE b.relkind = 'i' AND (i.indrelid = c.oid OR i.indrelid IN (SELECT t.relid FROM pg_partition_tree(c.oid) t))) AS indexes
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2`;

/** Younger row versions may be there or not, as the application pleases. Numbers of transactions are compared in a circle, as PostgreSQL does. */
function isOlder(horizon: Horizon): string {
  const bits = (BigInt(horizon) & 0xffffffffn).toString();
  return `(x.xmin::text::bigint < 3 OR ((x.xmin::text::bigint - ${bits}) & 4294967295) >= 2147483648)`;
}

const sums = (horizon: Horizon) =>
  `count(*) FILTER (WHERE ${isOlder(horizon)})::float8 AS rows, count(*)::float8 AS "all", coalesce(sum(${ROW_HASH}) FILTER (WHERE ${isOlder(horizon)}), 0)::text AS sum`;

/** The whole row as text; `x` alone could be a column of that name. */
const ROW_HASH = 'hashtextextended((x.*)::text COLLATE "C", 0)::numeric';

/**
 * Reads every row, and sums up those that are older than the horizon.
 *
 * @param name quoted
 * @param key the columns of the primary key, quoted; without one the row is its own key
 */
export function wholeTable(name: string, horizon: Horizon, key: string | null): string {
  const hashed = key === null ? '(x.*)::text' : `ROW(${key})::text`;
  return `SELECT (hashtextextended(${hashed} COLLATE "C", 0) & ${BUCKETS - 1})::text AS bucket, ${sums(horizon)} FROM ${name} x GROUP BY 1`;
}

/**
 * Reads stretches of blocks that are spread evenly. Their places follow from powers of two, so that a table that has grown a little since is
 * sampled at the same places.
 *
 * @param name quoted
 * @param mainBytes of the table without TOAST and indexes, which the places are chosen by
 * @param bytes with TOAST, which the amount is chosen by
 */
export function sampledTable(name: string, horizon: Horizon, mainBytes: number, bytes: number): string {
  const blocks = Math.ceil(mainBytes / BLOCK_BYTES);
  const stride = 2 ** Math.ceil(Math.log2(Math.max(1, blocks / STRETCHES)));
  const share = Math.min(1, READ_AT_MOST_BYTES / bytes);
  const length = 2 ** Math.floor(Math.log2(Math.max(1, stride * share)));
  const stretches = Array.from({ length: Math.ceil(blocks / stride) }, (_, index) => index * stride);
  return stretches
    .map(
      (first) =>
        `SELECT 'block ${first}' AS bucket, ${sums(horizon)}
          FROM ${name} x WHERE x.ctid >= '(${first},0)'::tid AND x.ctid < '(${first + length},0)'::tid`,
    )
    .join('\nUNION ALL\n');
}
