import type { Clock } from '../ports/clock';
import type { GlobalDatabase, GlobalMember, GlobalStatus } from '../ports/global-database';
import type { Logger } from '../ports/logger';
import type { SqlConnector, SqlTarget } from '../ports/sql';

/** Something did not happen in time. Nothing is rolled back: a move that AWS accepted goes on without us. */
export class MoveTimeoutError extends Error {
  override readonly name = 'MoveTimeoutError';
}

export interface MovePorts {
  readonly globalDatabase: GlobalDatabase;
  readonly sql: SqlConnector;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Writes once through the writer name and says which instance took it; absent where `sql` reaches the database itself. */
  readonly writeOnce?: () => Promise<string>;
}

export type MoveMilestone = 'requested' | 'promoted' | 'writer-name-moved';

export interface MoveRequest {
  readonly target: GlobalMember;
  /** Asks the control plane for the move: a failover or a switchover. */
  readonly request: () => Promise<void>;
  /** The name that applications write through. */
  readonly writer: SqlTarget;
  /** Give up after this time, in ms. */
  readonly deadlineMs: number;
  /** Told each milestone at the moment it is reached. */
  readonly onMilestone: (milestone: MoveMilestone) => void;
}

/** Time between two looks at the control plane, in ms; its rate limits are generous but shared with the console. */
const POLL_INTERVAL_MS = 500;
/** One connection attempt through the writer name may take this long, in ms. */
const WRITE_TIMEOUT_MS = 2_000;

/**
 * Moves the writer role and returns only when a real write through the writer name succeeded.
 *
 * The control plane's word is not enough: DNS caches, a wrong endpoint or a read-only promotion all leave an
 * `available` database that takes no write.
 *
 * @throws MoveTimeoutError when the deadline passes, saying which step was not reached
 */
export async function moveWriter(move: MoveRequest, ports: MovePorts): Promise<void> {
  const startedMs = ports.clock.monotonicMs();
  const remainingMs = () => move.deadlineMs - (ports.clock.monotonicMs() - startedMs);

  await move.request();
  move.onMilestone('requested');

  // Both are awaited side by side: the name may move before the control plane has tidied up, and the sooner a
  // real write is seen, the sooner the measured recovery ends.
  const steps = await Promise.allSettled([
    awaitPromotion(move, ports, remainingMs),
    awaitRealWrite(move, ports, remainingMs).then(() => {
      move.onMilestone('writer-name-moved');
    }),
  ]);
  // Settled rather than the first rejection: no poll may go on behind the back of a caller that has given up.
  for (const step of steps) if (step.status === 'rejected') throw step.reason;
}

async function awaitPromotion(move: MoveRequest, ports: MovePorts, remainingMs: () => number): Promise<void> {
  let last = 'not read yet';
  while (remainingMs() > 0) {
    try {
      const status = await ports.globalDatabase.describe();
      last = describeProgress(status);
      if (hasPromoted(status, move.target)) {
        move.onMilestone('promoted');
        return;
      }
    } catch (error) {
      // The control plane of the lost region may fail calls during the move; the deadline bounds the patience.
      last = error instanceof Error ? error.message : String(error);
      ports.logger.debug(`describing the global cluster failed, trying again: ${last}`);
    }
    await ports.clock.sleep(POLL_INTERVAL_MS);
  }
  throw new MoveTimeoutError(
    `${move.target.clusterId} was not promoted within ${Math.round(move.deadlineMs / 1000)} s; last seen: ${last}`,
  );
}

async function awaitRealWrite(move: MoveRequest, ports: MovePorts, remainingMs: () => number): Promise<void> {
  let last = 'not tried yet';
  while (remainingMs() > 0) {
    try {
      const instance = await (ports.writeOnce?.() ?? writeThrough(move.writer, ports.sql));
      if (move.target.instances.some(({ id }) => id === instance)) return;
      last = `it still reaches ${instance}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await ports.clock.sleep(POLL_INTERVAL_MS);
  }
  throw new MoveTimeoutError(
    `no write through ${move.writer.host} reached ${move.target.clusterId} within ${Math.round(move.deadlineMs / 1000)} s; last try: ${last}`,
  );
}

/**
 * Writes once and says which instance took it. Assigning a transaction id needs a commit record, so it fails on a reader
 * (SQLSTATE 25006), and it leaves nothing behind. Each try is a new connection, so that the name is resolved again.
 *
 * @throws SqlError
 */
export async function writeThrough(writer: SqlTarget, sql: SqlConnector): Promise<string> {
  const session = await sql.connect(writer, WRITE_TIMEOUT_MS);
  try {
    const [row] = await session.query(
      'SELECT aurora_db_instance_identifier() AS instance, pg_current_xact_id()::text AS xid',
    );
    return String(row?.['instance']);
  } finally {
    await session.close();
  }
}

function hasPromoted(status: GlobalStatus, target: GlobalMember): boolean {
  return (
    status.failoverState === undefined &&
    status.members.some((member) => member.clusterArn === target.clusterArn && member.isWriter)
  );
}

function describeProgress(status: GlobalStatus): string {
  const writers = status.members.filter((member) => member.isWriter).map((member) => member.region);
  return `status ${status.status}, move ${status.failoverState?.status ?? 'none'}, writer in ${writers.join(', ') || 'no region'}`;
}
