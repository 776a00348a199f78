import type { Clock } from '../ports/clock';
import type { DatabaseCredentials } from '../ports/database-credentials';
import type { Attempt, DrillProbe, HeartbeatPlace, Read } from '../ports/drill-probe';
import type { SqlConnector, SqlTarget } from '../ports/sql';
import { prepareHeartbeats, readHeartbeats, readServerTime, removeHeartbeats } from './heartbeats';
import { askReplicationLag } from './lag';
import { startProbers } from './probers';
import { answerQuestion } from './restore/answer-question';
import { takeManifest } from './restore/take-manifest';
import { writeThrough } from '../failover/promote';

export interface LocalProbePorts {
  readonly sql: SqlConnector;
  readonly clock: Clock;
  readonly credentials: DatabaseCredentials;
  /** The name that applications write through; replaces the host of the secret. */
  readonly writerName: string;
}

/** The server of a place; a restored copy has the users and passwords of its original. */
export async function targetAt(
  place: HeartbeatPlace,
  { credentials, writerName }: Pick<LocalProbePorts, 'credentials' | 'writerName'>,
): Promise<SqlTarget> {
  const target = await credentials.read();
  return place.kind === 'writer'
    ? { ...target, host: writerName }
    : { ...target, host: place.host, port: place.port, tlsServerName: place.host };
}

/** The probe in this process, which must be able to reach the database. It has one clock, that of the drill. */
export function localProbe(ports: LocalProbePorts): DrillProbe {
  const writer = () => targetAt({ kind: 'writer' }, ports);
  const at = (place: HeartbeatPlace) => targetAt(place, ports);
  return {
    prepare: async () => prepareHeartbeats(ports.sql, await writer()),
    survivors: async (runId, place) => readHeartbeats(ports.sql, await at(place), runId),
    inspect: (place, tables, horizon) =>
      takeManifest({ place, tables, horizon }, ports.clock, async (question) =>
        answerQuestion(ports.sql, await at(place), question),
      ),
    serverTime: async () => readServerTime(ports.sql, await writer()),
    writeOnce: async () => writeThrough(await writer(), ports.sql),
    lag: async (question) => askReplicationLag(question, await writer(), ports.sql),
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
