import { timingSafeEqual, createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';

export interface HttpEndpoint {
  readonly url: string;
  stop(): Promise<void>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

const BODY_LIMIT = 64 * 1024;

/** A small JSON endpoint on loopback, for holders of `token` only. */
export async function startHttpEndpoint(
  token: string,
  answer: (method: string, path: string, body: unknown) => Promise<HttpAnswer>,
): Promise<HttpEndpoint> {
  const server = createServer((request, response) => {
    void respond(request, token, answer).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function respond(
  request: IncomingMessage,
  token: string,
  answer: (method: string, path: string, body: unknown) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  if (!isSame(request.headers.authorization ?? '', `Bearer ${token}`)) {
    return { status: 401, body: { code: 'AccessDenied', message: 'the token is wrong' } };
  }
  try {
    const text = await readText(request);
    const body: unknown = text === '' ? {} : JSON.parse(text);
    return await answer(request.method ?? '', request.url ?? '', body);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { status: error instanceof SyntaxError ? 400 : 500, body: { code: 'InternalFailure', message } };
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_LIMIT) throw new SyntaxError('the body is too long');
  }
  return text;
}

/** Compares without telling by its duration how much of a guess was right. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
