import type { GlobalMember } from '../ports/global-database';
import type { SqlConnector, SqlTarget } from '../ports/sql';
import type { ProbePath } from './detect';

/**
 * The SQL paths to a region: its writer endpoint and its reader endpoint.
 *
 * Any answer counts as alive, even that of a reader: the question is whether the **region** still serves, not whether the
 * writer does. That keeps Aurora's own failover inside the region from being answered with a move to another region.
 *
 * @param credentials user, password and database; host and port are replaced by the region's endpoints
 */
export function sqlPaths(region: GlobalMember, credentials: SqlTarget, sql: SqlConnector): readonly ProbePath[] {
  const path = (name: string, host: string): ProbePath => ({
    name,
    async probe(timeoutMs) {
      // A new connection each time: an open socket to a dead host can look healthy for many minutes. A completed login is
      // the answer: it took a live postmaster, a new backend and the catalog, and it keeps the probe within one timeout.
      const session = await sql.connect({ ...credentials, host, port: region.port, tlsServerName: host }, timeoutMs);
      await session.close();
    },
  });
  return [path('sql-writer-endpoint', region.endpoint), path('sql-reader-endpoint', region.readerEndpoint)];
}
