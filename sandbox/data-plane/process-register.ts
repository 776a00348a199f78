import { spawn, execFile, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

const recordSchema = z.object({
  owner: z.number().int().positive(),
  directory: z.string(),
  processes: z.array(z.object({ pid: z.number().int().positive(), commandHolds: z.string().min(8) })),
});
type RegisterRecord = z.infer<typeof recordSchema>;

/** A process that must not outlive its owner. */
export interface RegisteredProcess {
  readonly pid: number;
  /** A text in its command line: a number alone may belong to somebody else by now. */
  readonly commandHolds: string;
}

/**
 * The file that names every server and the directory of their data, so that whoever comes later can clean up after an owner
 * that was killed; and a watchdog process that does so at once.
 */
export class ProcessRegister {
  private processes: readonly RegisteredProcess[] = [];
  private readonly watchdog: ChildProcess;

  constructor(
    private readonly file: string,
    private readonly directory: string,
  ) {
    this.save();
    this.watchdog = spawn(process.execPath, [fileURLToPath(new URL('watchdog.mjs', import.meta.url)), file], {
      stdio: ['pipe', 'ignore', 'ignore'],
      detached: true,
    });
    this.watchdog.on('error', () => undefined);
    this.watchdog.stdin?.on('error', () => undefined);
    this.watchdog.unref();
  }

  add(added: RegisteredProcess): void {
    this.processes = [...this.processes, added];
    this.save();
  }

  remove(pid: number): void {
    this.processes = this.processes.filter((registered) => registered.pid !== pid);
    this.save();
  }

  /** Nothing is left to clean up; returns when the watchdog has gone too. */
  async close(): Promise<void> {
    rmSync(this.file, { force: true });
    const { watchdog } = this;
    if (watchdog.exitCode !== null || watchdog.signalCode !== null) return;
    const gone = new Promise((resolve) => watchdog.once('exit', resolve));
    watchdog.ref();
    watchdog.stdin?.end();
    await gone;
  }

  private save(): void {
    const record: RegisterRecord = { owner: process.pid, directory: this.directory, processes: [...this.processes] };
    writeFileSync(this.file, JSON.stringify(record), { mode: 0o600 });
  }
}

/** The servers of this state directory belong to somebody who is still there. */
export class SandboxInUseError extends Error {
  override readonly name = 'SandboxInUseError';
}

/**
 * Kills the servers that an earlier owner left, and removes their data. Harmless when there is nothing.
 *
 * @throws SandboxInUseError when the owner is still alive
 */
export async function cleanUpLeftovers(file: string): Promise<void> {
  let record: RegisterRecord;
  try {
    record = recordSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return;
  }
  const commandOf = async (pid: number) =>
    (await run('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }))).stdout;
  if (record.owner !== process.pid && (await commandOf(record.owner)).includes('node')) {
    throw new SandboxInUseError(
      `another sandbox of this checkout is running (process ${record.owner}); end it, or run "npm run sandbox -- down"`,
    );
  }
  for (const { pid, commandHolds } of record.processes) {
    if ((await commandOf(pid)).includes(commandHolds)) process.kill(pid, 'SIGQUIT');
  }
  await rm(record.directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  rmSync(file, { force: true });
}
