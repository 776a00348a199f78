import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const READY_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 5_000;
const HEALTH_PATH = '/_ministack/health';

const readySchema = z.object({ port: z.int().min(1).max(65_535) });

/** Resolves with the reason when the process has ended or could not be started; call it before anything is awaited. */
export function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      resolve(`its process ended with ${code ?? signal ?? 'no status'}`);
    });
  });
}

/**
 * Resolves with the endpoint when the emulator answers.
 *
 * @param exited what `ending` returned for this process: its early end is the reason that matters.
 * @throws Error when the process ends or 30 seconds pass first; the process is left to the caller.
 */
export async function readiness(child: ChildProcess, exited: Promise<string>): Promise<string> {
  const deadline = new AbortController();
  const early = exited.then((reason) => {
    throw new Error(reason);
  });
  const late = delay(READY_TIMEOUT_MS, undefined, { signal: deadline.signal }).then(() => {
    throw new Error(`it was not ready within ${READY_TIMEOUT_MS / 1000} s`);
  });
  // Whoever loses the race still rejects.
  early.catch(() => undefined);
  late.catch(() => undefined);
  try {
    const endpoint = await Promise.race([announcedEndpoint(child), early, late]);
    await Promise.race([untilHealthy(endpoint, deadline.signal), early, late]);
    return endpoint;
  } finally {
    deadline.abort();
  }
}

async function announcedEndpoint(child: ChildProcess): Promise<string> {
  const pipe = child.stdio[3];
  if (!(pipe instanceof Readable)) throw new Error('its ready pipe is missing');
  for await (const line of createInterface({ input: pipe })) {
    return `http://127.0.0.1:${readySchema.parse(JSON.parse(line)).port}`;
  }
  throw new Error('it announced no port');
}

async function untilHealthy(endpoint: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const healthy = await fetch(endpoint + HEALTH_PATH, { signal }).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    await delay(50);
  }
}

/** Ends the process: closes its stdin, asks with SIGTERM, and kills it after 5 seconds. Harmless when it has ended. */
export async function end(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.stdin?.destroy();
  child.kill('SIGTERM');
  const patience = new AbortController();
  const kill = delay(STOP_TIMEOUT_MS, undefined, { signal: patience.signal }).then(
    () => child.kill('SIGKILL'),
    () => undefined,
  );
  await exited;
  patience.abort();
  await kill;
}
