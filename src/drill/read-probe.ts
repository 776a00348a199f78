import type { Clock } from '../ports/clock';
import type { SqlConnector, SqlTarget } from '../ports/sql';
import { askInstance } from './heartbeats';
import type { Read } from './history';

export interface ReadProbeOptions {
  readonly region: string;
  /** The reader endpoint of the region. */
  readonly reader: SqlTarget;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly onRead: (read: Read) => void;
  /** Ends the probe after the read that is under way. */
  readonly signal: AbortSignal;
}

/**
 * Asks, again and again, which replica answers. A new connection each time, because a reader endpoint spreads connections and not
 * statements. Never rejects for a failed read.
 */
export async function runReadProbe(
  options: ReadProbeOptions,
  ports: { readonly sql: SqlConnector; readonly clock: Clock },
): Promise<void> {
  while (!options.signal.aborted) {
    const startedMs = ports.clock.monotonicMs();
    const answer = await read(options, ports.sql);
    options.onRead({ region: options.region, startedMs, endedMs: ports.clock.monotonicMs(), ...answer });
    await ports.clock.sleep(options.intervalMs - (ports.clock.monotonicMs() - startedMs), options.signal);
  }
}

async function read(
  options: ReadProbeOptions,
  sql: SqlConnector,
): Promise<Pick<Read, 'outcome' | 'instance' | 'detail'>> {
  try {
    const session = await sql.connect(options.reader, options.timeoutMs);
    try {
      const instance = await askInstance(session);
      return { outcome: 'ok', ...(instance === undefined ? {} : { instance }) };
    } finally {
      await session.close();
    }
  } catch (error) {
    return { outcome: 'fail', detail: error instanceof Error ? error.message : String(error) };
  }
}
