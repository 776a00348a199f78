import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Cluster } from '../data-plane/cluster';
import { attemptsOf, lastRunId, readJournal, untilJournal } from './drill-journal';

/** So long the region that takes over may need to come level, and the drill to have its last writes acknowledged, in ms. */
const PATIENCE_MS = 20_000;

export interface Loss {
  readonly from: Cluster;
  readonly to: Cluster;
  readonly database: string;
  /** Where the drill keeps its journal. */
  readonly reportDirectory: string;
  /** So many acknowledged writes of the drill are to be lost. */
  readonly count: number;
}

/**
 * Brings it about that exactly `count` acknowledged writes of a drill that runs are on the old writer only. The next thing to happen must be
 * the loss of the region.
 *
 * A lock stops all writes → the other region replays everything so far → the line between the regions is cut → `count` more writes of the
 * drill are let through, and acknowledged → the one after them waits in a trigger. The trigger is made while the line is cut: the region that
 * takes over never learns of it, and the old one is rebuilt.
 */
export async function injectLoss({ from, to, database, reportDirectory, count }: Loss): Promise<void> {
  const runId = z.uuid().parse(lastRunId(readJournal(reportDirectory)));
  const server = from.requireLeader();
  const last = await server.session(async (client) => {
    await client.query('BEGIN');
    await client.query('LOCK TABLE dr.heartbeat IN SHARE ROW EXCLUSIVE MODE');
    const found = await client.query<Record<string, unknown>>(
      'SELECT max(seq)::int AS seq, pg_current_wal_lsn() AS level FROM dr.heartbeat WHERE run_id = $1',
      [runId],
    );
    const { seq, level } = z.object({ seq: z.number(), level: z.string() }).parse(found.rows[0]);
    await untilReplayed(from, to, level);
    to.wanLine.cut();
    await client.query(`
      CREATE FUNCTION dr.hold_back() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.run_id = '${runId}' AND NEW.seq > ${seq + count} THEN PERFORM pg_sleep(60); END IF;
        RETURN NEW;
      END $$`);
    await client.query(
      'CREATE TRIGGER hold_back BEFORE INSERT ON dr.heartbeat FOR EACH ROW EXECUTE FUNCTION dr.hold_back()',
    );
    await client.query('COMMIT');
    return seq;
  }, database);
  const acknowledged = () =>
    attemptsOf(readJournal(reportDirectory), runId).some(
      ({ seq, outcome }) => seq === last + count && outcome === 'ok',
    );
  await untilJournal(reportDirectory, acknowledged, PATIENCE_MS);
}

async function untilReplayed(from: Cluster, to: Cluster, level: string): Promise<void> {
  const giveUpAtMs = performance.now() + PATIENCE_MS;
  for (;;) {
    const [row] = await from
      .requireLeader()
      .query(
        'SELECT bool_and(replay_lsn >= $1::pg_lsn) AS level FROM pg_stat_replication WHERE application_name = $2',
        [level, to.leader?.id],
      );
    if (row?.['level'] === true) return;
    if (performance.now() > giveUpAtMs) throw new Error(`${to.id} did not replay ${level}`);
    await delay(10);
  }
}
