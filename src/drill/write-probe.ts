import type { Clock } from '../ports/clock';
import { SqlError, type SqlConnector, type SqlSession, type SqlTarget } from '../ports/sql';
import { insertHeartbeat } from './heartbeats';
import type { Attempt } from './history';

export interface WriteProbeOptions {
  readonly runId: string;
  /** Number of the first write. */
  readonly firstSeq?: number;
  /** The name that applications write through. */
  readonly writer: SqlTarget;
  /** Time between the starts of two writes, in ms. */
  readonly intervalMs: number;
  /** Limit for one connection and for one write, in ms. */
  readonly timeoutMs: number;
  /** Told each attempt when its outcome is known, so that it can be kept even if the process dies. */
  readonly onAttempt: (attempt: Attempt) => void;
  /** Ends the probe after the attempt that is under way. */
  readonly signal: AbortSignal;
}

/**
 * Writes one numbered heartbeat after the other, as a single client would, until `signal` aborts. Never rejects for a failed
 * write: failed writes are what it is there to record.
 *
 * After any error the connection is thrown away and a new one made: a demoted writer keeps its sockets open, and a black-holed
 * socket can take 15 minutes to notice. Connecting counts as part of the attempt.
 */
export async function runWriteProbe(
  options: WriteProbeOptions,
  ports: { readonly sql: SqlConnector; readonly clock: Clock },
): Promise<void> {
  let session: SqlSession | undefined;
  for (let seq = options.firstSeq ?? 1; !options.signal.aborted; seq++) {
    const startedMs = ports.clock.monotonicMs();
    let outcome: Pick<Attempt, 'outcome' | 'detail' | 'instance'>;
    try {
      session ??= await ports.sql.connect(options.writer, options.timeoutMs);
      const instance = await insertHeartbeat(session, options.runId, seq);
      outcome = { outcome: 'ok', ...(instance === undefined ? {} : { instance }) };
    } catch (error) {
      outcome = classify(error);
    }
    // The moment of the outcome is taken before the clean-up, which must not lengthen what is measured.
    const attempt: Attempt = { seq, startedMs, endedMs: ports.clock.monotonicMs(), ...outcome };
    options.onAttempt(attempt);
    if (attempt.outcome !== 'ok') {
      await session?.close();
      session = undefined;
    }
    await ports.clock.sleep(options.intervalMs - (ports.clock.monotonicMs() - startedMs), options.signal);
  }
  await session?.close();
}

function classify(error: unknown): Pick<Attempt, 'outcome' | 'detail'> {
  const detail = error instanceof Error ? error.message : String(error);
  // An error that nobody classified proves nothing about the write.
  const notExecuted = error instanceof SqlError && error.outcome === 'not-executed';
  return { outcome: notExecuted ? 'fail' : 'unknown', detail };
}
