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

/** Probers that run. Neither promise rejects for anything that a database does. */
export interface RunningProbers {
  /** The writes through the writer name have ended. */
  readonly writes: Promise<void>;
  readonly all: Promise<void>;
}

/**
 * Starts all probers of a drill side by side: writes through the writer name, writes at the old writer's own endpoint, reads through
 * reader endpoints. They share nothing but the clock, so that a black-holed endpoint cannot make another prober late.
 *
 * @throws RangeError for a region without endpoints
 */
export function startProbers(
  options: ProbersOptions,
  ports: { readonly sql: SqlConnector; readonly clock: Clock },
): RunningProbers {
  const { writer, intervalMs, timeoutMs, signal, fencing, onRead } = options;
  const at = (region: string, name: 'endpoint' | 'readerEndpoint'): SqlTarget => {
    const { port, [name]: host } = endpointsOf(region, options.regions);
    return { ...writer, host, port, tlsServerName: host };
  };
  const readers = options.readers.map((region) => ({ region, reader: at(region, 'readerEndpoint') }));
  const old = fencing === undefined ? undefined : { runId: fencing.runId, writer: at(fencing.region, 'endpoint') };

  const pace = { intervalMs, timeoutMs, signal };
  const writes = runWriteProbe(
    { runId: options.runId, writer, firstSeq: options.firstSeq ?? 1, onAttempt: options.onWrite, ...pace },
    ports,
  );
  const others = [
    ...readers.map((each) => runReadProbe({ ...each, ...pace, intervalMs: READ_INTERVAL_MS, onRead }, ports)),
    ...(old === undefined
      ? []
      : [
          runWriteProbe(
            { ...old, firstSeq: options.firstFencingSeq ?? 1, onAttempt: options.onFencing, ...pace },
            ports,
          ),
        ]),
  ];
  return { writes, all: Promise.all([writes, ...others]).then(() => undefined) };
}

function endpointsOf(region: string, regions: readonly RegionalEndpoints[]): RegionalEndpoints {
  const found = regions.find((candidate) => candidate.region === region);
  if (found === undefined) throw new RangeError(`the endpoints of ${region} are not known`);
  return found;
}
