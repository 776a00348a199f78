import { resolve } from 'node:path';
import { terraformEnvironment } from '../sandbox/terraform-cli-config';
import { copyTerraform } from '../test/terraform/terraform-support/terraform-copy';
import { runCheckov } from '../tooling/checkov/checkov';
import type { Outcome } from '../tooling/outcome';
import { runTflint } from '../tooling/tflint/tflint';
import { checkFormat, checkValidity } from '../tooling/validate';

// Checks the HCL with four tools at the same time: its format, its validity with the locked provider, what checkov knows of security
// (the workflows too), and what tflint knows of style and dead code. Everything runs, so that a red run says everything that is wrong.

const REPOSITORY = resolve('.');
const STATE = '.sandbox';
const say = (message: string) => {
  console.log(message);
};

const copy = await copyTerraform(await terraformEnvironment(resolve(STATE), process.env));
try {
  const outcomes = await Promise.all([
    timed('format', checkFormat(REPOSITORY, STATE)),
    timed('validity', checkValidity(copy)),
    timed('checkov', runCheckov(REPOSITORY, STATE, say)),
    timed('tflint', runTflint(copy.directory, STATE, say, process.env['CI'] === 'true')),
  ]);
  for (const [name, { verdict, text }, seconds] of outcomes) say(`${name}: ${verdict} (${seconds} s)\n${indent(text)}`);
  if (outcomes.some(([, { verdict }]) => verdict === 'failed')) process.exitCode = 1;
} finally {
  await copy.remove();
}

async function timed(name: string, work: Promise<Outcome>): Promise<readonly [string, Outcome, string]> {
  const began = performance.now();
  const outcome = await work;
  return [name, outcome, ((performance.now() - began) / 1000).toFixed(1)];
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
