import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { PassThrough, type Readable } from 'node:stream';
import { z } from 'zod';
import type { Logger } from '../ports/logger';
import { TerraformError, type ResourceProgress, type Terraform } from '../ports/terraform';
import { applyArguments, initArguments, planArguments, showArguments } from './terraform-arguments';
import { childEnvironment } from './terraform-environment';
import { describeProgress, parseTerraformEvent } from './terraform-events';

export interface TerraformCliOptions {
  /** The program: terraform, or tofu. */
  readonly path: string;
  /** Directory of the configuration. */
  readonly directory: string;
  /** Directory for providers and modules; one for each environment, so that two never share a backend. */
  readonly dataDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logger: Logger;
  /** The interrupt that came while no command ran, if any; nothing is started after it. */
  readonly interruptedBy?: () => NodeJS.Signals | undefined;
}

/** So much of standard error is kept for an error message, in characters. */
const ERROR_TAIL = 8_000;

const versionSchema = z.object({ terraform_version: z.string() });
const outputsSchema = z.record(z.string(), z.object({ sensitive: z.boolean(), value: z.unknown() }));

/** Runs the Terraform program. Interrupts are passed on once and waited for, so that no state lock is left behind. */
export function terraformCli(options: TerraformCliOptions): Terraform {
  const { logger } = options;
  const interruption: Interruption = { signal: undefined };
  const start = (args: readonly string[]): ChildProcess => {
    // Terraform ends `show` with success although it was interrupted; without this, an apply would begin after it was cancelled.
    const signal = interruption.signal ?? options.interruptedBy?.();
    if (signal !== undefined) {
      throw new TerraformError(args[0] ?? '', undefined, `not started: the run was interrupted by ${signal}`);
    }
    return spawn(options.path, [`-chdir=${options.directory}`, ...args], {
      env: childEnvironment(options.environment, options.dataDirectory),
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C goes to the whole group of a terminal, and with the one passed on Terraform would get two interrupts,
      // at which it gives up without writing its state.
      detached: true,
    });
  };

  /** Runs to the end; lines of standard output go to `onLine`. @returns the exit code, one of `accepted` */
  const run = async (
    args: readonly string[],
    accepted: readonly number[],
    onLine: (line: string) => void,
  ): Promise<number> => {
    const command = args[0] ?? '';
    const child = start(args);
    const errors: string[] = [];
    let tail = '';
    child.stderr?.on('data', (chunk) => {
      tail = (tail + String(chunk)).slice(-ERROR_TAIL);
    });
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const event = parseTerraformEvent(line);
        if (event?.kind === 'error') errors.push(event.text);
        onLine(line);
      });
    }
    const code = await ended(child, command, interruption);
    if (accepted.includes(code)) return code;
    throw new TerraformError(command, code, errors.join('\n') || tail.trim() || 'no message');
  };

  const log = (progress: ResourceProgress): void => {
    const text = describeProgress(progress);
    if (text !== undefined) logger.info(text);
  };
  /** Who listens to the resources logs what is worth it. */
  const listener =
    (onResource: (progress: ResourceProgress) => void = log) =>
    (line: string): void => {
      const event = parseTerraformEvent(line);
      if (event?.kind === 'resource') onResource(event.progress);
      else if (event?.kind === 'warning') logger.warn(event.text);
    };

  return {
    async version() {
      const lines: string[] = [];
      await run(['version', '-json'], [0], (line) => lines.push(line));
      return parseJson('version', lines, versionSchema).terraform_version;
    },
    async init(backend) {
      await run(initArguments(backend), [0], (line) => {
        logger.debug(line);
      });
    },
    async plan(plan) {
      return { hasChanges: (await run(planArguments(plan), [0, 2], listener())) === 2 };
    },
    showJson(planFile) {
      return stream(start(showArguments(planFile)), interruption);
    },
    async apply(planFile, onResource) {
      await run(applyArguments(planFile), [0], listener(onResource));
    },
    async outputs() {
      const lines: string[] = [];
      await run(['output', '-json', '-no-color'], [0], (line) => lines.push(line));
      const outputs = Object.entries(parseJson('output', lines, outputsSchema));
      return Object.fromEntries(
        outputs.filter(([, { sensitive }]) => !sensitive).map(([name, { value }]) => [name, value]),
      );
    },
  };
}

/** The first interrupt that the commands of one configuration got; kept, because the commands after it must not start. */
interface Interruption {
  signal: NodeJS.Signals | undefined;
}

/** Waits for the end of a child while passing an interrupt on to it, once. */
async function ended(child: ChildProcess, command: string, interruption: Interruption): Promise<number> {
  const forward = (signal: NodeJS.Signals): void => {
    // A second interrupt would make Terraform give up without releasing its lock.
    if (interruption.signal === undefined) child.kill(signal);
    interruption.signal ??= signal;
  };
  process.on('SIGINT', forward);
  process.on('SIGTERM', forward);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('error', (cause) => {
        const hint = 'is Terraform installed, and is terraform-path right?';
        reject(new TerraformError(command, undefined, `${cause.message}; ${hint}`, { cause }));
      });
      child.once('close', (code, signal) => {
        if (signal === null) resolve(code ?? -1);
        else reject(new TerraformError(command, undefined, `ended by ${signal}`));
      });
    });
  } finally {
    process.off('SIGINT', forward);
    process.off('SIGTERM', forward);
  }
}

function stream(child: ChildProcess, interruption: Interruption): Readable {
  const output = new PassThrough();
  let tail = '';
  child.stderr?.on('data', (chunk) => {
    tail = (tail + String(chunk)).slice(-ERROR_TAIL);
  });
  // Ended by hand, so that a failure after the last byte is still an error of the stream.
  child.stdout?.pipe(output, { end: false });
  // A reader that gives up would leave the child blocked on a full pipe, and the action waiting for it.
  output.once('close', () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  });
  ended(child, 'show', interruption).then(
    (code) => {
      if (code === 0) output.end();
      else output.destroy(new TerraformError('show', code, tail.trim()));
    },
    (error: unknown) => {
      output.destroy(error instanceof Error ? error : new Error(String(error)));
    },
  );
  return output;
}

function parseJson<T>(command: string, lines: readonly string[], schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(lines.join('\n')));
  } catch (cause) {
    throw new TerraformError(command, 0, 'its output is not what this version expects', { cause });
  }
}
