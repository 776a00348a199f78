import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { comparePlans } from '../../src/plan/comparable-plan';
import { readPlanStream } from '../../src/plan/plan-stream/read-plan-stream';

// A reviewed plan is applied when a plan made later does the same: by real Terraform.

const directory = mkdtempSync(join(tmpdir(), 'dr-plan-again-'));

function terraform(...args: readonly string[]): string {
  return execFileSync('terraform', [`-chdir=${directory}`, ...args], {
    env: { PATH: process.env['PATH'], TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  }).toString();
}

function configure(changed: string, replaced: string): void {
  writeFileSync(
    join(directory, 'main.tf'),
    `resource "terraform_data" "changed" { input = { b = "${changed}", a = [1, null] } }
     resource "terraform_data" "replaced" { triggers_replace = "${replaced}" }
     resource "terraform_data" "kept" { input = "same" }
     output "o" { value = "${changed}" }`,
  );
}

async function comparable(file: string) {
  terraform('plan', '-no-color', '-input=false', `-out=${file}`);
  const json = terraform('show', '-json', file);
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  return (await readPlanStream(Readable.from([json]), sha256)).comparable;
}

beforeAll(() => {
  configure('one', 'one');
  terraform('init', '-no-color', '-input=false');
  terraform('apply', '-no-color', '-input=false', '-auto-approve');
});

afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

test('the same configuration planned twice is the same plan', async () => {
  configure('two', 'two');
  const reviewed = await comparable('reviewed');
  expect([...reviewed.keys()].sort()).toEqual(['output.o', 'terraform_data.changed', 'terraform_data.replaced']);
  expect(comparePlans(reviewed, await comparable('now'))).toEqual([]);
  expect(await comparable('now')).toEqual(reviewed);
});

test('another value, another way to replace, or one thing less is another plan', async () => {
  configure('two', 'two');
  const reviewed = await comparable('reviewed');
  configure('three', 'two');
  expect(comparePlans(reviewed, await comparable('now'))).toEqual([
    { address: 'output.o', reviewed: 'update', now: 'update' },
    { address: 'terraform_data.changed', reviewed: 'update', now: 'update' },
  ]);
  configure('two', 'one');
  expect(comparePlans(reviewed, await comparable('now'))).toEqual([
    { address: 'terraform_data.replaced', reviewed: 'replace', now: undefined },
  ]);
});
