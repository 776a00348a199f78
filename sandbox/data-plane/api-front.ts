import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { z } from 'zod';
import type { Certificates } from './certificates';
import { TcpProxy } from './tcp-proxy';

/** Where REST APIs are called: `{api}.execute-api.{region}.amazonaws.com`. */
const API_HOST = /^(?<api>[a-z0-9]+)\.execute-api\.(?<region>[a-z0-9-]+)\.amazonaws\.com$/;

/**
 * The public endpoints of API Gateway in one region: TLS under AWS's names, carried on to the emulator. The line in front of it can be
 * cut, because the APIs of a lost region answer nobody.
 */
export class ApiFront {
  private constructor(
    private readonly server: Server,
    readonly line: TcpProxy,
  ) {}

  static async start(certificates: Certificates, awsPort: () => number | undefined): Promise<ApiFront> {
    const [cert, key] = await Promise.all([readFile(certificates.certificateFile), readFile(certificates.keyFile)]);
    const server = createServer({ cert, key }, (incoming, outgoing) => {
      carry(incoming, outgoing, awsPort());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = z.object({ port: z.number() }).parse(server.address());
    return new ApiFront(server, await TcpProxy.start({ target: () => port }));
  }

  async stop(): Promise<void> {
    await this.line.stop();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The region of an API's name, or `undefined` for another kind of name. */
export function regionOfApi(name: string): string | undefined {
  return API_HOST.exec(name)?.groups?.['region'];
}

function carry(incoming: IncomingMessage, outgoing: ServerResponse, awsPort: number | undefined): void {
  const host = (incoming.headers.host ?? '').replace(/:\d+$/, '');
  const api = API_HOST.exec(host)?.groups?.['api'];
  if (api === undefined || awsPort === undefined) {
    outgoing.writeHead(403, { 'content-type': 'application/json' }).end('{"message":"Forbidden"}');
    return;
  }
  const onward = httpRequest(
    {
      host: '127.0.0.1',
      port: awsPort,
      method: incoming.method,
      path: `/_aws/execute-api/${api}${incoming.url ?? '/'}`,
      headers: { ...incoming.headers, host: `127.0.0.1:${awsPort}` },
    },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end();
  });
  // A checker that gave up must not keep a function busy.
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
