import { join } from 'node:path';
import { combine, type Outcome } from '../outcome';
import { lastLines, runProgram } from '../run-program';
import { findTflint } from './find-tflint';

const CONFIGURATION = join('terraform', '.tflint.hcl');
// The root configuration is split by concern, so it has no main.tf to begin with; see terraform/README.md.
const WITHOUT_MAIN = ['--disable-rule=terraform_standard_module_structure'];
const RUNS: readonly (readonly string[])[] = [
  [`--chdir=terraform`, ...WITHOUT_MAIN],
  [`--chdir=${join('terraform', 'bootstrap')}`],
  [`--chdir=${join('terraform', 'modules')}`, '--recursive'],
];

/**
 * Checks the Terraform code with tflint. Where there is no way to get tflint, that is said, and is no failure: everybody can run the
 * checks, and CI has Go.
 *
 * @param repository a copy of the repository without working directories of Terraform, whose lists of modules would be out of date.
 * @param stateDir where a build of tflint is kept.
 * @param mustRun whether it is a failure that Go is there but could not build tflint.
 */
export async function runTflint(
  repository: string,
  stateDir: string,
  onProgress: (message: string) => void,
  mustRun: boolean,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Outcome> {
  const found = await findTflint(stateDir, onProgress, environment);
  if (found.program === undefined) {
    return { verdict: mustRun && found.hadGo ? 'failed' : 'skipped', text: found.reason };
  }
  const { program } = found;
  // Without what would change the findings.
  const env = Object.fromEntries(Object.entries(environment).filter(([name]) => !/^(?:TFLINT|TF_VAR)_/.test(name)));
  return combine(await Promise.all(RUNS.map(async (argv) => check(program, argv, repository, env))));
}

async function check(
  program: string,
  argv: readonly string[],
  repository: string,
  env: NodeJS.ProcessEnv,
): Promise<Outcome> {
  const options = [`--config=${join(repository, CONFIGURATION)}`, '--format=compact', '--no-color', ...argv];
  const ended = await runProgram(program, options, { cwd: repository, env, timeoutMs: 120_000 });
  // 2 says that there are findings.
  if (ended.code === 0) return { verdict: 'ok', text: `${argv.join(' ')}: no findings` };
  return {
    verdict: 'failed',
    text: ended.code === 2 ? ended.stdout.trim() : `tflint itself failed:\n${lastLines(ended)}`,
  };
}
