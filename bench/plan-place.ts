import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { applyGivenThings, describeNetworks } from '../sandbox/demo/foundation';
import { ensurePythonEnvironment } from '../sandbox/emulator/python-environment';
import { startSandbox } from '../sandbox/start-sandbox';
import { parseEnvironment } from '../src/environment/parse-environment';
import type { Environment } from '../src/environment/schema';
import { toBackendConfig, toTfvars } from '../src/environment/tfvars';
import { peakMemoryMb } from './peak-memory';

/** A checkout with one environment that is given its networks, and nothing applied: its plan makes the whole stack. */
export interface PlanPlace {
  readonly environment: Environment;
  readonly workspace: string;
  readonly variables: NodeJS.ProcessEnv;
  /** Where the action has Terraform keep providers. */
  readonly dataDirectory: string;
  readonly varFile: string;
  readonly backend: readonly string[];
}

export interface PlanWorld {
  readonly place: PlanPlace;
  /** More of the same, with states of their own. */
  readonly others: readonly PlanPlace[];
  readonly python: string;
  readonly scratch: string;
  stop(): Promise<void>;
}

const FILE = 'environments/sandbox.yaml';

/** Starts the emulator and makes what a customer brings along. When that fails, or is aborted, nothing is left running or lying about. */
export async function startPlanWorld(others: number, signal: AbortSignal): Promise<PlanWorld> {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-plan-'));
  try {
    return await startIn(scratch, others, signal);
  } catch (error) {
    rmSync(scratch, { recursive: true, force: true });
    throw error;
  }
}

async function startIn(scratch: string, others: number, signal: AbortSignal): Promise<PlanWorld> {
  const python = (await ensurePythonEnvironment('.sandbox', () => undefined)).python;
  const installed = resolve(python, '..', '..');
  symlinkSync(installed, join(scratch, basename(installed)));
  const sandbox = await startSandbox({ stateDirectory: scratch, onProgress: () => undefined });
  try {
    const template = readFileSync(FILE, 'utf8');
    const foundation = await applyGivenThings(
      {
        root: process.cwd(),
        directory: join(scratch, 'given'),
        environment: sandbox.environment,
        signal,
      },
      parseEnvironment(template, FILE),
    );
    const variables = { ...process.env, ...sandbox.environment };
    const text = describeNetworks(template, foundation);
    const places = Array.from({ length: others + 1 }, (_none, index) =>
      makePlace(join(scratch, `checkout-${index}`), index === 0 ? 'sandbox' : `sandbox-${index}`, text, variables),
    );
    const [place, ...more] = places;
    if (place === undefined) throw new Error('there is no place');
    return {
      place,
      others: more,
      python,
      scratch,
      async stop() {
        await sandbox.stop();
        rmSync(scratch, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

function makePlace(workspace: string, name: string, template: string, variables: NodeJS.ProcessEnv): PlanPlace {
  cpSync('terraform', join(workspace, 'terraform'), {
    recursive: true,
    filter: (path) => basename(path) !== '.terraform',
  });
  const text = template.replace(/^name: .*$/m, `name: ${name}`);
  const environment = parseEnvironment(text, `environments/${name}.yaml`);
  mkdirSync(join(workspace, 'environments'));
  writeFileSync(join(workspace, 'environments', `${name}.yaml`), text);
  const varFile = join(workspace, 'raw.tfvars.json');
  writeFileSync(varFile, JSON.stringify(toTfvars(environment)));
  return {
    environment,
    workspace,
    variables,
    dataDirectory: join(workspace, '.terraform', name),
    varFile,
    backend: Object.entries(toBackendConfig(environment)).map(([key, value]) => `-backend-config=${key}=${value}`),
  };
}

/** How a process went. */
export interface Took {
  readonly ms: number;
  /** The most memory that it held itself, without its children; 0 where the system does not say. */
  readonly peakMb: number;
}

/** A program that was interrupted has so long to end its own children and to give back its lock. */
const GRACE_MS = 20_000;

/**
 * Runs a program to its end and forgets what it prints. When `signal` aborts it is interrupted, and waited for.
 *
 * @throws unless it ends with the expected code
 */
export async function timedProcess(
  program: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly code?: number; readonly signal: AbortSignal },
): Promise<Took> {
  const { signal } = options;
  signal.throwIfAborted();
  const began = performance.now();
  const child = spawn(program, args, {
    env: options.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: an interrupt at the terminal reaches it once, from here, and what it leaves behind can be ended.
    detached: true,
  });
  let tail = '';
  const keep = (chunk: Buffer): void => {
    // The one huge chunk is a plan.
    tail = (tail + (chunk.length < 10_000 ? String(chunk) : '')).slice(-2_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let peakMb = 0;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, peakMemoryMb(child.pid));
  }, 20);
  const done = new AbortController();
  const interrupt = (): void => {
    child.kill('SIGINT');
    void delay(GRACE_MS, undefined, { signal: done.signal }).then(
      () => {
        killGroup(child.pid);
      },
      () => undefined,
    );
  };
  signal.addEventListener('abort', interrupt);
  try {
    const code = await new Promise<number | null>((ended, failed) => {
      child.once('error', failed);
      child.once('close', ended);
    });
    const ms = performance.now() - began;
    signal.throwIfAborted();
    if (code !== (options.code ?? 0))
      throw new Error(`${basename(program)} ${args[0] ?? ''} ended with ${code}: ${tail}`);
    return { ms, peakMb };
  } finally {
    done.abort();
    signal.removeEventListener('abort', interrupt);
    clearInterval(watch);
    killGroup(child.pid);
  }
}

/** Ends what is left of a group of processes; mostly there is nothing. */
function killGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // There is nothing left of it.
  }
}
