import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { TcpProxy } from '../../sandbox/data-plane/tcp-proxy';

let server: Server;
let received: string;
let target: number;

beforeEach(async () => {
  received = '';
  server = createServer((socket) => {
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('error', () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  target = z.object({ port: z.number() }).parse(server.address()).port;
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
});

test('what is sent once a line has become quicker does not overtake what is on its way', async () => {
  let delayMs = 200;
  const proxy = await TcpProxy.start({ target: () => target, delayMs: () => delayMs });
  const client = connect(proxy.port, '127.0.0.1').setNoDelay(true);
  await once(client, 'connect');
  client.write('first ');
  await delay(50);
  delayMs = 20;
  client.write('second ');
  await delay(50);
  delayMs = 0;
  client.write('third');
  expect(received).toBe('');
  await delay(300);
  expect(received).toBe('first second third');
  client.destroy();
  await proxy.stop();
});
