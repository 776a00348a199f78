import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { applyGivenThings, describeNetworks } from '../sandbox/demo/foundation';
import { ensurePythonEnvironment } from '../sandbox/emulator/python-environment';
import { startSandbox } from '../sandbox/start-sandbox';
import { parseEnvironment } from '../src/environment/parse-environment';
import type { Environment } from '../src/environment/schema';
import { toBackendConfig, toTfvars } from '../src/environment/tfvars';

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

/** Starts the emulator and makes what a customer brings along. */
export async function startPlanWorld(others: number): Promise<PlanWorld> {
  const scratch = mkdtempSync(join(tmpdir(), 'bench-plan-'));
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
        signal: new AbortController().signal,
      },
      parseEnvironment(template, FILE),
    );
    // A kept provider is not started where own certificates are set, and the emulator needs none.
    const variables = { ...process.env, AWS_CA_BUNDLE: '', ...sandbox.environment };
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

/** Runs a program to its end and forgets what it prints. @throws unless it ends with the expected code */
export async function timedProcess(
  program: string,
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly cwd?: string; readonly code?: number } = {},
): Promise<Took> {
  const began = performance.now();
  const child = spawn(program, args, {
    env: options.env ?? process.env,
    cwd: options.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let tail = '';
  child.stdout.on(
    'data',
    (chunk: Buffer) => (tail = tail.slice(-2_000) + (chunk.length < 10_000 ? String(chunk) : '')),
  );
  child.stderr.on('data', (chunk: Buffer) => (tail = tail.slice(-2_000) + String(chunk)));
  let peakMb = 0;
  const watch = setInterval(() => {
    peakMb = Math.max(peakMb, peakOf(child.pid));
  }, 20);
  try {
    const code = await new Promise<number | null>((ended, failed) => {
      child.once('error', failed);
      child.once('close', ended);
    });
    const ms = performance.now() - began;
    if (code !== (options.code ?? 0))
      throw new Error(`${basename(program)} ${args[0] ?? ''} ended with ${code}: ${tail}`);
    return { ms, peakMb };
  } finally {
    clearInterval(watch);
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid ?? ''}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
