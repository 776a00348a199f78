import { expect, test } from '@jest/globals';
import { sha256 } from '../../src/adapters/sha256';
import { begunEvidence } from '../../src/evidence/begun';
import type { MemoryEvidenceStore } from '../fakes/memory-evidence-store';
import { append, chainOf, evidenceOf, exercise, pinned, problems, verify } from './chains';

const begun = (store: MemoryEvidenceStore, number: number) =>
  begunEvidence('production', exercise(number), { store, digest: sha256 });

test('killed before the entry: keeping what was found finishes it, as it would have been', async () => {
  const { store, signer } = await chainOf(1);
  store.before = (key) => {
    if (key.endsWith('00000002.json')) throw new Error('killed');
  };
  await expect(append(evidenceOf(2), store, signer)).rejects.toThrow('killed');
  store.before = () => undefined;
  const found = await begun(store, 2);
  expect(found).toEqual(evidenceOf(2));
  if (found === undefined) throw new Error('not found');
  const files = store.files.size;
  expect((await append(found, store, signer)).number).toBe(2);
  // The entry, and nothing else.
  expect(store.files.size).toBe(files + 1);
  expect(problems(await verify(store, pinned(signer.publicKey)))).toEqual([]);
});

test('killed after the entry: keeping it once more changes nothing', async () => {
  const { store, signer, appended } = await chainOf(2);
  const files = store.files.size;
  const found = await begun(store, 2);
  if (found === undefined) throw new Error('not found');
  expect(await append(found, store, signer)).toEqual(appended[1]);
  expect(store.files.size).toBe(files);
});

test('without a history, too', async () => {
  const { store } = await chainOf(3);
  expect(await begun(store, 3)).toEqual({ document: evidenceOf(3).document, history: undefined });
});

test('nothing was begun, or it is not whole, or there are two: nothing is taken for it', async () => {
  const { store, appended } = await chainOf(2);
  expect(await begun(store, 4)).toBeUndefined();
  const { document = '', history = '' } = appended[1] ?? {};

  const withoutHistory = store.copy();
  withoutHistory.files.delete(history);
  expect(await begun(withoutHistory, 2)).toBeUndefined();

  for (const text of ['{', '{}', (store.files.get(document) ?? '').toString() + ' ']) {
    const damaged = store.copy();
    damaged.files.set(document, Buffer.from(text));
    expect(await begun(damaged, 2)).toBeUndefined();
  }

  const two = store.copy();
  two.files.set(document.replace(/.{12}\.json$/, '0123456789ab.json'), Buffer.from('{}'));
  expect(await begun(two, 2)).toBeUndefined();
});
