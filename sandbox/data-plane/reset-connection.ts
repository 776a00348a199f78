import type { Socket } from 'node:net';

/**
 * Breaks a connection at once, as a router does that has forgotten it: its peer gets a reset, and what was still to be sent is lost.
 *
 * In the place of `resetAndDestroy`, which first ends the connection in order. When `destroy` comes in between, Node.js 20 and libuv refuse the reset (EINVAL),
 * the handle counts as closed and is not, and the process can never end: it turns for ever while it cleans up. So this is the second half alone, and only while no
 * end has begun.
 */
export function resetConnection(socket: Socket): void {
  if (!socket.writableEnded) Object.assign(socket, { resetAndClosing: true });
  socket.destroy();
}
