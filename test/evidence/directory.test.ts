import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { directoryEvidence } from '../../src/adapters/directory-evidence';
import { downloadEvidence } from '../../src/evidence/download';
import { chainOf, pinned, problems, verify } from './chains';
import { evidenceStoreContract } from './evidence-store-contract';

let directory: string;
let made = 0;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'evidence-'));
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

evidenceStoreContract('a directory', async () => {
  const own = join(directory, String(++made));
  mkdirSync(own);
  return directoryEvidence(own);
});

describe('a download', () => {
  test('is the whole evidence: it verifies without the place that it came from', async () => {
    const { store, signer } = await chainOf(3);
    const copy = directoryEvidence(directory);
    expect(await downloadEvidence('production', store, copy)).toEqual({ written: 9, same: 0, refused: [] });
    const verification = await verify(copy, pinned(signer.publicKey), [{ number: 3, by: 'this test' }]);
    expect(verification.findings).toEqual([]);
    expect(verification.entries).toHaveLength(3);
  });

  test('done again it adds what is new, and changes nothing: another file is told', async () => {
    const { store } = await chainOf(2);
    const copy = directoryEvidence(directory);
    await downloadEvidence('production', store, copy);
    store.files.set('evidence/production/00000002.json', Buffer.from('{}'));
    expect(await downloadEvidence('production', store, copy)).toEqual({
      written: 0,
      same: 6,
      refused: [
        'evidence/production/00000002.json is another file here than there: one of the two was changed; keep both and verify both',
      ],
    });
    expect((await copy.read('evidence/production/00000002.json'))?.length).toBeGreaterThan(100);
  });

  test('writes nothing that is none of the evidence, and nowhere else', async () => {
    const { store } = await chainOf(1);
    for (const name of ['../../../outside', 'documents/../../outside', '/outside', 'x\0y'])
      store.files.set(`evidence/production/${name}`, Buffer.from('x'));
    const { written, refused } = await downloadEvidence('production', store, directoryEvidence(directory));
    expect(written).toBe(4);
    expect(refused).toHaveLength(4);
    expect(refused[0]).toContain('is nothing that belongs to the evidence');
  });
});

test('a link is not what it leads to', async () => {
  const { store, signer } = await chainOf(1);
  const copy = directoryEvidence(directory);
  await downloadEvidence('production', store, copy);
  const key = 'evidence/production/00000001.json';
  writeFileSync(join(directory, 'elsewhere.json'), store.files.get(key) ?? '');
  rmSync(join(directory, key));
  symlinkSync(join(directory, 'elsewhere.json'), join(directory, key));
  expect(problems(await verify(copy, pinned(signer.publicKey)))).toContain(`${key}: it is listed and cannot be read`);
});

test.each(['../a', 'a/../../b', '/a', 'a//b', ''])('%j is no key', async (key) => {
  await expect(directoryEvidence(directory).read(key)).rejects.toThrow('is no name for a file');
});

test('a directory that is not there is an error that says how to get it', async () => {
  await expect(directoryEvidence(join(directory, 'nowhere')).list('')).rejects.toThrow(
    /nowhere is no directory; download the evidence first: npm run evidence -- download/,
  );
});
