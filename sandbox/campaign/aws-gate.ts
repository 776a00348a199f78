import { once } from 'node:events';
import { createServer, request as forward, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { resetConnection } from '../data-plane/reset-connection';

/** One call of an AWS API, as it passes. */
export interface AwsCall {
  /** `SwitchoverGlobalCluster`, `PutItem`, or method and path where the API has no names in its requests (S3). */
  readonly operation: string;
  readonly dialect: AwsDialect;
}

type AwsDialect = 'query' | 'json' | 'rest';

/** What becomes of a call. `answer-lost`: it is carried out, and the connection breaks before the answer. */
export type AwsFate = 'pass' | 'throttled' | 'unavailable' | 'answer-lost';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Stands between a process and the AWS APIs, sees every call, and can do to it what AWS and the way there do: throttle it, fail it, or lose
 * the answer of one that was carried out, which is the failure that makes people give an order twice.
 */
export class AwsGate {
  private readonly watchers = new Set<(call: AwsCall) => void | Promise<void>>();
  private decide: (call: AwsCall) => AwsFate = () => 'pass';

  private constructor(
    readonly url: string,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(target: string): Promise<AwsGate> {
    const holder: { gate?: AwsGate } = {};
    const server = createServer((incoming, outgoing) => {
      const { gate } = holder;
      if (gate === undefined) return;
      gate
        .carry(incoming, target)
        .then((answer) => {
          if (answer === undefined) resetConnection(incoming.socket);
          else outgoing.writeHead(answer.status, withoutLength(answer.headers)).end(answer.body);
        })
        // The emulator itself is down, and so is this connection.
        .catch(() => {
          resetConnection(incoming.socket);
        });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = z.object({ port: z.number() }).parse(server.address());
    holder.gate = new AwsGate(`http://127.0.0.1:${port}`, async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    return holder.gate;
  }

  /**
   * Told each call before it is carried out; a call waits for those who watch.
   *
   * @returns what ends it
   */
  watch(watcher: (call: AwsCall) => void | Promise<void>): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  /** From now on; until the next one. */
  setFate(decide: (call: AwsCall) => AwsFate): void {
    this.decide = decide;
  }

  private async carry(incoming: IncomingMessage, target: string): Promise<Answer | undefined> {
    const body = await readAll(incoming);
    const call = toCall(incoming, body);
    for (const watcher of this.watchers) await watcher(call);
    const fate = this.decide(call);
    if (fate === 'throttled') return refusal(call.dialect, 'throttled');
    if (fate === 'unavailable') return refusal(call.dialect, 'unavailable');
    const answer = await send(incoming, body, target);
    if (fate === 'pass') return answer;
    // Long enough that the caller is waiting, as it would be.
    await delay(50);
    return undefined;
  }
}

async function readAll(stream: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function toCall({ method = '', url = '', headers }: IncomingMessage, body: Buffer): AwsCall {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return { dialect: 'json', operation: target.split('.').at(-1) ?? target };
  const action = /(?:^|&)Action=(\w+)/.exec(body.toString('latin1'))?.[1];
  if (action !== undefined) return { dialect: 'query', operation: action };
  return { dialect: 'rest', operation: `${method} ${url.split('?')[0] ?? ''}` };
}

async function send({ method, url, headers }: IncomingMessage, body: Buffer, target: string): Promise<Answer> {
  const outgoing = forward(new URL(url ?? '/', target), { method, headers, agent: false });
  outgoing.end(body);
  const answer: unknown[] = await once(outgoing, 'response');
  const [incoming] = answer;
  if (!isMessage(incoming)) throw new Error('there is no answer');
  return { status: incoming.statusCode ?? 502, headers: incoming.headers, body: await readAll(incoming) };
}

function isMessage(value: unknown): value is IncomingMessage {
  return typeof value === 'object' && value !== null && 'statusCode' in value;
}

/** The body is passed on in one piece, whatever pieces it came in. */
function withoutLength(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !['transfer-encoding', 'content-length', 'connection'].includes(name)),
  );
}

const CODES = {
  query: { throttled: [400, 'Throttling'], unavailable: [503, 'ServiceUnavailable'] },
  json: { throttled: [400, 'ThrottlingException'], unavailable: [500, 'InternalServerError'] },
  rest: { throttled: [503, 'SlowDown'], unavailable: [500, 'InternalError'] },
} as const;

/** In the words and the format of the API that was called: a client reads whether it may try again from them. */
function refusal(dialect: AwsDialect, fate: 'throttled' | 'unavailable'): Answer {
  const [status, code] = CODES[dialect][fate];
  const message = fate === 'throttled' ? 'Rate exceeded' : 'The service is unavailable. Please try again shortly.';
  const [type, text] =
    dialect === 'json'
      ? ['application/x-amz-json-1.0', JSON.stringify({ __type: code, message })]
      : dialect === 'query'
        ? [
            'text/xml',
            `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>0</RequestId></ErrorResponse>`,
          ]
        : ['application/xml', `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`];
  return { status, headers: { 'content-type': type }, body: Buffer.from(text) };
}
