import type { SqlTarget } from '../ports/sql';
import { prepareHeartbeats, readHeartbeats } from './heartbeats';
import type { Attempt, History, Mark, MarkName } from './history';
import { reasonOf } from './phases';
import type { DrillPorts } from './ports';
import { MINIMUM_BASELINE_WRITES } from './verdict';
import { runWriteProbe } from './write-probe';

export interface ProbeSettings {
  /** Time between two writes, in ms. */
  readonly intervalMs: number;
  /** Limit for one connection or write, in ms. */
  readonly timeoutMs: number;
  /** Time of undisturbed writes before anything is done, in ms. */
  readonly baselineMs: number;
}

export interface MeasuredMove {
  readonly history: History;
  /** What ended the run early, if anything did. */
  readonly error: string | undefined;
}

/** After the move, writes are given this long to come back through the writer name, in ms. */
const RECOVERY_LIMIT_MS = 60_000;
const RECOVERY_POLL_MS = 50;
/** So many tries to read the survivors; a new writer may still be settling. */
const READ_TRIES = 5;
const READ_RETRY_MS = 1_000;

/**
 * Writes heartbeats, lets `move` happen in their midst, and then looks for every heartbeat that was acknowledged.
 *
 * Without a healthy baseline `move` is not called at all: a disturbance that nothing measures is only a disturbance.
 *
 * @param move does the move; marks its moments; may reject, which ends the run but not the measurement
 */
export async function measureMove(
  writer: SqlTarget,
  probe: ProbeSettings,
  move: (mark: (name: MarkName) => void) => Promise<void>,
  ports: DrillPorts,
): Promise<MeasuredMove> {
  const runId = ports.newRunId();
  const marks: Mark[] = [];
  const mark = (name: MarkName): void => {
    const record = { name, atMs: ports.clock.monotonicMs() };
    marks.push(record);
    ports.journal.append({ type: 'mark', runId, ...record });
    ports.logger.info(name);
  };
  const seen: Attempt[] = [];
  const stop = new AbortController();
  const onAttempt = (attempt: Attempt): void => {
    seen.push(attempt);
    ports.journal.append({ type: 'attempt', runId, ...attempt });
  };

  let error: string | undefined;
  try {
    await prepareHeartbeats(ports.sql, writer);
  } catch (cause) {
    error = `the heartbeat table could not be prepared through ${writer.host}: ${reasonOf(cause)}`;
    return { history: { runId, intervalMs: probe.intervalMs, attempts: [], marks, survivors: undefined }, error };
  }
  const writing = runWriteProbe({ runId, writer, ...probe, onAttempt, signal: stop.signal }, ports);
  try {
    await ports.clock.sleep(probe.baselineMs);
    const acknowledged = seen.filter((attempt) => attempt.outcome === 'ok').length;
    if (acknowledged >= MINIMUM_BASELINE_WRITES && seen.at(-1)?.outcome === 'ok') {
      await move(mark);
      await untilWritesAreBack(seen, ports);
    } else {
      ports.logger.warn(
        `only ${acknowledged} of ${seen.length} writes were acknowledged in the baseline; nothing is moved`,
      );
    }
  } catch (cause) {
    error = reasonOf(cause);
    ports.logger.error(error);
  } finally {
    stop.abort();
  }
  // The acknowledged writes are complete before the table is read; the other way round a write could look lost.
  const attempts = await writing;
  const survivors = await readSurvivors(writer, runId, ports);
  return { history: { runId, intervalMs: probe.intervalMs, attempts, marks, survivors }, error };
}

async function untilWritesAreBack(seen: readonly Attempt[], ports: DrillPorts): Promise<void> {
  const startedMs = ports.clock.monotonicMs();
  const isBack = () => {
    const last = seen.at(-1);
    return last?.outcome === 'ok' && last.startedMs >= startedMs;
  };
  while (!isBack() && ports.clock.monotonicMs() - startedMs < RECOVERY_LIMIT_MS) {
    await ports.clock.sleep(RECOVERY_POLL_MS);
  }
}

async function readSurvivors(
  writer: SqlTarget,
  runId: string,
  ports: DrillPorts,
): Promise<readonly number[] | undefined> {
  for (let tries = 1; tries <= READ_TRIES; tries++) {
    try {
      return await readHeartbeats(ports.sql, writer, runId);
    } catch (cause) {
      ports.logger.warn(`reading the surviving heartbeats failed (${tries} of ${READ_TRIES}): ${reasonOf(cause)}`);
      await ports.clock.sleep(READ_RETRY_MS);
    }
  }
  return undefined;
}
