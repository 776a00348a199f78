import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const run = promisify(execFile);

/** In a process of its own, because what is looked at is whether it can end. */
const PROGRAM = `
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { resetConnection } from './sandbox/data-plane/reset-connection';

const server = createServer({ pauseOnConnect: true });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const accepted = once(server, 'connection');
const near = connect(server.address().port, '127.0.0.1');
near.on('error', () => undefined);
await once(near, 'connect');
const [far] = await accepted;
const broken = new Promise((resolve) => far.on('close', resolve));
far.on('error', () => undefined);
switch (process.argv[1]) {
  // Its peer reads nothing, so this is never sent.
  case 'while much is to be sent':
    near.write(Buffer.alloc(50_000_000));
    break;
  case 'when its end has begun':
    near.end();
    break;
  case 'and ended by others at once':
    break;
}
resetConnection(near);
near.destroy();
far.resume();
await broken;
server.close();
console.log('over');
`;

test.each(['while much is to be sent', 'when its end has begun', 'and ended by others at once'])(
  'a connection that is reset %s: the peer learns of it, and the process can end',
  async (when) => {
    const argv = ['--import', 'tsx', '--input-type=module', '-e', PROGRAM, when];
    const { stdout } = await run(process.execPath, argv, { timeout: 20_000, killSignal: 'SIGKILL' });
    expect(stdout).toBe('over\n');
  },
  30_000,
);
