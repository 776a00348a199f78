import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findPython, PythonEnvironmentError } from '../sandbox/emulator/find-python';
import { lastLines, runProgram } from './run-program';

const INSTALL_TIMEOUT_MS = 900_000;
// These would send the packages, or Python itself, to another place than the environment being built.
const MISLEADING = new Set(['PIP_TARGET', 'PIP_PREFIX', 'PIP_USER', 'PIP_ROOT', 'PYTHONHOME', 'PYTHONPATH']);

/** Pinned Python packages. */
export interface PythonPackages {
  /** What they are for, in one word: the name of the environment. */
  readonly name: string;
  /** Path of a requirements file in which every version is exact. */
  readonly requirements: string;
}

/**
 * Makes sure that Python packages are installed in an environment of their own.
 *
 * Installs once into `<stateDir>/<name>-<hash of the requirements>`. It is built beside that place and renamed when whole, so an
 * interrupted installation is never taken for a good one, and two at once do no harm. Environments of older requirements are removed.
 *
 * @param onProgress receives a sentence before each slow step.
 * @param environment the variables of the caller: pip's own settings (index, proxy, certificates) are inherited.
 * @returns the interpreter; programs of the packages are started with `-m`, because their scripts name the place where they were built.
 * @throws PythonEnvironmentError when Python 3.10 or its venv module is missing, or the installation fails.
 */
export async function ensurePythonPackages(
  { name, requirements }: PythonPackages,
  stateDir: string,
  onProgress: (message: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const directory = join(stateDir, `${name}-${hash}`);
  if (await starts(directory)) return interpreter(directory);

  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !MISLEADING.has(name)));
  const python = await findPython(env);
  await mkdir(stateDir, { recursive: true });
  await removeOld(stateDir, name);
  const building = `${directory}.building-${process.pid}`;
  try {
    onProgress(`Installing ${name} from the Python package index (once; about a minute) ...`);
    await step(python, ['-m', 'venv', building], env);
    const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--quiet', '-r', requirements];
    await step(interpreter(building), pip, env);
    await rename(building, directory).catch(async (error: unknown) => {
      // Another process was faster: its environment is as good.
      if (!(await starts(directory))) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return interpreter(directory);
}

function interpreter(directory: string): string {
  return join(directory, 'bin', 'python');
}

/** Whether the environment is there; its Python may have been removed or replaced since it was made. */
async function starts(directory: string): Promise<boolean> {
  return (await runProgram(interpreter(directory), ['-c', ''], { env: {}, timeoutMs: 30_000 })).code === 0;
}

async function step(program: string, argv: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const ended = await runProgram(program, argv, { env, timeoutMs: INSTALL_TIMEOUT_MS });
  if (ended.code === 0) return;
  throw new PythonEnvironmentError(
    `"${program} ${argv.join(' ')}" failed:\n${lastLines(ended)}\n` +
      'Check the network and the settings of pip (index, proxy, certificates), then run it again: nothing half-made is kept.',
  );
}

/** Removes environments of older requirements, and what interrupted installations left behind; not one that is running now. */
async function removeOld(stateDir: string, name: string): Promise<void> {
  for (const entry of await readdir(stateDir)) {
    if (!entry.startsWith(`${name}-`)) continue;
    const builder = /\.building-(\d+)$/.exec(entry)?.[1];
    if (builder === undefined || !isRunning(Number(builder)))
      await rm(join(stateDir, entry), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
