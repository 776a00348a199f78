import { runController, type ControllerPorts } from '../../src/failover/controller/controller';
import type { FunctionSettings } from '../../src/failover/controller/function-settings';
import { askLag } from '../../src/failover/controller/target-lag';
import { httpsPath, sqlPaths } from '../../src/failover/paths';
import { writeThrough } from '../../src/failover/promote';
import type { HealthEndpoint } from '../../src/ports/health-endpoint';
import type { SqlConnector, SqlTarget } from '../../src/ports/sql';

export interface FailoverControllerPorts extends Pick<
  ControllerPorts,
  'records' | 'rehearsals' | 'globalDatabase' | 'notifier' | 'rotation' | 'clock' | 'logger' | 'newId' | 'onGuarded'
> {
  readonly sql: SqlConnector;
  /** User and password; may be kept, and is read again when one was refused. */
  readonly password: () => Promise<SqlTarget>;
  readonly ownEndpoint: HealthEndpoint;
  readonly peerEndpoint: HealthEndpoint;
}

/** One invocation: watches over the other region until the next one has taken over, or until a move has come to its end. */
export async function watchOver(settings: FunctionSettings, ports: FailoverControllerPorts): Promise<void> {
  const { peer, port } = settings;
  const endpoints = { endpoint: peer.writerHost, readerEndpoint: peer.readerHost, port };
  await runController(
    settings.controller,
    {
      ...ports,
      watchedRegion: peer.region,
      paths: [...sqlPaths(endpoints, ports.password, ports.sql), httpsPath(ports.peerEndpoint)],
      askTargetLag: async (limitMs) => {
        const host = settings.ownReaderHost;
        return askLag({ ...(await ports.password()), host, port, tlsServerName: host }, ports.sql, limitMs);
      },
      // Any answer will do: it is the way there that is tried out.
      reachOwnEndpoint: async (limitMs) => {
        await ports.ownEndpoint.ask(limitMs);
      },
      // The certificate knows the names of Aurora, not ours: the secret's host is the global writer endpoint.
      writeOnce: async () => writeThrough({ ...(await ports.password()), host: settings.writerName }, ports.sql),
    },
    new AbortController().signal,
  );
}
