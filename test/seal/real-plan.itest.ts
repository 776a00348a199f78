import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { aes256Gcm } from '../../src/adapters/aes-256-gcm';
import { checkSeal } from '../../src/seal/check-seal';
import { newSeal } from '../../src/seal/circumstances';
import { sealPlan } from '../../src/seal/envelope';
import { FIRST, SealingDesk } from './sealed-support';

// A plan file as Terraform makes it, with a resource that needs no provider from elsewhere.

let directory: string;

const terraform = (...arguments_: readonly string[]) =>
  execFileSync('terraform', [`-chdir=${directory}`, ...arguments_, '-no-color'], { encoding: 'utf8', stdio: 'pipe' });

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'real-plan-'));
  await writeFile(join(directory, 'main.tf'), 'resource "terraform_data" "this" {\n  input = "a value"\n}\n');
  terraform('init');
  terraform('plan', '-out=made.tfplan');
}, 120_000);

afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

test('the plan that was opened is the one that Terraform made: it applies it, and only once', async () => {
  const desk = new SealingDesk();
  const made = await readFile(join(directory, 'made.tfplan'));
  const now = new Date('2026-11-25T12:00:00Z');
  const seal = newSeal(FIRST, aes256Gcm.digest(made), now, 24);
  const sealed = await sealPlan(made, seal, { keys: desk.keys, cipher: aes256Gcm });
  expect(Buffer.from(sealed).includes('a value')).toBe(false);

  const { seal: opened, planFile } = await desk.open(sealed);
  await writeFile(join(directory, 'opened.tfplan'), planFile);
  expect(terraform('show', 'opened.tfplan')).toContain('input  = "a value"');
  expect(checkSeal(opened, FIRST, now)).toEqual({ forged: [], stale: [] });
  expect(terraform('apply', 'opened.tfplan')).toContain('1 added, 0 changed, 0 destroyed');

  const { lineage, serial } = stateHead(await readFile(join(directory, 'terraform.tfstate'), 'utf8'));
  expect(checkSeal(opened, { ...FIRST, state: { lineage, serial } }, now).stale).toMatchObject([
    { field: 'state', reviewed: 'no state', now: `lineage ${lineage}, serial ${serial}` },
  ]);
}, 120_000);

function stateHead(text: string): { readonly lineage: string; readonly serial: number } {
  const [, lineage = ''] = /"lineage": "([^"]+)"/.exec(text) ?? [];
  const [, serial = ''] = /"serial": (\d+)/.exec(text) ?? [];
  return { lineage, serial: Number(serial) };
}
