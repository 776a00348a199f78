import type { Clock } from '../ports/clock';
import type { Attempt, ProbeOptions, Read, RegionalEndpoints } from '../ports/drill-probe';
import type { SqlConnector, SqlTarget } from '../ports/sql';
import { runReadProbe } from './read-probe';
import { runWriteProbe } from './write-probe';

/** Reads answer another question than writes, and slowly: how the load spreads. Once a second costs a reader nothing. */
const READ_INTERVAL_MS = 1_000;

export interface ProbersOptions extends Omit<ProbeOptions, 'onAttempt'> {
  /** The name that applications write through. */
  readonly writer: SqlTarget;
  readonly firstSeq?: number;
  readonly firstFencingSeq?: number;
  readonly onWrite: (attempt: Attempt) => void;
  readonly onFencing: (attempt: Attempt) => void;
  readonly onRead: (read: Read) => void;
  /** Ends all probers after what is under way. */
  readonly signal: AbortSignal;
}

/**
 * All probers of a drill side by side: writes through the writer name, writes at the old writer's own endpoint, reads through reader
 * endpoints. They share nothing but the clock, so that a black-holed endpoint cannot make another prober late.
 *
 * @throws RangeError for a region without endpoints
 */
export async function runProbers(
  options: ProbersOptions,
  ports: { readonly sql: SqlConnector; readonly clock: Clock },
): Promise<void> {
  const { writer, intervalMs, timeoutMs, signal, fencing } = options;
  const at = (region: string, name: 'endpoint' | 'readerEndpoint'): SqlTarget => {
    const { port, [name]: host } = endpointsOf(region, options.regions);
    return { ...writer, host, port, tlsServerName: host };
  };
  const probers = [
    runWriteProbe(
      {
        runId: options.runId,
        writer,
        firstSeq: options.firstSeq ?? 1,
        intervalMs,
        timeoutMs,
        onAttempt: options.onWrite,
        signal,
      },
      ports,
    ),
    ...options.readers.map((region) =>
      runReadProbe(
        {
          region,
          reader: at(region, 'readerEndpoint'),
          intervalMs: READ_INTERVAL_MS,
          timeoutMs,
          onRead: options.onRead,
          signal,
        },
        ports,
      ),
    ),
  ];
  if (fencing !== undefined) {
    probers.push(
      runWriteProbe(
        {
          runId: fencing.runId,
          writer: at(fencing.region, 'endpoint'),
          firstSeq: options.firstFencingSeq ?? 1,
          intervalMs,
          timeoutMs,
          onAttempt: options.onFencing,
          signal,
        },
        ports,
      ),
    );
  }
  await Promise.all(probers);
}

function endpointsOf(region: string, regions: readonly RegionalEndpoints[]): RegionalEndpoints {
  const found = regions.find((candidate) => candidate.region === region);
  if (found === undefined) throw new RangeError(`the endpoints of ${region} are not known`);
  return found;
}
