import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { checkPlanSources } from '../../src/guard/plan-sources';

// Plans by real Terraform of what is built into it, so that no provider is needed.

const planSchema = z.object({ configuration: z.unknown() });

/** `terraform show -json` of a plan of these files. */
function configurationOf(files: Readonly<Record<string, string>>): unknown {
  const scratch = mkdtempSync(join(tmpdir(), 'plan-sources-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(scratch, path, '..'), { recursive: true });
      writeFileSync(join(scratch, path), text);
    }
    // Not what this machine says of plugins.
    const environment = { PATH: process.env['PATH'], HOME: scratch };
    const terraform = (...args: readonly string[]) =>
      execFileSync('terraform', [`-chdir=${scratch}`, ...args], {
        env: environment,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    terraform('init', '-no-color', '-input=false');
    terraform('plan', '-no-color', '-input=false', '-out=plan');
    return planSchema.parse(JSON.parse(terraform('show', '-json', 'plan'))).configuration;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** With a member that an object literal would take for its prototype. */
function namedByJson(text: string): unknown {
  return JSON.parse(text);
}

const CHILD = { 'main.tf': 'module "a" {\n  source = "./modules/a"\n}\n' };

test('a plan of local modules and of what is built in is accepted', () => {
  const files = { ...CHILD, 'modules/a/main.tf': 'resource "terraform_data" "x" {}\n' };
  expect(() => {
    checkPlanSources(configurationOf(files));
  }).not.toThrow();
});

test('a provisioner that Terraform has read is found, in the root and in a module', () => {
  const evil = 'resource "terraform_data" "x" {\n  provisioner "local-exec" {\n    command = "true"\n  }\n}\n';
  const files = { 'main.tf': CHILD['main.tf'] + evil, 'modules/a/main.tf': evil };
  const sentence = 'it has provisioners, which run programs with the credentials of the job';
  expect(() => {
    checkPlanSources(configurationOf(files));
  }).toThrow(`plan, terraform_data.x: ${sentence}\nplan, module.a, terraform_data.x: ${sentence}`);
});

test('a data source that is built in, in JSON, which our own reader does not read, is found', () => {
  const json = { data: { terraform_remote_state: { x: { backend: 'local', config: { path: 'x.tfstate' } } } } };
  const state = { version: 4, terraform_version: '1.11.0', serial: 1, lineage: 'x', outputs: {}, resources: [] };
  const files = { 'main.tf.json': JSON.stringify(json), 'x.tfstate': JSON.stringify(state) };
  expect(() => {
    checkPlanSources(configurationOf(files));
  }).toThrow(
    'plan, data.terraform_remote_state.x: data "terraform_remote_state" is not allowed: it reads other states, by any backend',
  );
});

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'the plan: it does not say from which configuration it was made'],
  [
    'another provider',
    { provider_config: { external: { full_name: 'registry.terraform.io/hashicorp/external' } }, root_module: {} },
    'plan, provider external: it is registry.terraform.io/hashicorp/external; the only provider that is allowed is registry.terraform.io/hashicorp/aws',
  ],
  [
    'a profile',
    {
      provider_config: {
        aws: { full_name: 'registry.terraform.io/hashicorp/aws', expressions: { profile: { constant_value: 'x' } } },
      },
      root_module: {},
    },
    'plan, provider aws: "profile" is not allowed in a provider',
  ],
  [
    'a module from elsewhere, in a module',
    {
      root_module: {
        module_calls: {
          a: { source: './a', module: { module_calls: namedByJson('{"__proto__":{"source":"git::x","module":{}}}') } },
        },
      },
    },
    'plan, module.a.module.__proto__: it comes from "git::x", which is no directory of this repository',
  ],
  [
    'a module that leads out',
    { root_module: { module_calls: { a: { source: './../../x', module: {} } } } },
    'plan, module.a: it comes from "./../../x", which is no directory of this repository',
  ],
])('refused: %s', (_what, configuration, expected) => {
  expect(() => {
    checkPlanSources(configuration);
  }).toThrow(expected);
});
