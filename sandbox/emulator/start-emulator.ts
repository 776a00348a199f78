import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FunctionNetworkSettings } from '../data-plane/function-networks';
import { end, ending, readiness } from './emulator-process';
import { functionNetworkVariables } from './function-variables';

const LAUNCHER = fileURLToPath(new URL('./launcher.py', import.meta.url));

/** What the emulator is started with. */
export interface EmulatorOptions {
  /** The project's ignored state directory; the emulator makes its own scratch directory in it. */
  stateDir: string;
  /** The interpreter of the sandbox's Python environment. */
  python: string;
  /** The control API of the real PostgreSQL servers; without it RDS is answered from memory. */
  dataPlane?: { url: string; token: string };
  /** The account that requests without credentials are meant for, those to a public API. */
  accountId?: string;
  /** The networks of deployed functions; without it their processes live in the network of this machine. */
  functionNetwork?: FunctionNetworkSettings;
  /** Enforce IAM policies, and write each decision as a line of JSON to this file; without it everybody may do everything. */
  iamDecisions?: string;
  /** Receives a sentence on start and stop. */
  log: (message: string) => void;
}

/** A running AWS API emulator. */
export interface Emulator {
  /** What AWS_ENDPOINT_URL must say, for example `http://127.0.0.1:49152`. */
  endpoint: string;
  /** Everything that the emulator printed. */
  logFile: string;
  /** Ends the process and removes its scratch directory; harmless when called twice. */
  stop(): Promise<void>;
}

/** The emulator did not start; the message holds the end of its log. */
export class EmulatorError extends Error {
  override readonly name = 'EmulatorError';
}

/**
 * Starts the AWS API emulator on a free port of 127.0.0.1 and waits until it answers.
 *
 * It keeps everything in memory. It ends with `stop`, and by itself when this process dies, since its standard input is
 * a pipe from here.
 *
 * @throws EmulatorError when it ends early or is not ready within 30 seconds; nothing is left running.
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  await mkdir(options.stateDir, { recursive: true });
  const directory = await mkdtemp(join(options.stateDir, 'emulator-'));
  // Functions are unpacked below. Without this, Node.js would look further up, find that this project's own files are ES modules, and
  // refuse to run functions that Lambda takes for CommonJS.
  await writeFile(join(directory, 'package.json'), '{ "type": "commonjs" }');
  const logFile = `${directory}.log`;
  const log = await open(logFile, 'a');
  const enforcement = options.iamDecisions === undefined ? [] : ['--enforce-iam', options.iamDecisions];
  const child = spawn(options.python, ['-B', LAUNCHER, '--state-dir', directory, '--ready-fd', '3', ...enforcement], {
    stdio: ['pipe', log.fd, log.fd, 'pipe'],
    env: { ...process.env, ...dataPlaneVariables(options), ...functionVariables(options) },
  });
  // Before anything is awaited: an interpreter that does not exist is reported at once, and only to a listener.
  const exited = ending(child);
  await log.close();
  const stop = async () => {
    await end(child, exited);
    await rm(directory, { recursive: true, force: true });
  };

  try {
    const endpoint = await readiness(child, exited);
    options.log(`The AWS API emulator answers at ${endpoint} (log: ${logFile}).`);
    return { endpoint, logFile, stop };
  } catch (cause) {
    await stop();
    const output = await readFile(logFile, 'utf8');
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EmulatorError(
      `The AWS API emulator did not start: ${reason}.\n${lastLines(output)}\nWhole log: ${logFile}`,
      {
        cause,
      },
    );
  }
}

function dataPlaneVariables({ dataPlane }: EmulatorOptions): NodeJS.ProcessEnv {
  return {
    SANDBOX_DATA_PLANE_URL: dataPlane?.url ?? '',
    SANDBOX_DATA_PLANE_TOKEN: dataPlane?.token ?? '',
  };
}

/** The emulator hands its own variables on to the processes of functions. */
function functionVariables({ accountId, functionNetwork }: EmulatorOptions): NodeJS.ProcessEnv {
  return {
    ...(accountId === undefined ? {} : { SANDBOX_ACCOUNT_ID: accountId }),
    ...(functionNetwork === undefined ? {} : functionNetworkVariables(functionNetwork)),
  };
}

function lastLines(output: string): string {
  return output.trim().split('\n').slice(-10).join('\n');
}
