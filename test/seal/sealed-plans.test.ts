import { expect, test } from '@jest/globals';
import { aes256Gcm } from '../../src/adapters/aes-256-gcm';
import { checkSeal } from '../../src/seal/check-seal';
import { circumstances, newSeal } from '../../src/seal/circumstances';
import { sealedPlanReader, sealedPlanWriter } from '../../src/seal/sealed-plans';
import { MemoryDataKeys } from '../fakes/memory-data-keys';
import { MemoryPlanStore } from '../fakes/memory-plan-store';
import { CIRCUMSTANCES, PLAN_DIGEST, PLAN_FILE, SEAL } from './sealed-support';

const NOW = new Date('2026-11-25T12:00:00Z');

function sealedPlans() {
  const store = new MemoryPlanStore();
  const ports = { store, keys: new MemoryDataKeys(), cipher: aes256Gcm };
  return { store, writer: sealedPlanWriter(ports), reader: sealedPlanReader(ports) };
}

test('the plan of a commit is found by its environment, pull request and commit', async () => {
  const { store, writer, reader } = sealedPlans();
  await writer.put(PLAN_FILE, SEAL);
  expect([...store.plans.keys()]).toEqual(['plans/production/7/1111111111111111111111111111111111111111.sealed']);
  const found = await reader.get(SEAL);
  expect(Buffer.from(found?.planFile ?? []).toString()).toBe('the plan file\n');
  expect(found?.seal).toEqual(SEAL);
});

test('a commit without a plan has none', async () => {
  const { writer, reader } = sealedPlans();
  await writer.put(PLAN_FILE, SEAL);
  expect(await reader.get({ ...SEAL, head: '9'.repeat(40) })).toBeUndefined();
  expect(await reader.get({ ...SEAL, pullRequest: 8 })).toBeUndefined();
});

test('a plan that is made again takes the place of the one before', async () => {
  const { writer, reader } = sealedPlans();
  await writer.put(PLAN_FILE, SEAL);
  await writer.put(PLAN_FILE, { ...SEAL, base: '6'.repeat(40) });
  expect((await reader.get(SEAL))?.seal.base).toBe('6'.repeat(40));
});

test('replay: the plan of an older commit of the pull request in the place of the newest opens, and is told from it', async () => {
  const { store, writer, reader } = sealedPlans();
  await writer.put(PLAN_FILE, { ...SEAL, head: '8'.repeat(40) });
  const [older] = store.plans.values();
  await store.put(`plans/production/7/${SEAL.head}.sealed`, older ?? new Uint8Array());
  const { seal = SEAL } = (await reader.get(SEAL)) ?? {};
  expect(checkSeal(seal, CIRCUMSTANCES, NOW).forged).toMatchObject([{ field: 'head', reviewed: '8'.repeat(40) }]);
});

test('replay: an older plan of the same commit is stale by what has changed since', async () => {
  const { store, writer, reader } = sealedPlans();
  await writer.put(PLAN_FILE, { ...SEAL, state: { lineage: '0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11', serial: 40 } });
  const [[key, older] = ['', new Uint8Array()]] = store.plans.entries();
  await writer.put(PLAN_FILE, SEAL);
  await store.put(key, older);
  const { seal = SEAL } = (await reader.get(SEAL)) ?? {};
  expect(checkSeal(seal, CIRCUMSTANCES, NOW)).toMatchObject({ forged: [], stale: [{ field: 'state' }] });
});

test.each(['repositoryId', 'pullRequest', 'environment'] as const)(
  'replay: a plan of another %s in the place of ours does not open',
  async (field) => {
    const { store, writer, reader } = sealedPlans();
    await writer.put(PLAN_FILE, { ...SEAL, [field]: field === 'pullRequest' ? 8 : '8' });
    const [foreign] = store.plans.values();
    await store.put(`plans/production/7/${SEAL.head}.sealed`, foreign ?? new Uint8Array());
    await expect(reader.get(SEAL)).rejects.toThrow(`the sealed plan was made for something else: ${field} is 8`);
  },
);

test('what a plan depends on is read from the checkout, the state and Terraform', async () => {
  const { repositoryId, pullRequest, environment, head, base } = CIRCUMSTANCES;
  const asked: string[] = [];
  const read = (state: { lineage: string; serial: number } | undefined) =>
    circumstances(
      { repositoryId, pullRequest, environment, head, base },
      { platform: 'linux-x64', policyDigest: '5'.repeat(64) },
      {
        sourceTree: {
          tree: () => Promise.resolve('3'.repeat(40)),
          digestOf: (path) => {
            asked.push(path);
            return Promise.resolve('4'.repeat(64));
          },
        },
        stateHead: { read: () => Promise.resolve(state) },
        terraform: { version: () => Promise.resolve('1.11.4') },
      },
    );
  expect(await read({ lineage: '0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11', serial: 42 })).toEqual(CIRCUMSTANCES);
  expect(await read(undefined)).not.toHaveProperty('state');
  expect(asked).toEqual(['terraform/.terraform.lock.hcl', 'terraform/.terraform.lock.hcl']);
});

test('a new seal says when it was made and until when it is current', () => {
  expect(newSeal(CIRCUMSTANCES, PLAN_DIGEST, NOW, 24)).toEqual({
    ...CIRCUMSTANCES,
    planDigest: PLAN_DIGEST,
    createdAt: '2026-11-25T12:00:00.000Z',
    expiresAt: '2026-11-26T12:00:00.000Z',
  });
});
