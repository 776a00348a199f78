import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { startFaultHook, type FaultHook } from '../../sandbox/data-plane/fault-hook';
import { FaultHookError, httpFaultInjector } from '../../src/adapters/http-fault-injector';
import { FaultRefusedError } from '../../src/ports/fault-injector';

// The hook of the sandbox, asked by the adapter that asks the hooks of strangers.

const EAST = 'us-east-1';
let hook: FaultHook | undefined;
const strangers: Server[] = [];

afterEach(async () => {
  await hook?.stop();
  hook = undefined;
  for (const stranger of strangers.splice(0)) {
    stranger.closeAllConnections();
    stranger.close();
  }
});

async function sandboxHook() {
  const seen: string[] = [];
  const note = (what: string) => (region: string) => void seen.push(`${what} ${region}`);
  hook = await startFaultHook({
    regions: [EAST, 'us-west-2'],
    withinMs: { least: 20, most: 40 },
    lose: note('lose'),
    recover: note('recover'),
    blind: note('blind'),
    see: note('see'),
  });
  return { seen, injector: httpFaultInjector(hook) };
}

/** A hook of somebody else, which answers everything alike. */
async function strangersHook(status: number, body: string) {
  const asked: unknown[] = [];
  const stranger = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      response.writeHead(status).end(body);
    });
  });
  strangers.push(stranger);
  stranger.listen(0, '127.0.0.1');
  await once(stranger, 'listening');
  const { port } = z.object({ port: z.number() }).parse(stranger.address());
  return { asked, injector: httpFaultInjector({ url: `http://127.0.0.1:${port}`, token: 't' }) };
}

describe('the fault health-path', () => {
  test('is offered by the sandbox, strikes at a moment of its own, and ends when it is told to', async () => {
    const { seen, injector } = await sandboxHook();
    expect(await injector.offersHealthPath()).toBe(true);
    await injector.blind(EAST, 60);
    expect(seen).toEqual([]);
    await delay(200);
    expect(seen).toEqual(['blind us-east-1']);
    await injector.stop(EAST);
    expect(seen).toEqual(['blind us-east-1', 'see us-east-1', 'recover us-east-1']);
  });

  test('ends by itself when nobody ends it', async () => {
    const { seen, injector } = await sandboxHook();
    await injector.blind(EAST, 1);
    await delay(1_300);
    expect(seen).toEqual(['blind us-east-1', 'see us-east-1']);
  });

  test('does not strike any more once it was ended', async () => {
    const { seen, injector } = await sandboxHook();
    await injector.blind(EAST, 60);
    await injector.stop(EAST);
    await delay(200);
    expect(seen).toEqual(['see us-east-1', 'recover us-east-1']);
  });

  test('leaves the loss of a region as it was', async () => {
    const { seen, injector } = await sandboxHook();
    await injector.start(EAST);
    await delay(200);
    expect(seen).toEqual(['lose us-east-1']);
  });

  test.each<[string, number, string]>([
    ['refuses the question', 400, '{"message":"unknown action"}'],
    ['accepts anything and says nothing', 202, ''],
    ['offers other faults', 200, '{"faults":["region"]}'],
    ['says something else', 200, '<html>'],
  ])('is not offered by a hook that %s', async (_name, status, body) => {
    const { asked, injector } = await strangersHook(status, body);
    expect(await injector.offersHealthPath()).toBe(false);
    // Nothing that an older hook could take for the loss of a region.
    expect(asked).toEqual([{ action: 'describe' }]);
  });

  test('is not known to be offered by a hook that fails', async () => {
    const { injector } = await strangersHook(503, '');
    await expect(injector.offersHealthPath()).rejects.toThrow(FaultHookError);
  });

  test('that is refused is told from one that perhaps strikes', async () => {
    const { injector } = await strangersHook(422, '');
    await expect(injector.blind(EAST, 60)).rejects.toThrow(FaultRefusedError);
    const { injector: broken } = await strangersHook(500, '');
    await expect(broken.blind(EAST, 60)).rejects.not.toThrow(FaultRefusedError);
  });

  test('is asked for by name, with its longest time', async () => {
    const { asked, injector } = await strangersHook(202, '');
    await injector.blind(EAST, 120);
    expect(asked).toEqual([{ action: 'start', region: EAST, fault: 'health-path', forSeconds: 120 }]);
  });
});
