import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { z } from 'zod';
import { OrderedDelay } from '../data-plane/ordered-delay';
import { resetConnection } from '../data-plane/reset-connection';

/**
 * `cut`: everything is swallowed. `half-open`: connections that are there go on, new ones are accepted and never answered. `reset`: each connection breaks right
 * after something was sent through it, so that its client cannot know whether it arrived. `slow`: each chunk takes its time.
 */
export type LineFault = 'none' | 'cut' | 'half-open' | 'reset' | 'slow';

/** Time that each chunk takes on a slow line, in each direction, in ms: three round trips of a login come near the limit of an attempt. */
const SLOW_MS = 150;
/** So long after something was sent a connection breaks, in ms: it has arrived, and its answer has not. */
const RESET_AFTER_MS = 1;

/** The network between a drill and the private network of the database, which can be bad in every way that networks are. */
export class FaultyLine {
  private readonly sockets = new Set<Socket>();
  private fault: LineFault = 'none';
  private touched = 0;

  private constructor(
    private readonly server: Server,
    readonly port: number,
    private readonly target: number,
  ) {}

  static async start(target: number): Promise<FaultyLine> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const line = new FaultyLine(server, port, target);
    server.on('connection', (socket) => {
      line.accept(socket);
    });
    return line;
  }

  /** What was swallowed stays lost: the end of a fault resets what hangs. */
  setFault(fault: LineFault): void {
    const previous = this.fault;
    this.fault = fault;
    this.touched = fault === 'cut' ? this.sockets.size : 0;
    if (fault === 'cut') for (const socket of this.sockets) socket.pause();
    else if (previous === 'cut' || previous === 'half-open') for (const socket of this.sockets) resetConnection(socket);
  }

  /** So many connections, or chunks of them, have met the present fault. */
  get hits(): number {
    return this.touched;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    this.track(client);
    if (this.fault === 'cut' || this.fault === 'half-open') {
      this.touched++;
      client.pause();
      return;
    }
    const server = this.track(connect(this.target, '127.0.0.1'));
    this.forward(client, server, true);
    this.forward(server, client, false);
  }

  private track(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    return socket;
  }

  private forward(from: Socket, to: Socket, isUpwards: boolean): void {
    const line = new OrderedDelay();
    const later = (act: () => void) => {
      line.run(act, this.fault === 'slow' ? SLOW_MS : 0);
    };
    from.on('data', (chunk) => {
      const deliver = () => {
        if (this.fault !== 'cut' && !to.destroyed) to.write(chunk);
      };
      if (this.fault === 'slow') this.touched++;
      later(deliver);
      if (this.fault === 'reset' && isUpwards) {
        this.touched++;
        setTimeout(() => {
          resetConnection(from);
          to.destroy();
        }, RESET_AFTER_MS);
      }
    });
    from.on('close', () => {
      later(() => {
        if (this.fault !== 'cut') to.destroy();
      });
    });
  }
}
