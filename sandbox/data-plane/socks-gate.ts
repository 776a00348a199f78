import { once } from 'node:events';
import { connect, createServer as createTcpServer, type Server } from 'node:net';
import { createServer as createSocksServer } from '@pondwader/socks5-server';
import { z } from 'zod';
import type { Resolver } from './resolver';

/** The way into the sandbox's network: a SOCKS5 proxy that resolves names, as a bastion of a VPC would. */
export interface SocksGate {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startSocksGate(resolver: Resolver, log: (message: string) => void): Promise<SocksGate> {
  const socks = createSocksServer();
  const sockets = new Set<{ destroy(): void }>();
  socks.setConnectionHandler((connection, sendStatus) => {
    const client = connection.socket;
    resolver.resolve(connection.destAddress).then(
      (port) => {
        const server = connect(port, '127.0.0.1');
        sockets.add(server);
        server.setNoDelay(true);
        server.once('connect', () => {
          sendStatus('REQUEST_GRANTED');
          client.pipe(server).pipe(client);
        });
        server.on('error', () => client.destroy());
        server.on('close', () => {
          sockets.delete(server);
          client.destroy();
        });
        client.on('error', () => server.destroy());
        client.on('close', () => server.destroy());
      },
      (error: unknown) => {
        log(`refused ${connection.destAddress}: ${error instanceof Error ? error.message : String(error)}`);
        sendStatus('HOST_UNREACHABLE');
        client.destroy();
      },
    );
  });

  const listener: Server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socks._handleConnection(socket);
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = z.object({ port: z.number() }).parse(listener.address());
  return {
    url: `socks5h://127.0.0.1:${port}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}
