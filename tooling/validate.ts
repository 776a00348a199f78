import { resolve } from 'node:path';
import { z } from 'zod';
import { terraformEnvironment } from '../sandbox/terraform-cli-config';
import type { TerraformCopy } from '../test/terraform/terraform-support/terraform-copy';
import { combine, type Outcome } from './outcome';
import { lastLines, runProgram } from './run-program';

const FORMATTED = ['terraform', 'test/fixtures', 'test/terraform'];
const ROOTS = ['terraform', 'terraform/bootstrap'];
const failureSchema = z.object({ code: z.unknown(), stdout: z.string(), stderr: z.string() });

/** Whether all HCL of the repository is formatted; nothing is written. */
export async function checkFormat(repository: string, stateDir: string): Promise<Outcome> {
  const env = { ...process.env, ...(await terraformEnvironment(resolve(stateDir), process.env)) };
  const fmt = ['fmt', '-check', '-recursive', '-diff', '-no-color', ...FORMATTED];
  const ended = await runProgram('terraform', fmt, { cwd: repository, env, timeoutMs: 60_000 });
  if (ended.code === 0) return { verdict: 'ok', text: FORMATTED.join(', ') };
  const advice = 'run "terraform fmt -recursive" on what is named above';
  return { verdict: 'failed', text: `${lastLines(ended, 200)}\n${advice}` };
}

/** Whether each root configuration is valid with exactly the locked provider. One after another: they share a plugin cache. */
export async function checkValidity(copy: TerraformCopy): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const root of ROOTS) {
    try {
      await copy.terraform(root, 'init', '-backend=false', '-input=false', '-lockfile=readonly', '-no-color');
      await copy.terraform(root, 'validate', '-no-color');
      outcomes.push({ verdict: 'ok', text: `${root} is valid` });
    } catch (error) {
      const failure = failureSchema.safeParse(error);
      const said = failure.success ? lastLines({ ...failure.data, code: undefined }, 60) : String(error);
      outcomes.push({ verdict: 'failed', text: `${root}:\n${said}` });
    }
  }
  return combine(outcomes);
}
