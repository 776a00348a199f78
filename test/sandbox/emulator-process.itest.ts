import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { EmulatorError, startEmulator } from '../../sandbox/emulator/start-emulator';
import { emulatorPython } from './emulator-support/emulator-fixture';

describe('startEmulator', () => {
  let stateDir = '';

  beforeEach(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'emulator-process-'));
  });

  afterEach(async () => {
    await rm(stateDir, { recursive: true, force: true });
  });

  test('answers on a loopback port of its own and leaves only its log', async () => {
    const emulator = await startEmulator({ stateDir, python: await emulatorPython(), log: () => undefined });
    expect(emulator.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${emulator.endpoint}/_ministack/health`)).status).toBe(200);

    await emulator.stop();
    await emulator.stop();
    await expect(fetch(`${emulator.endpoint}/_ministack/health`)).rejects.toThrow();
    expect(await readdir(stateDir)).toEqual([expect.stringMatching(/^emulator-.*\.log$/)]);
  });

  test('two at once use different ports', async () => {
    const python = await emulatorPython();
    const both = await Promise.all([1, 2].map(() => startEmulator({ stateDir, python, log: () => undefined })));
    expect(new Set(both.map((emulator) => emulator.endpoint)).size).toBe(2);
    await Promise.all(both.map((emulator) => emulator.stop()));
  });

  test('a Python that ends at once is an EmulatorError that names the log', async () => {
    const failure = startEmulator({ stateDir, python: '/bin/false', log: () => undefined });
    await expect(failure).rejects.toThrow(EmulatorError);
    await expect(failure).rejects.toThrow(/Whole log: .*\.log/);
  });

  test('a Python that does not exist is an EmulatorError', async () => {
    await expect(
      startEmulator({ stateDir, python: join(stateDir, 'no-python'), log: () => undefined }),
    ).rejects.toThrow(EmulatorError);
  });

  test('ends by itself when its parent is killed', async () => {
    // The shell stands for the sandbox's process: it starts the launcher, holds its stdin, and is killed without warning.
    const portFile = join(stateDir, 'port');
    const parent = spawn(
      '/bin/bash',
      [
        '-c',
        'exec 7> >("$0" -B "$1" --state-dir "$2" --ready-fd 9 9>"$3"); sleep 60',
        await emulatorPython(),
        'sandbox/emulator/launcher.py',
        join(stateDir, 'state'),
        portFile,
      ],
      { stdio: 'ignore' },
    );
    const port = await announcedPort(portFile);
    await expect(answers(port)).resolves.toBe(true);
    parent.kill('SIGKILL');
    await once(parent, 'close');
    await expect(untilSilent(port)).resolves.toBe(true);
  });
});

async function announcedPort(file: string): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const port = /\d+/.exec(text)?.[0];
    if (port && (await answers(port))) return port;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the emulator announced no port');
}

function answers(port: string): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/_ministack/health`).then(
    () => true,
    () => false,
  );
}

async function untilSilent(port: string): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (!(await answers(port))) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
