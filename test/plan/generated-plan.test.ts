import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { pieces, writePlan } from '../../bench/generated-plan';
import { bundleWork, read } from '../../bench/reading';

const partSchema = z.looseObject({ resources: z.array(z.looseObject({ address: z.string() })) });
const planSchema = z.looseObject({
  planned_values: z.looseObject({ root_module: partSchema }),
  resource_changes: z.array(z.looseObject({ change: z.looseObject({ actions: z.array(z.string()) }) })),
  prior_state: z.looseObject({ values: z.looseObject({ root_module: partSchema }) }),
});

/** The names in a part of a plan, in their order: for a create, an update and a delete. */
function formOf(text: string) {
  const plan = planSchema.parse(JSON.parse(text));
  const of = (action: string) => plan.resource_changes.find(({ change }) => change.actions[0] === action);
  const changes = ['create', 'update', 'delete'].map((action) => {
    const found = of(action);
    // Only an instance of for_each has an index.
    return [Object.keys(found ?? {}).filter((name) => name !== 'index'), Object.keys(found?.change ?? {})];
  });
  const states = [plan.planned_values.root_module, plan.prior_state.values.root_module].map(({ resources }) =>
    Object.keys(resources.at(-1) ?? {}).filter((name) => name !== 'index'),
  );
  return { changes, states, top: Object.keys(plan).filter((name) => !['timestamp', 'output_changes'].includes(name)) };
}

test('the plan that is measured has the form of one by real Terraform', () => {
  const real = formOf(readFileSync('test/fixtures/plans/mixed/plan.json', 'utf8'));
  expect(real.changes[2]?.[0]).toContain('action_reason');
  expect(formOf([...pieces(10)].join(''))).toEqual(real);
});

describe('a plan of 10,000 changes', () => {
  const directory = mkdtempSync(join(tmpdir(), 'dr-rendering-'));
  let bundle = '';

  beforeAll(async () => {
    bundle = await bundleWork(directory);
    await writePlan(join(directory, '1000.json'), 1_000);
    await writePlan(join(directory, '10000.json'), 10_000);
  }, 60_000);

  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  // Generous limits, because this machine may be busy; bench/rendering.ts has the targets.
  test('fits into 180 MB, and takes at most 20 times what 1,000 take', async () => {
    const small = await read(bundle, 'render', join(directory, '1000.json'));
    const large = await read(bundle, 'render', join(directory, '10000.json'));
    expect(large?.counts).toEqual({
      create: 5_000,
      update: 3_000,
      replace: 0,
      delete: 2_000,
      import: 0,
      move: 0,
      forget: 0,
      omitted: 8_000,
    });
    expect(large?.memoryMb).toBeLessThan(180);
    expect((large?.cpuMs ?? Infinity) / (small?.cpuMs ?? 0)).toBeLessThan(20);
    expect(large?.text).not.toContain('secret-word');
  }, 120_000);
});
