import { cpSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseEnvironment } from '../../src/environment/parse-environment';
import type { Environment } from '../../src/environment/schema';
import { toTfvars } from '../../src/environment/tfvars';
import { checkInvariants, RULES, type Violation } from '../../src/plan/invariants';
import { parsePlanJson } from '../../src/plan/plan-json';
import { describeNetworks } from '../../sandbox/demo/foundation';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { ACCOUNT, startTestEmulator } from '../sandbox/emulator-support/emulator-fixture';
import { inBatches } from './mutants/batches';
import { DATABASE_MUTANTS } from './mutants/database';
import { EVERYTHING_MUTANTS } from './mutants/everything';
import { makeNetworks } from './mutants/given-networks';
import { mutate, type PlanMutant } from './mutants/mutant';
import { REFUSED_MUTANTS } from './mutants/refused';
import { ROUTING_MUTANTS } from './mutants/routing';
import { STORAGE_AND_MESSAGE_MUTANTS } from './mutants/storage-and-messages';
import { keepStateInAFile, plan } from './terraform-support/plan';
import { copyTerraform, type TerraformCopy } from './terraform-support/terraform-copy';

const MUTANTS = [...DATABASE_MUTANTS, ...ROUTING_MUTANTS, ...STORAGE_AND_MESSAGE_MUTANTS, ...EVERYTHING_MUTANTS];
const BATCHES = inBatches(MUTANTS);
/** One plan for each batch, of about ten seconds: three minutes for all of them. */
const MOST_BATCHES = 16;

describe('the rules on a plan of a new environment', () => {
  let emulator: Emulator;
  let copy: TerraformCopy;
  let environment: Environment;

  beforeAll(async () => {
    emulator = await startTestEmulator();
    copy = await copyTerraform({
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    });
    const text = describeNetworks(readFileSync('environments/sandbox.yaml', 'utf8'), await makeNetworks(emulator));
    environment = parseEnvironment(text, 'environments/sandbox.yaml');
    await keepStateInAFile(copy);
    await writeFile(
      join(copy.directory, 'test.tfvars.json'),
      JSON.stringify({ ...toTfvars(environment), notification_emails: ['oncall@example.com'] }),
    );
    await copy.terraform('terraform', 'init', '-lockfile=readonly', '-no-color');
    // What every batch starts from.
    copyFiles('terraform', 'original');
  });

  afterAll(async () => {
    await Promise.all([emulator.stop(), copy.remove()]);
  });

  const copyFiles = (from: string, to: string) => {
    const options = { recursive: true, filter: (path: string) => basename(path) !== '.terraform' };
    cpSync(join(copy.directory, from), join(copy.directory, to), options);
  };

  const violationsOf = async (mutants: readonly PlanMutant[]): Promise<readonly Violation[]> => {
    copyFiles('original', 'terraform');
    for (const { name, edits } of mutants) await mutate(copy.directory, name, edits);
    const { json } = await plan(copy, 'terraform', `-var-file=${join(copy.directory, 'test.tfvars.json')}`);
    return checkInvariants(parsePlanJson(json), environment);
  };

  test('find nothing in the configuration as it is', async () => {
    expect(await violationsOf([])).toEqual([]);
  });

  test.each(REFUSED_MUTANTS)('Terraform refuses: $name', async ({ name, edits, says }) => {
    copyFiles('original', 'terraform');
    await mutate(copy.directory, name, edits);
    await expect(copy.terraform('terraform', 'validate', '-no-color')).rejects.toMatchObject({
      stderr: expect.stringContaining(says),
    });
  });

  describe.each(BATCHES.map((mutants, index) => ({ number: index + 1, mutants })))('batch $number', ({ mutants }) => {
    let found: readonly Violation[] = [];

    beforeAll(async () => {
      found = await violationsOf(mutants);
    });

    test.each(mutants)('$expected.rule finds: $name', ({ expected: { rule, at, says } }) => {
      for (const address of at) {
        const own = found.filter((violation) => violation.id === rule && violation.address === address);
        expect({ rule, address, sentences: own.map(({ sentence }) => sentence) }).toEqual({
          rule,
          address,
          sentences: expect.arrayContaining([expect.stringContaining(says)]),
        });
      }
    });

    test('and the rules find nothing else', () => {
      const unaccounted = found.filter(
        ({ id, address }) =>
          !mutants.some(
            ({ expected: { rule, at }, also }) => (rule === id && at.includes(address)) || also?.includes(id) === true,
          ),
      );
      expect(unaccounted).toEqual([]);
    });
  });
});

test('there are enough mutants, each of its own name, in few enough batches', () => {
  expect(MUTANTS.length).toBeGreaterThanOrEqual(100);
  expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
  expect(BATCHES.length).toBeLessThanOrEqual(MOST_BATCHES);
});

test('every rule on what there will be has a mutant that only it stops', () => {
  // DR0xx judge changes of what is there already, which a first plan has none of; test/plan/invariants.test.ts shows them.
  const judged = RULES.map(({ id }) => id).filter((id) => !id.startsWith('DR0'));
  expect(judged.filter((id) => !MUTANTS.some(({ expected: { rule } }) => rule === id))).toEqual([]);
});
