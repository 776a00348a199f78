import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { findPython, PythonEnvironmentError } from './find-python';

export { PythonEnvironmentError };

const run = promisify(execFile);

const REQUIREMENTS = fileURLToPath(new URL('./requirements.txt', import.meta.url));
const INSTALL_TIMEOUT_MS = 600_000;
/** Where the sandbox's Python programs are. */
export interface PythonEnvironment {
  /** The interpreter that has the emulator installed. */
  python: string;
  /** The act program, which runs workflow files without GitHub. */
  act: string;
}

/**
 * Makes sure that the pinned Python packages of the sandbox are installed, and says where.
 *
 * Installs once into `<stateDir>/python-<hash of requirements.txt>`; the next call finds it there. It is built beside that
 * place and renamed when whole, so an interrupted installation is never taken for a good one, and two at once do no harm.
 *
 * @param stateDir the project's ignored state directory; created when missing.
 * @param onProgress receives a sentence before each slow step.
 * @param environment the variables of the caller: pip's own settings (index, proxy, certificates) are inherited.
 * @throws PythonEnvironmentError when Python 3.10 or its venv module is missing, or an installation fails.
 */
export async function ensurePythonEnvironment(
  stateDir: string,
  onProgress: (message: string) => void,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<PythonEnvironment> {
  const hash = createHash('sha256')
    .update(await readFile(REQUIREMENTS))
    .digest('hex')
    .slice(0, 12);
  const directory = join(stateDir, `python-${hash}`);
  if (await works(directory)) return programs(directory);

  const python = await findPython(environment);
  await mkdir(stateDir, { recursive: true });
  await removeAbandoned(stateDir);
  // It does not work any more when the Python that it was made from has been removed or replaced.
  await rm(directory, { recursive: true, force: true });
  const building = join(stateDir, `python-${hash}.building-${process.pid}`);
  try {
    onProgress(`Creating a Python environment with ${python} ...`);
    await install(python, building, onProgress, environment);
    await rename(building, directory).catch(async (error: unknown) => {
      // Another process was faster: its environment is as good.
      if (!(await works(directory))) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return programs(directory);
}

function programs(directory: string): PythonEnvironment {
  return { python: join(directory, 'bin', 'python'), act: join(directory, 'bin', 'act') };
}

async function works(directory: string): Promise<boolean> {
  const { python, act } = programs(directory);
  try {
    await access(act);
    await run(python, ['-c', 'import hypercorn, ministack']);
    return true;
  } catch {
    return false;
  }
}

async function install(
  python: string,
  directory: string,
  onProgress: (message: string) => void,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  // These would send the packages, or Python itself, to another place than the environment being built.
  const misleading = new Set(['PIP_TARGET', 'PIP_PREFIX', 'PIP_USER', 'PIP_ROOT', 'PYTHONHOME', 'PYTHONPATH']);
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !misleading.has(name)));
  await rm(directory, { recursive: true, force: true });
  await step('python -m venv', python, ['-m', 'venv', directory], env);
  onProgress('Installing the AWS API emulator and act from the Python package index ...');
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input', '--quiet', '-r', REQUIREMENTS];
  await step('pip install', programs(directory).python, pip, env);
}

async function step(name: string, program: string, argv: string[], env: NodeJS.ProcessEnv): Promise<void> {
  try {
    await run(program, argv, { env, timeout: INSTALL_TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 });
  } catch (cause) {
    const output = z.object({ stderr: z.string() }).safeParse(cause);
    const last = output.success ? output.data.stderr.trim().split('\n').slice(-8).join('\n') : String(cause);
    throw new PythonEnvironmentError(
      `"${name}" for the sandbox's Python environment failed:\n${last}\n` +
        'Check the network and the settings of pip (index, proxy, certificates), then run it again: nothing half-made is kept.',
      { cause },
    );
  }
}

/** Removes what interrupted installations left behind, but not one that is running now. */
async function removeAbandoned(stateDir: string): Promise<void> {
  for (const name of await readdir(stateDir)) {
    const builder = /^python-[0-9a-f]+\.building-(\d+)$/.exec(name)?.[1];
    if (builder && !isRunning(Number(builder))) await rm(join(stateDir, name), { recursive: true, force: true });
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
