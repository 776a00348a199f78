import { once } from 'node:events';
import { request } from 'node:https';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html */
const CONNECT_LIMIT_MS = 4_000;
const ANSWER_LIMIT_MS = 2_000;

/**
 * Asks an HTTPS endpoint once as a checker of Route 53 does: a TCP connection within four seconds, a status of 2xx or 3xx within two
 * more. The certificate is not validated.
 *
 * @param port the local port behind the endpoint
 */
export async function probeEndpoint(port: number, host: string, path: string, signal: AbortSignal): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  try {
    await once(socket, 'connect', { signal: within(CONNECT_LIMIT_MS, signal) });
    const status = await statusOver(socket, host, path, within(ANSWER_LIMIT_MS, signal));
    return status >= 200 && status < 400;
  } catch {
    // Refused, reset, silent or interrupted: to a checker it is all the same.
    return false;
  } finally {
    socket.destroy();
  }
}

function within(ms: number, signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ms)]);
}

function statusOver(socket: Socket, host: string, path: string, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host,
        path,
        headers: { 'user-agent': 'Amazon-Route53-Health-Check-Service', connection: 'close' },
        createConnection: () => connectTls({ socket, servername: host, rejectUnauthorized: false }),
        signal,
      },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}
