import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { startDataPlane } from '../../sandbox/data-plane/start-data-plane';

// Whoever owns the sandbox may be interrupted or killed at any moment: nothing may stay behind, and the next start must work.

let scratch: string;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'interrupted-'));
});

afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const serverDirectory = (): string => {
  const record: unknown = JSON.parse(readFileSync(join(scratch, 'data-plane.json'), 'utf8'));
  return z.object({ directory: z.string() }).parse(record).directory;
};
const processes = () => execFileSync('ps', ['-eo', 'args']).toString();

/** A process that owns a database with one server, as the demo does. */
async function startOwner() {
  const program = join(scratch, 'owner.mts');
  writeFileSync(
    program,
    `import { startDataPlane } from ${JSON.stringify(resolve('sandbox/data-plane/start-data-plane'))};
     const plane = await startDataPlane({
       stateDirectory: ${JSON.stringify(scratch)}, environment: process.env, log: () => undefined, customerZones: async () => undefined,
     });
     await plane.world.operations.createCluster({ region: 'us-east-1', clusterId: 'c', port: 5432, masterUsername: 'u', masterPassword: 'p', databaseName: 'd' });
     await plane.world.operations.createInstance({ region: 'us-east-1', clusterId: 'c', instanceId: 'c-1' });
     await plane.world.idle();
     for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void plane.stop().then(() => process.exit(130)));
     process.stdout.write('ready');
     setInterval(() => undefined, 1000);`,
  );
  const owner = spawn(process.execPath, ['--import', 'tsx', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((done) => owner.once('exit', done));
  await new Promise((ready) => owner.stdout.once('data', ready));
  return { owner, ended };
}

async function untilGone(text: string): Promise<void> {
  for (let tries = 0; processes().includes(text); tries++) {
    if (tries > 100) throw new Error(`still running: ${text}`);
    await delay(100);
  }
}

describe('an owner that is', () => {
  test('interrupted stops its servers', async () => {
    const { owner, ended } = await startOwner();
    const directory = serverDirectory();
    expect(processes()).toContain(directory);
    owner.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(processes()).not.toContain(directory);
  });

  test('killed leaves servers for a moment only: the watchdog ends them', async () => {
    const { owner, ended } = await startOwner();
    const directory = serverDirectory();
    owner.kill('SIGKILL');
    await ended;
    await untilGone(directory);
  });

  test('killed does not keep the next one from starting', async () => {
    const { owner, ended } = await startOwner();
    const directory = serverDirectory();
    owner.kill('SIGKILL');
    await ended;
    const next = await startDataPlane({
      stateDirectory: scratch,
      environment: process.env,
      log: () => undefined,
      customerZones: () => Promise.resolve(undefined),
    });
    await next.stop();
    await untilGone(directory);
  });

  test('alive keeps a second one from starting, with a sentence that says what to do', async () => {
    const { owner, ended } = await startOwner();
    await expect(
      startDataPlane({
        stateDirectory: scratch,
        environment: process.env,
        log: () => undefined,
        customerZones: () => Promise.resolve(undefined),
      }),
    ).rejects.toThrow(/another sandbox of this checkout is running .*npm run sandbox -- down/);
    owner.kill('SIGTERM');
    await ended;
  });
});

describe('the demo that is interrupted', () => {
  test.each([500, 25_000])(
    '%d ms after its first word ends with status 130 and leaves nothing running',
    async (afterMs) => {
      const demo = spawn(process.execPath, ['--import', 'tsx', 'sandbox/demo/main.ts'], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, SANDBOX_STATE_DIRECTORY: scratch },
      });
      let output = '';
      demo.stdout.on('data', (chunk) => (output += String(chunk)));
      const ended = new Promise<number | null>((done) => demo.once('exit', done));
      // Before that nothing is started, and a busy machine takes seconds to load the program.
      await new Promise((spoken) => demo.stdout.once('data', spoken));
      await delay(afterMs);
      demo.kill('SIGINT');
      expect(await ended).toBe(130);
      expect(output).toContain('Everything is stopped.');
      // Only the names: a failure that prints every process of the machine helps nobody.
      expect(
        processes()
          .split('\n')
          .filter((line) => line.includes(scratch)),
      ).toEqual([]);
    },
  );
});
