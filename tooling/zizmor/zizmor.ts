import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PythonEnvironmentError } from '../../sandbox/emulator/find-python';
import type { Outcome } from '../outcome';
import { ensurePythonPackages } from '../python-packages';
import { lastLines, runProgram } from '../run-program';

const REQUIREMENTS = fileURLToPath(new URL('./requirements.txt', import.meta.url));
const CONFIGURATION = fileURLToPath(new URL('./zizmor.yml', import.meta.url));
/** It ends with one of these when it found something; which one says how bad it is. */
const FOUND: readonly (number | undefined)[] = [10, 11, 12, 13, 14];
const INLINE = /#.*zizmor:\s*ignore/;

export interface ZizmorOptions {
  /** The root directory of what is checked. */
  readonly repository: string;
  /** Where it is installed. */
  readonly stateDir: string;
  readonly onProgress: (message: string) => void;
  /** The variables of the caller. */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * Checks the security of the workflows and of the actions with zizmor, without the network once it is installed. Every finding is a failure,
 * except those that `zizmor.yml` names with a reason.
 */
export async function runZizmor(options: ZizmorOptions): Promise<Outcome> {
  const { stateDir, onProgress, environment = process.env } = options;
  const repository = resolve(options.repository);
  const files = await workflowFiles(repository);
  if (files.length === 0) return { verdict: 'failed', text: `no workflow and no action below ${repository}` };
  for (const file of files) {
    const line = (await readFile(join(repository, file), 'utf8')).split('\n').findIndex((text) => INLINE.test(text));
    if (line >= 0) {
      const advice = 'exceptions belong in tooling/zizmor/zizmor.yml, with a reason';
      return { verdict: 'failed', text: `${file}:${line + 1}: a comment that silences zizmor; ${advice}` };
    }
  }
  try {
    const packages = { name: 'zizmor', requirements: REQUIREMENTS };
    const python = resolve(await ensurePythonPackages(packages, stateDir, onProgress, environment));
    return await check(join(dirname(python), 'zizmor'), repository, files, environment);
  } catch (error) {
    if (error instanceof PythonEnvironmentError) {
      return { verdict: 'failed', text: `zizmor could not be installed: ${error.message}` };
    }
    throw error;
  }
}

async function check(
  program: string,
  repository: string,
  files: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<Outcome> {
  // Without what would change the findings, and without tokens: nothing is asked of GitHub.
  const kept = Object.entries(environment).filter(([name]) => !/^(?:ZIZMOR|GH|GITHUB)_/.test(name));
  const options = ['--offline', '--persona=pedantic', '--strict-collection', `--config=${CONFIGURATION}`];
  const output = ['--format=plain', '--color=never', '--no-progress', '--quiet'];
  const ended = await runProgram(program, [...options, ...output, ...files], {
    cwd: repository,
    env: Object.fromEntries(kept),
    timeoutMs: 120_000,
  });
  if (ended.code === 0) return { verdict: 'ok', text: `no findings in ${files.length} files` };
  return FOUND.includes(ended.code)
    ? { verdict: 'failed', text: ended.stdout.trim() }
    : { verdict: 'failed', text: `zizmor itself failed:\n${lastLines(ended)}` };
}

/** The workflows, and what says how our actions are started. */
async function workflowFiles(repository: string): Promise<readonly string[]> {
  const workflows = await namesIn(join(repository, '.github', 'workflows'));
  const actions = await namesIn(join(repository, 'actions'));
  const found = [
    ...workflows.filter((name) => /\.ya?ml$/.test(name)).map((name) => join('.github', 'workflows', name)),
    ...(await Promise.all(
      actions.map(async (action) =>
        (await namesIn(join(repository, 'actions', action)))
          .filter((name) => /^action\.ya?ml$/.test(name))
          .map((name) => join('actions', action, name)),
      ),
    )),
  ].flat();
  return found.sort();
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch {
    return [];
  }
}
