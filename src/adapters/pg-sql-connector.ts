import { checkServerIdentity, createSecureContext, type SecureContext } from 'node:tls';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Client, DatabaseError } from 'pg';
import { SqlError, type SqlConnector, type SqlRow, type SqlSession, type SqlTarget } from '../ports/sql';
import { openSocksSocket, type SocksProxyAddress } from './socks-socket';

export interface PgConnectorOptions {
  /** PEM text of the certificate authority that signed the servers' certificates (Amazon's RDS bundle, or the sandbox's own). */
  readonly ca: string;
  /** Reaches a private network through a SOCKS5 proxy, which then also resolves the names. */
  readonly socksProxy?: SocksProxyAddress;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName: string;
}

/** Connects to PostgreSQL with TLS and full verification; there is no way to switch verification off. */
export function pgSqlConnector(options: PgConnectorOptions): SqlConnector {
  // Amazon's bundle holds 120 certificates, and to read them takes longer than the rest of a connection: once, not for each.
  let context: SecureContext | undefined;
  return {
    async connect(target, timeoutMs) {
      // Not by the wall clock: when that steps back by an hour, one connection attempt would last an hour, and the probe with it.
      const deadlineMs = performance.now() + timeoutMs;
      const socket =
        options.socksProxy === undefined ? undefined : await viaProxy(options.socksProxy, target, timeoutMs);
      const client = new Client({
        host: target.host,
        port: target.port,
        user: target.username,
        password: target.password,
        database: target.database,
        application_name: options.applicationName,
        ssl: {
          secureContext: (context ??= createSecureContext({ ca: options.ca })),
          // The driver would verify the name it dialled; a CNAME of ours in front of the endpoint is not in the certificate.
          checkServerIdentity: (_dialled: string, certificate) =>
            checkServerIdentity(target.tlsServerName, certificate),
        },
        connectionTimeoutMillis: Math.max(1, deadlineMs - performance.now()),
        query_timeout: timeoutMs,
        statement_timeout: timeoutMs,
        keepAlive: true,
        ...(socket === undefined ? {} : { stream: () => socket }),
      });
      // Without a listener a connection that dies while idle would end the whole process.
      client.on('error', () => undefined);
      try {
        await client.connect();
      } catch (error) {
        socket?.destroy();
        await client.end().catch(() => undefined);
        throw toSqlError(error, false);
      }
      return session(client);
    },
  };
}

async function viaProxy(proxy: SocksProxyAddress, target: SqlTarget, timeoutMs: number): Promise<Socket> {
  try {
    return await openSocksSocket(proxy, target.host, target.port, timeoutMs);
  } catch (error) {
    throw toSqlError(error, false);
  }
}

function session(client: Client): SqlSession {
  return {
    async query(text, values = []) {
      try {
        const result = await client.query<Record<string, unknown>>(text, [...values]);
        return result.rows satisfies readonly SqlRow[];
      } catch (error) {
        throw toSqlError(error, true);
      }
    },
    async close() {
      // A polite goodbye to a dead server would hang; the socket is destroyed after a short grace.
      const grace = setTimeout(() => {
        client.connection.stream.destroy();
      }, 250);
      await client.end().catch(() => undefined);
      clearTimeout(grace);
    },
  };
}

/**
 * SQLSTATE classes after which the statement may have been committed although an error arrived: connection exceptions (08),
 * operator intervention such as a shutdown during the commit (57P), system and internal errors (58, XX).
 */
const MAY_HAVE_COMMITTED = /^(?:08|57P|58|XX)/;

function toSqlError(error: unknown, sent: boolean): SqlError {
  const message = error instanceof Error ? error.message || error.name : String(error);
  if (error instanceof DatabaseError) {
    const unknown = sent && error.code !== undefined && MAY_HAVE_COMMITTED.test(error.code);
    return new SqlError(message, unknown ? 'unknown' : 'not-executed', error.code, { cause: error });
  }
  return new SqlError(message, sent ? 'unknown' : 'not-executed', undefined, {
    cause: error,
    serverAnswered: isCertificateRefusal(error),
  });
}

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes, and Node's own check of the name in the certificate. */
const CERTIFICATE_REFUSAL =
  /^(?:ERR_TLS_CERT_|CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/;

function isCertificateRefusal(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && CERTIFICATE_REFUSAL.test(error.code)
  );
}
