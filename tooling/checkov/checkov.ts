import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PythonEnvironmentError } from '../../sandbox/emulator/find-python';
import { runnableWorkflow } from '../../sandbox/github/runnable-workflow';
import { combine, type Outcome } from '../outcome';
import { ensurePythonPackages } from '../python-packages';
import { lastLines, runProgram } from '../run-program';
import { judge, skipComments, type SkipComment } from './report';

const REQUIREMENTS = fileURLToPath(new URL('./requirements.txt', import.meta.url));
const CONFIGURATION = 'terraform/.checkov.yaml';
const TARGETS = [
  { framework: 'terraform', directory: 'terraform', extension: '.tf' },
  { framework: 'github_actions', directory: '.github', extension: '.yml' },
] as const;

/**
 * Checks the Terraform code and the workflows with checkov, without the network once it is installed.
 *
 * @param repository the root directory.
 * @param stateDir where it is installed.
 */
export async function runCheckov(
  repository: string,
  stateDir: string,
  onProgress: (message: string) => void,
): Promise<Outcome> {
  try {
    const packages = { name: 'checkov', requirements: REQUIREMENTS };
    const python = resolve(await ensurePythonPackages(packages, stateDir, onProgress));
    const env = isolated(process.env, resolve(stateDir));
    return await inReadableCopy(resolve(repository), async (copy) =>
      combine(await Promise.all(TARGETS.map(async (target) => check(python, copy, env, target)))),
    );
  } catch (error) {
    if (error instanceof PythonEnvironmentError) return { verdict: 'failed', text: error.message };
    throw error;
  }
}

/**
 * Works on a copy of the checked directories in which checkov can read the workflows: one with a queue, which GitHub has had since May 2026, it
 * would leave out without a word.
 */
async function inReadableCopy<T>(repository: string, work: (copy: string) => Promise<T>): Promise<T> {
  const copy = await mkdtemp(join(tmpdir(), 'dr-checkov-'));
  try {
    for (const { directory } of TARGETS) {
      await cp(join(repository, directory), join(copy, directory), {
        recursive: true,
        // What a provider brought along is not ours to judge.
        filter: (source) => !source.includes('.terraform/') && !source.endsWith('.terraform'),
      });
    }
    const workflows = join(copy, '.github', 'workflows');
    for (const name of await readdir(workflows)) {
      const file = join(workflows, name);
      await writeFile(file, runnableWorkflow(await readFile(file, 'utf8')));
    }
    return await work(copy);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

async function check(
  python: string,
  repository: string,
  env: NodeJS.ProcessEnv,
  { framework, directory, extension }: (typeof TARGETS)[number],
): Promise<Outcome> {
  const options = ['--framework', framework, '--directory', directory, '--config-file', CONFIGURATION];
  const ended = await runProgram(python, ['-m', 'checkov.main', ...options, '--output', 'json'], {
    cwd: repository,
    env,
    timeoutMs: 300_000,
  });
  // 1 says that there are findings, but Python also ends with it when it cannot even begin.
  if ((ended.code !== 0 && ended.code !== 1) || !ended.stdout.trimStart().startsWith('{')) {
    return { verdict: 'failed', text: `checkov itself failed on ${directory}:\n${lastLines(ended)}` };
  }
  const { verdict, text } = judge(ended.stdout, await comments(repository, directory, extension), repository);
  return { verdict, text: `${directory}: ${text}` };
}

/**
 * The caller's variables without those that change what is checked or lead to the vendor's platform. The home directory is another
 * one, because checkov would read its own configuration and an access token there.
 */
function isolated(environment: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !/^(?:BC|PRISMA|CKV|CHECKOV)_|^PYTHON/.test(name));
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    LOG_LEVEL: 'ERROR',
    BC_SKIP_MAPPING: 'TRUE',
    CKV_SKIP_PACKAGE_UPDATE_CHECK: 'TRUE',
  };
}

async function comments(repository: string, directory: string, extension: string): Promise<readonly SkipComment[]> {
  const names = await readdir(join(repository, directory), { recursive: true });
  const files = names
    .filter((name) => name.endsWith(extension) && !/(?:^|\/)\./.test(name))
    .map((name) => `${directory}/${name}`);
  const found = files.map(async (file) => skipComments(file, await readFile(join(repository, file), 'utf8')));
  return (await Promise.all(found)).flat();
}
