import type { Socket } from 'node:net';
import { SocksClient } from 'socks';

export interface SocksProxyAddress {
  readonly host: string;
  readonly port: number;
}

/** The text is not the address of a SOCKS5 proxy that resolves names. */
export class SocksProxyAddressError extends Error {
  override readonly name = 'SocksProxyAddressError';
}

/**
 * Reads `socks5h://host:port`. The `h` (names are resolved by the proxy) is required: the names of a private network mean
 * nothing outside it.
 *
 * @throws SocksProxyAddressError
 */
export function parseSocksProxy(text: string): SocksProxyAddress {
  const match = /^socks5h:\/\/(?<host>[A-Za-z0-9.-]+):(?<port>\d{1,5})\/?$/.exec(text);
  const host = match?.groups?.['host'];
  const port = Number(match?.groups?.['port']);
  if (host === undefined || !(port >= 1 && port <= 65_535)) {
    throw new SocksProxyAddressError(`"${text}" is not a proxy address; expected socks5h://host:port`);
  }
  return { host, port };
}

/**
 * Opens a connection to `host:port` through the proxy.
 *
 * @returns a connected socket whose `connect` only announces that fact, because the PostgreSQL driver insists on calling it
 * @throws an error of the `socks` package when the proxy refuses or does not answer within `timeoutMs`
 */
export async function openSocksSocket(
  proxy: SocksProxyAddress,
  host: string,
  port: number,
  timeoutMs: number,
): Promise<Socket> {
  const { socket } = await SocksClient.createConnection({
    proxy: { host: proxy.host, port: proxy.port, type: 5 },
    command: 'connect',
    destination: { host, port },
    timeout: timeoutMs,
  });
  Object.defineProperty(socket, 'connect', {
    value: () => {
      queueMicrotask(() => socket.emit('connect'));
      return socket;
    },
  });
  return socket;
}
