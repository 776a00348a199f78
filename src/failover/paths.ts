import type { GlobalMember } from '../ports/global-database';
import type { HealthEndpoint } from '../ports/health-endpoint';
import { SqlError, type SqlConnector, type SqlTarget } from '../ports/sql';
import type { ProbeAnswer, ProbePath } from './region-watch';

const ANSWERED: ProbeAnswer = { answer: 'answered', reason: 'answered' };

/**
 * The SQL paths to a region: its writer endpoint and its reader endpoint.
 *
 * Any answer counts as alive, even that of a reader: the question is whether the **region** still serves, not whether the
 * writer does. That keeps Aurora's own failover inside the region from being answered with a move to another region.
 *
 * @param credentials user, password and database; host and port are replaced by the region's endpoints
 */
export function sqlPaths(
  region: Pick<GlobalMember, 'endpoint' | 'readerEndpoint' | 'port'>,
  credentials: SqlTarget | (() => Promise<SqlTarget>),
  sql: SqlConnector,
): readonly ProbePath[] {
  const path = (name: string, host: string): ProbePath => ({
    name,
    async probe(limitMs) {
      let login: SqlTarget;
      try {
        login = typeof credentials === 'function' ? await credentials() : credentials;
      } catch {
        // Our own trouble: it says nothing about the region.
        return { answer: 'unclear', reason: 'the password cannot be read' };
      }
      try {
        // A new connection each time: an open socket to a dead host can look healthy for many minutes. A completed login is
        // the answer: it took a live postmaster, a new backend and the catalog, and it keeps the probe within one timeout.
        const session = await sql.connect({ ...login, host, port: region.port, tlsServerName: host }, limitMs);
        await session.close();
        return ANSWERED;
      } catch (error) {
        if (error instanceof SqlError && error.serverAnswered) {
          return { answer: 'answered', reason: `answered with an error (${error.sqlState ?? 'its certificate'})` };
        }
        throw error;
      }
    },
  });
  return [path('sql-writer-endpoint', region.endpoint), path('sql-reader-endpoint', region.readerEndpoint)];
}

/**
 * What the health endpoint's words say about the database (see src/health/verdict.ts for the words).
 *
 * `locked` tells nothing: a password that cannot be read keeps the endpoint from looking. `silent` may be a primary that needs
 * seconds, and still takes writes. Only `unreachable` is a witness, from inside the region, that nothing is there.
 */
const WORDS: ReadonlyMap<string, ProbeAnswer['answer']> = new Map([
  ['standby', 'answered'],
  ['readonly', 'answered'],
  ['lagging', 'answered'],
  ['blind', 'answered'],
  ['starting', 'answered'],
  ['full', 'answered'],
  ['refused', 'answered'],
  ['broken', 'answered'],
  ['locked', 'unclear'],
  ['silent', 'stalled'],
  ['unreachable', 'silent'],
]);

/** Statuses by which the API in front of the health function says that the function gave no answer. */
const NO_ANSWER_OF_THE_FUNCTION = new Set([500, 502, 504]);

/** The path over the public internet: the health endpoint of the region. */
export function httpsPath(endpoint: HealthEndpoint): ProbePath {
  return {
    name: 'https-health-endpoint',
    async probe(limitMs) {
      const { status, word } = await endpoint.ask(limitMs);
      if (status === 200) return ANSWERED;
      if (status === 503) return { answer: WORDS.get(word) ?? 'unclear', reason: `says "${word}"` };
      // Refusals (403, 429) come from the gate-keeper: they must never be taken for the death of what is behind it.
      return {
        answer: NO_ANSWER_OF_THE_FUNCTION.has(status) ? 'silent' : 'unclear',
        reason: `status ${status} ${word}`,
      };
    },
  };
}
