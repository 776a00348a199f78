import type { Clock } from '../ports/clock';
import type { DatabaseCredentials } from '../ports/database-credentials';
import type { Attempt, DrillProbe, Read } from '../ports/drill-probe';
import type { SqlConnector, SqlTarget } from '../ports/sql';
import { prepareHeartbeats, readHeartbeats, readServerTime, removeHeartbeats } from './heartbeats';
import { startProbers } from './probers';
import { writeThrough } from '../failover/promote';

export interface LocalProbePorts {
  readonly sql: SqlConnector;
  readonly clock: Clock;
  readonly credentials: DatabaseCredentials;
  /** The name that applications write through; replaces the host of the secret. */
  readonly writerName: string;
}

/** The probe in this process, which must be able to reach the database. It has one clock, that of the drill. */
export function localProbe(ports: LocalProbePorts): DrillProbe {
  const writer = async (): Promise<SqlTarget> => ({ ...(await ports.credentials.read()), host: ports.writerName });
  return {
    prepare: async () => prepareHeartbeats(ports.sql, await writer()),
    survivors: async (runId, place) => {
      const target = await writer();
      const { host, port } = place.kind === 'writer' ? target : place;
      const tlsServerName = place.kind === 'writer' ? target.tlsServerName : place.host;
      return readHeartbeats(ports.sql, { ...target, host, port, tlsServerName }, runId);
    },
    serverTime: async () => readServerTime(ports.sql, await writer()),
    writeOnce: async () => writeThrough(await writer(), ports.sql),
    cleanUp: async (runId) => removeHeartbeats(ports.sql, await writer(), runId),
    async start(options) {
      const writes: Attempt[] = [];
      const fencing: Attempt[] = [];
      const reads: Read[] = [];
      const stop = new AbortController();
      const running = startProbers(
        {
          ...options,
          writer: await writer(),
          onWrite: (attempt) => {
            writes.push(attempt);
            options.onAttempt(attempt);
          },
          onFencing: (attempt) => fencing.push(attempt),
          onRead: (read) => reads.push(read),
          signal: stop.signal,
        },
        ports,
      );
      return {
        seen: () => writes,
        async stop() {
          stop.abort();
          await running.all;
          return {
            writes,
            fencing: options.fencing === undefined ? undefined : fencing,
            reads,
            clockUncertaintyMs: 0,
          };
        },
      };
    },
  };
}
