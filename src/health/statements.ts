/**
 * Tells the role, and proves it by a write where one is allowed: a message in the log, which touches no table and so leaves no dead
 * row, no catalog entry and no space to be reclaimed. It is part of a transaction, whose commit is answered only once the log is
 * stored; a cluster whose storage takes no writes does not get that far, although `pg_is_in_recovery()` calls it a writer.
 * The price is one transaction id and about 150 bytes of log for each look, at most one a second from each copy of the function.
 *
 * A transaction that is read-only could write such a message too, hence the second condition.
 */
export const WRITER_STATEMENT = `
  WITH role AS MATERIALIZED (
    SELECT pg_is_in_recovery() AS is_in_recovery, current_setting('transaction_read_only')::boolean AS is_read_only
  )
  SELECT is_in_recovery, is_read_only,
         CASE WHEN NOT is_in_recovery AND NOT is_read_only
              THEN pg_logical_emit_message(true, 'disaster-recovery-health', '') END AS proof
  FROM role`;

/** For a server without such messages: to be given a transaction id needs a server that writes, but the commit waits for nothing. */
export const WRITER_STATEMENT_WITHOUT_MESSAGE = WRITER_STATEMENT.replace(
  /pg_logical_emit_message\(.*?\)/,
  'pg_current_xact_id()',
);

/** Which of the statements below this server understands: naming a function that is not there is an error, even in a branch not taken. */
export const ENGINE_STATEMENT = `SELECT to_regprocedure('aurora_replica_status()') IS NOT NULL AS is_aurora`;

/**
 * Aurora. Inside a global database the first function knows every instance of every region and how far it is behind the writer, also
 * across regions; for a cluster on its own only the second one does.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora_global_db_instance_status.html
 */
export const AURORA_READER_STATEMENT = `
  SELECT pg_is_in_recovery() AS is_in_recovery,
         coalesce(
           (SELECT visibility_lag_in_msec FROM aurora_global_db_instance_status()
             WHERE server_id = aurora_db_instance_identifier()),
           (SELECT replica_lag_in_msec FROM aurora_replica_status()
             WHERE server_id = aurora_db_instance_identifier())
         )::float8 AS lag_ms`;

/**
 * PostgreSQL. The age of the last replayed commit is the lag, as long as commits arrive: with an idle primary it would grow without
 * anything being late. {@link WRITER_STATEMENT} commits on the primary whenever Route 53 asks there, every second or so, and that
 * is what keeps it from growing. The messages of the replication protocol are no substitute: a standby of a standby gets them on time
 * from a neighbour that has itself been cut off.
 */
export const POSTGRES_READER_STATEMENT = `
  SELECT pg_is_in_recovery() AS is_in_recovery,
         extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp())::float8 * 1000 AS lag_ms`;
