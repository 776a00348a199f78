import { createServer, type IncomingMessage, type Server } from 'node:http';
import { operations, type DataPlaneState } from '../../../sandbox/data-plane/api';

/** One operation that the emulator asked for. */
export interface Operation {
  name: string;
  body: unknown;
}

/** A data plane without servers: remembers what it was asked, and answers the state that the test has set. */
export class FakeDataPlane {
  readonly token = 'token-of-the-fake';
  readonly operations: Operation[] = [];
  state: DataPlaneState = { clusters: [], globals: [], snapshots: [], events: [] };
  /** When set, every operation is refused with it. */
  refusal: { code: string; message: string } | undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeDataPlane> {
    const server = createServer();
    const plane = new FakeDataPlane(server);
    server.on('request', (request: IncomingMessage, response) => {
      void bodyOf(request).then((text) => {
        const [status, answer] = plane.answer(request, text);
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return plane;
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the fake data plane does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, text: string): [number, unknown] {
    if (request.headers.authorization !== `Bearer ${this.token}`) {
      return [401, { code: 'AccessDenied', message: 'wrong token' }];
    }
    if (request.method === 'GET') return [200, this.state];
    if (this.refusal) return [400, this.refusal];
    const name = (request.url ?? '').replace('/v1/', '');
    const known = Object.entries(operations).find(([operation]) => operation === name)?.[1];
    if (!known) return [404, { code: 'InvalidAction', message: `the data plane has no operation ${name}` }];
    const body = known.strict().parse(JSON.parse(text));
    this.operations.push({ name, body });
    return [200, {}];
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: string[] = [];
  for await (const chunk of request.setEncoding('utf8')) chunks.push(String(chunk));
  return chunks.join('');
}
