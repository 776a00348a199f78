import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { OrderedDelay } from './ordered-delay';
import { resetConnection } from './reset-connection';

export interface TcpProxyOptions {
  /** The local port to forward to at this moment, or `undefined` when nothing serves. Asked for each connection. */
  readonly target: () => number | undefined;
  /** Time that each chunk travels in each direction, in ms. */
  readonly delayMs?: () => number;
}

/**
 * A stretch of network: an endpoint whose server can change, or the line between the regions with its delay. While it is cut it
 * swallows everything in silence, as a lost region does; a refused connection would tell the client too early.
 */
export class TcpProxy {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    private readonly options: TcpProxyOptions,
  ) {}

  static async start(options: TcpProxyOptions): Promise<TcpProxy> {
    const server = createServer({ allowHalfOpen: false });
    const proxy = new TcpProxy(server, options);
    server.on('connection', (socket) => {
      proxy.accept(socket);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get port(): number {
    const address: string | AddressInfo | null = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
    return address.port;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.pause();
  }

  /** What was swallowed stays lost: broken connections are reset, as after a long cut. */
  restore(): void {
    this.isCut = false;
    this.drop();
  }

  /** Resets every connection; the next one goes to the present target. */
  drop(): void {
    for (const socket of this.sockets) resetConnection(socket);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
  }

  private accept(client: Socket): void {
    this.track(client);
    if (this.isCut) {
      client.pause();
      return;
    }
    const port = this.options.target();
    if (port === undefined) {
      resetConnection(client);
      return;
    }
    const server = this.track(connect(port, '127.0.0.1'));
    this.forward(client, server);
    this.forward(server, client);
  }

  private track(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    return socket;
  }

  private forward(from: Socket, to: Socket): void {
    const line = new OrderedDelay();
    const later = (act: () => void) => {
      line.run(act, this.options.delayMs?.() ?? 0);
    };
    from.on('data', (chunk) => {
      later(() => {
        if (!this.isCut && !to.destroyed) to.write(chunk);
      });
    });
    from.on('close', () => {
      later(() => {
        // In silence too: the far end of a cut line does not learn that the near end has gone.
        if (!this.isCut) to.destroy();
      });
    });
  }
}
