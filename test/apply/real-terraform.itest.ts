import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { runApply } from '../../actions/apply/src/run';
import { APPLIES } from '../fakes/apply-world';
import { LocalTerraform, worldOf } from './local-terraform';

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'dr-apply-'));
});
afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

const ONE = 'resource "terraform_data" "one" {\n  input = "a"\n}\n';
const TWO = `${ONE}resource "terraform_data" "two" {}\n`;

describe('the first apply, when nothing is there yet', () => {
  test('applies the sealed plan once; the next run has nothing to do', async () => {
    const world = worldOf();
    const local = new LocalTerraform(scratch, TWO, world.logger);
    await local.sealPlan(world);
    expect(await runApply(world.request, local.portsOf(world))).toMatchObject({ state: 'applied', plan: 'reviewed' });
    expect(local.resources).toEqual(['terraform_data.one', 'terraform_data.two']);
    expect(world.logger.lines).toContainEqual(
      expect.stringMatching(/^info 2 of 2 done: terraform_data\.\w+ create done/),
    );
    const after = local.state;
    expect(await runApply(world.request, local.portsOf(world))).toMatchObject({ state: 'nothing' });
    expect(local.state).toEqual(after);
  });

  test('is not made a second time, although the same plan would come out again: the state names itself', async () => {
    const world = worldOf();
    const local = new LocalTerraform(scratch, TWO, world.logger);
    await local.sealPlan(world);
    await runApply(world.request, local.portsOf(world));
    // Everything is destroyed, and with it what would tell that the plan was applied; the state stays.
    local.rewrite('');
    await replan(local);
    local.rewrite(TWO);
    const error = await runApply(world.request, local.portsOf(world)).catch(String);
    expect(error).toContain('this commit was applied already');
    expect(error).toMatch(/state: the plan has no state, now it is lineage [\w-]+, serial \d+/);
    expect(local.resources).toEqual([]);
    // And when even the record is lost, the sealed file is not the one that is applied.
    world.records.objects.delete(APPLIES);
    expect(await runApply(world.request, local.portsOf(world))).toMatchObject({ plan: 'fresh' });
    expect(world.logger.lines).toContainEqual(expect.stringContaining('out of date (state)'));
  });
});

test('the state was written since, and nothing else: the new plan does the same, and is applied', async () => {
  const world = worldOf();
  const local = new LocalTerraform(scratch, ONE, world.logger);
  await replan(local);
  local.rewrite(TWO);
  await local.sealPlan(world);
  // A write of the state that changes no resource.
  local.rewrite(`${ONE}output "more" {\n  value = 1\n}\n`);
  await replan(local);
  local.rewrite(`${TWO}output "more" {\n  value = 1\n}\n`);
  expect(await runApply(world.request, local.portsOf(world))).toMatchObject({ state: 'applied', plan: 'fresh' });
  expect(local.resources).toEqual(['terraform_data.one', 'terraform_data.two']);
});

test('something else was merged meanwhile: nothing is applied, and the difference is told', async () => {
  const world = worldOf();
  const local = new LocalTerraform(scratch, ONE, world.logger);
  await local.sealPlan(world);
  local.rewrite(TWO);
  await expect(runApply(world.request, local.portsOf(world))).rejects.toThrow('something else than the reviewed one');
  expect(local.resources).toEqual([]);
  expect(world.comment()).toMatch(/terraform_data\.two.*no change.*create/s);
});

const toldSchema = z.object({
  outcome: z.string(),
  isLocked: z.boolean(),
  resources: z.array(z.string()),
  record: z.object({ state: z.string() }),
  comment: z.string(),
});

test('a cancelled job: Terraform ends by itself, and state, lock, journal, record and comment are in order', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'test/apply/interrupted-caller.ts', scratch], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    if (!line.includes('terraform_data.slow: create started')) return;
    child.kill('SIGINT');
    // As the runner does when it has waited for long enough; it reaches nobody.
    setTimeout(() => child.kill('SIGTERM'), 300);
  });
  try {
    await new Promise((resolve) => child.once('close', resolve));
    const told = toldSchema.parse(JSON.parse(lines.at(-1) ?? ''));
    expect(told.outcome).toContain('terraform apply failed');
    expect(told.isLocked).toBe(false);
    expect(told.resources).toEqual(['terraform_data.quick', 'terraform_data.slow (tainted)']);
    expect(told.record).toMatchObject({ state: 'failed' });
    expect(told.comment).toMatch(/^## Apply for `production`: ❌ failed half-way/);
    expect(told.comment).toMatch(
      /Failed.*terraform_data\.slow.*Done.*terraform_data\.quick.*Not begun.*terraform_data\.never/s,
    );
  } finally {
    if (child.exitCode === null) child.kill('SIGKILL');
  }
});

/** Applies whatever is planned now, outside of the pipeline. */
async function replan({ terraform }: LocalTerraform): Promise<void> {
  await terraform.init({});
  const planFile = join(scratch, 'outside.tfplan');
  await terraform.plan({ varFile: '/dev/null', planFile });
  await terraform.apply(planFile);
}
