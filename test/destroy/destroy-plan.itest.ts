import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { terraformCli } from '../../src/adapters/terraform-cli';
import { leftovers, makeDestroyPlan, refuseUnlessOnlyDeletes } from '../../src/destroy/destroy-plan';
import { parseEnvironment } from '../../src/environment/parse-environment';
import type { PrivateFiles } from '../../src/ports/private-files';
import type { Terraform } from '../../src/ports/terraform';
import { MemoryLogger } from '../fakes/logger';

// Real Terraform with its built-in resource, so that no provider is needed.

const ENVIRONMENT = parseEnvironment(readFileSync('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml');
const RESOURCES = 'resource "terraform_data" "a" {}\nresource "terraform_data" "b" {\n  input = "x"\n}\n';
const OUTPUT = 'output "b" {\n  value = terraform_data.b.output\n}\n';

let directory: string;
let terraform: Terraform;
let files: PrivateFiles;
const logger = new MemoryLogger();

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'destroy-plan-'));
  terraform = terraformCli({
    path: 'terraform',
    directory,
    dataDirectory: join(directory, '.terraform'),
    environment: { PATH: process.env['PATH'], TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' },
    logger,
  });
  const path = (name: string) => join(directory, name);
  files = {
    path,
    write: (name, text) => {
      writeFileSync(path(name), text);
      return Promise.resolve(path(name));
    },
    read: (path) => readFile(path),
  };
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

async function applied(configuration: string): Promise<void> {
  await files.write('main.tf', configuration);
  const varFile = await files.write('empty.tfvars.json', '{}');
  await terraform.init({});
  await terraform.plan({ varFile, planFile: files.path('first.tfplan') });
  await terraform.apply(files.path('first.tfplan'));
}

test('T3: a plan of destruction deletes everything, and the next one finds nothing', async () => {
  await applied(RESOURCES + OUTPUT);
  const plan = await makeDestroyPlan(ENVIRONMENT, files, { terraform, logger });
  expect(plan).toMatchObject({
    hasChanges: true,
    summary: { counts: { delete: 2, create: 0, update: 0, replace: 0 } },
  });
  refuseUnlessOnlyDeletes(plan.summary);
  expect(leftovers(plan)).toBe('terraform_data.a, terraform_data.b, output b');
  await terraform.apply(plan.planFile);
  const second = await makeDestroyPlan(ENVIRONMENT, files, { terraform, logger });
  expect(second.hasChanges).toBe(false);
  expect(leftovers(second)).toBeUndefined();
}, 60_000);

test('what was never applied is not created first', async () => {
  await applied(RESOURCES);
  await files.write('more.tf', 'resource "terraform_data" "never" {}\noutput "new" {\n  value = 1\n}\n');
  const { summary } = await makeDestroyPlan(ENVIRONMENT, files, { terraform, logger });
  refuseUnlessOnlyDeletes(summary);
  expect(summary.changes.map(({ address }) => address)).toEqual(['terraform_data.a', 'terraform_data.b']);
}, 60_000);

test('a removed block that was not applied yet keeps nothing: Terraform does not read it when it destroys', async () => {
  await applied(RESOURCES);
  await files.write(
    'main.tf',
    'resource "terraform_data" "a" {}\nremoved {\n  from = terraform_data.b\n  lifecycle {\n    destroy = false\n  }\n}\n',
  );
  const { summary } = await makeDestroyPlan(ENVIRONMENT, files, { terraform, logger });
  expect(summary.changes.map(({ address, action }) => [address, action])).toEqual([
    ['terraform_data.a', 'delete'],
    ['terraform_data.b', 'delete'],
  ]);
}, 60_000);
