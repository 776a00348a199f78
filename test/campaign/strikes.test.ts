import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { summarise } from '../../sandbox/campaign/campaign';
import { FaultyLine } from '../../sandbox/campaign/faulty-line';
import type { RunResult } from '../../sandbox/campaign/run-scenario';

describe('a line', () => {
  let server: Server;
  let line: FaultyLine;
  let clients: Socket[];

  beforeEach(async () => {
    clients = [];
    server = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    line = await FaultyLine.start(z.object({ port: z.number() }).parse(server.address()).port);
  });

  afterEach(async () => {
    for (const client of clients) client.destroy();
    await line.stop();
    await new Promise((resolve) => server.close(resolve));
  });

  const client = async (): Promise<Socket> => {
    const socket = connect(line.port, '127.0.0.1');
    socket.on('error', () => undefined);
    clients.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  const echoed = async (): Promise<Socket> => {
    const socket = await client();
    socket.write('there?');
    await once(socket, 'data');
    return socket;
  };

  test('that nobody uses strikes nobody', () => {
    for (const fault of ['cut', 'half-open', 'reset', 'slow'] as const) {
      line.setFault(fault);
      expect(line.hits).toBe(0);
    }
  });

  test('strikes those who are connected when it is cut, and new ones only when it is half-open', async () => {
    const old = await echoed();
    line.setFault('half-open');
    old.write('still there?');
    await once(old, 'data');
    expect(line.hits).toBe(0);
    await client();
    // Accepted by the system before the line knows of it.
    while (line.hits === 0) await new Promise(setImmediate);
    expect(line.hits).toBe(1);
    line.setFault('none');
    await echoed();
    line.setFault('cut');
    // Both ends of the one connection.
    expect(line.hits).toBe(2);
  });

  test.each(['reset', 'slow'] as const)('that is %s strikes what is sent', async (fault) => {
    const old = await echoed();
    line.setFault(fault);
    expect(line.hits).toBe(0);
    old.write('still there?');
    while (line.hits === 0) await new Promise(setImmediate);
    expect(line.hits).toBe(1);
  });
});

const RESULT: RunResult = {
  scenario: {
    seed: 1,
    run: 3,
    kind: 'switchover',
    failBack: false,
    promotedBy: 'drill',
    faults: [
      { fault: 'reader-killed', moment: 'order', afterMs: 1, forMs: 1 },
      { fault: 'database-cut', moment: 'order', afterMs: 1, forMs: 1 },
    ],
  },
  violations: [],
  struck: ['reader-killed', 'database-cut'],
  isLeaseShortened: false,
  timeline: [],
  verdict: 'failed',
  seconds: 20,
  directory: 'nowhere',
};

test('a run is counted when every fault that was drawn struck', () => {
  const missed: RunResult = {
    ...RESULT,
    scenario: { ...RESULT.scenario, run: 4 },
    struck: ['database-cut'],
    isLeaseShortened: true,
    verdict: 'passed',
  };
  const { counted, struck, violated, text } = summarise([
    RESULT,
    missed,
    { ...missed, violations: ['a lie'], struck: [] },
  ]);
  expect({ counted, struck, violated }).toEqual({
    counted: 1,
    struck: new Set(['reader-killed', 'database-cut']),
    violated: 1,
  });
  expect(text).toBe(
    [
      '3 runs in 60 s, invariants violated in 1: 4',
      'verdicts: failed 1, passed 2',
      'counted, because every fault that was drawn struck: 1; not counted: 4, 4',
      'faults that struck: database-cut 2 of 3, reader-killed 1 of 3',
      'the lease of a killed drill was removed instead of waiting for two minutes: 2 times',
    ].join('\n'),
  );
});
