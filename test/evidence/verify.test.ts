import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sha256 } from '../../src/adapters/sha256';
import { entryText, parseEntry, signedText, type UnsignedEntry } from '../../src/evidence/entry';
import type { Remembered } from '../../src/evidence/verify';
import { LocalEvidenceSigner } from '../fakes/local-evidence-signer';
import type { MemoryEvidenceStore } from '../fakes/memory-evidence-store';
import { append, chainOf, evidenceOf, notes, pinned, problems, verify, type Chain } from './chains';

const LENGTH = 5;
const entry = (number: number) => `evidence/production/${String(number).padStart(8, '0')}.json`;

let chain: Chain;
/** The same environment's chain as somebody else would have made it, with another key of the same name. */
let forged: Chain;
let staging: Chain;

beforeAll(async () => {
  [chain, forged, staging] = await Promise.all([chainOf(LENGTH), chainOf(LENGTH), chainOf(LENGTH, 'staging')]);
});

/** What verifying finds after somebody has been at the files. */
async function after(change: (store: MemoryEvidenceStore) => void, remembered: readonly Remembered[] = []) {
  const store = chain.store.copy();
  change(store);
  return problems(await verify(store, pinned(chain.signer.publicKey), remembered));
}

const at = (store: MemoryEvidenceStore, key: string): Uint8Array => {
  const bytes = store.files.get(key);
  if (bytes === undefined) throw new Error(`there is no ${key}`);
  return bytes;
};

/** An entry as the holder of a key would sign it. */
async function signedBy(signer: LocalEvidenceSigner, unsigned: UnsignedEntry): Promise<Uint8Array> {
  const signature = Buffer.from(await signer.sign(Buffer.from(signedText(unsigned)))).toString('base64');
  return Buffer.from(entryText({ ...unsigned, signature }));
}

test('nothing is found in what nobody has touched, and everything is read', async () => {
  const { publicKey } = chain.signer;
  const last = chain.appended[LENGTH - 1];
  const remembered = [{ number: LENGTH, sha256: last?.sha256 ?? '', by: 'the tracking issue' }];
  const { entries, findings } = await verify(chain.store, pinned(publicKey), remembered);
  expect(findings).toEqual([]);
  expect(entries.map(({ entry: { number }, document }) => [number, document?.verdict])).toEqual([
    [1, 'failed'],
    [2, 'failed'],
    [3, 'not-run'],
    [4, 'failed'],
    [5, 'failed'],
  ]);
});

describe('every change of every file is found', () => {
  test('any byte, anywhere', async () => {
    const keys = [...chain.store.files.keys()];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...keys), fc.nat(), fc.integer({ min: 1, max: 255 }), async (key, place, by) => {
        const found = await after((store) => {
          const bytes = Uint8Array.from(at(store, key));
          const index = place % bytes.length;
          bytes[index] = (bytes[index] ?? 0) ^ by;
          store.files.set(key, bytes);
        });
        expect(found).not.toEqual([]);
      }),
      { numRuns: 150, seed: 20261122 },
    );
  });

  test('bytes more and bytes less', async () => {
    for (const key of chain.store.files.keys()) {
      for (const change of [
        (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.from(' ')]),
        (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 1),
        () => Buffer.of(),
      ])
        expect(await after((store) => store.files.set(key, change(at(store, key))))).not.toEqual([]);
    }
  });

  test('a number that looks better: the finding says which entry it was signed in', async () => {
    const key = chain.appended[1]?.document ?? '';
    const found = await after((store) =>
      store.files.set(key, Buffer.from(Buffer.from(at(store, key)).toString().replace('"lost": 2', '"lost": 0'))),
    );
    expect(found).toEqual([expect.stringMatching(`^${key}: it was changed: entry 2 was signed over \\d+ bytes`)]);
  });
});

describe('what is not there any more', () => {
  test('any set of files, unless it is the end of the chain with all that belongs to it', async () => {
    const keys = [...chain.store.files.keys()].filter((key) => !key.includes('/keys/'));
    await fc.assert(
      fc.asyncProperty(fc.subarray(keys, { minLength: 1 }), async (removed) => {
        const store = chain.store.copy();
        for (const key of removed) store.files.delete(key);
        const gone = chain.appended.filter((one) => removed.includes(one.entry));
        const isEnd = gone.every(({ number }) => number > LENGTH - gone.length);
        const ofTheRest = chain.appended
          .filter((one) => !gone.includes(one))
          .some(({ document, history }) => removed.includes(document) || removed.includes(history ?? document));
        const { findings } = await verify(store, pinned(chain.signer.publicKey), [{ number: 1, by: 'a reader' }]);
        const isFound = findings.some(({ level }) => level === 'problem');
        expect(isFound).toBe(!isEnd || ofTheRest || gone.length === LENGTH);
        // And with the number that others remember it is found in any case.
        const all = problems(
          await verify(store, pinned(chain.signer.publicKey), [{ number: LENGTH, by: 'the tracking issue' }]),
        );
        expect(all.length > 0).toBe(gone.length > 0 || ofTheRest);
      }),
      { numRuns: 150, seed: 20261122 },
    );
  });

  test('the last entry: only who remembers it can tell', async () => {
    const shorten = (store: MemoryEvidenceStore) => {
      const last = chain.appended[LENGTH - 1];
      for (const key of [last?.entry, last?.document, last?.history]) store.files.delete(key ?? '');
    };
    expect(await after(shorten)).toEqual([]);
    expect(await after(shorten, [{ number: LENGTH, by: '--expect-last' }])).toEqual([
      'evidence/production/00000005.json: --expect-last knows of entry 5, and the chain ends with 4',
    ]);
  });

  test('an entry in the middle', async () => {
    expect(await after((store) => store.files.delete(entry(3)))).toEqual([`${entry(3)}: entry 3 is missing`]);
  });

  test('the first ones', async () => {
    const found = await after((store) => {
      store.files.delete(entry(1));
      store.files.delete(entry(2));
    });
    expect(found).toEqual([`${entry(1)}: entries 1 to 2 are missing`]);
  });

  test('all', async () => {
    expect(
      await after((store) => {
        store.files.clear();
      }),
    ).toEqual(['evidence/production/: there is no evidence']);
  });
});

describe('entries in other places', () => {
  test('any two that changed their places', async () => {
    for (let one = 1; one <= LENGTH; one++)
      for (let other = one + 1; other <= LENGTH; other++) {
        const found = await after((store) => {
          const bytes = at(store, entry(one));
          store.files.set(entry(one), at(store, entry(other)));
          store.files.set(entry(other), bytes);
        });
        expect(found).toContain(`${entry(one)}: it is entry ${other}, in the place of ${one}`);
        expect(found).toContain(`${entry(other)}: it is entry ${one}, in the place of ${other}`);
      }
  });

  test('one that is there twice', async () => {
    expect(await after((store) => store.files.set(entry(6), at(store, entry(5))))).toEqual([
      `${entry(6)}: it is entry 5, in the place of 6`,
      `${entry(6)}: it was made after another entry 5 than the one that is there`,
      expect.stringMatching(`^${entry(6)}: it is about documents/.*, as entry 5 is already$`),
    ]);
  });

  test('one of another environment', async () => {
    const found = await after((store) => {
      store.files.set(entry(6), at(staging.store, 'evidence/staging/00000005.json'));
      for (const [key, bytes] of staging.store.files)
        if (/documents|histories/.test(key)) store.files.set(key.replace('staging', 'production'), bytes);
    });
    expect(found).toContain(`${entry(6)}: it is an entry of environment staging`);
  });

  test('one of another environment that has the same key, renamed and signed: its document tells', async () => {
    const store = chain.store.copy();
    const staged = await append(evidenceOf(7, { environment: 'staging' }), store, chain.signer);
    const bytes = at(store, staged.document);
    const file = { sha256: sha256(bytes), bytes: bytes.length, file: staged.document.replace('evidence/staging/', '') };
    store.files.set(`evidence/production/${file.file}`, bytes);
    store.files.set(
      entry(6),
      await signedBy(chain.signer, {
        ...parseEntry(at(store, entry(5))),
        number: 6,
        previous: sha256(at(store, entry(5))),
        document: file,
      }),
    );
    expect(problems(await verify(store, pinned(chain.signer.publicKey)))).toContain(
      `evidence/production/${file.file}: it is about environment staging`,
    );
  });

  test('files that are nothing of ours', async () => {
    const found = await after((store) => {
      for (const name of ['00000000.json', '6.json', 'documents/x.json', '../a', 'readme.txt', 'keys/a/b.pem'])
        store.files.set(`evidence/production/${name}`, Buffer.from('{}'));
    });
    expect(found).toHaveLength(6);
    expect(found).toContain('evidence/production/00000000.json: it is nothing that belongs to the evidence');
  });
});

describe('signed by somebody else', () => {
  test('the last entry, with a key of their own beside the chain', async () => {
    const other = new LocalEvidenceSigner('00000000-0000-4000-8000-000000000002');
    const { id } = await other.key();
    const bytes = await signedBy(other, { ...parseEntry(at(chain.store, entry(LENGTH))), keyId: id });
    const found = await after((store) => {
      store.files.set(entry(LENGTH), bytes);
      store.files.set(
        'evidence/production/keys/00000000-0000-4000-8000-000000000002.pem',
        Buffer.from(other.publicKey),
      );
    });
    expect(found).toEqual([
      'evidence/production/keys/00000000-0000-4000-8000-000000000002.pem: it is not the public key that the auditor gives',
      `${entry(LENGTH)}: it is signed by ${id}, which is not the key that the auditor gives`,
    ]);
  });

  test('the whole chain, under the name of the same key', async () => {
    const verification = await verify(forged.store, pinned(chain.signer.publicKey));
    for (let number = 1; number <= LENGTH; number++)
      expect(problems(verification)).toContain(
        `${entry(number)}: it is signed by ${(await chain.signer.key()).id}, which is not the key that the auditor gives`,
      );
  });

  test('the whole chain: with the keys beside it nobody can tell, and that is said', async () => {
    const verification = await verify(forged.store, { kind: 'beside' }, [{ number: LENGTH, by: 'a reader' }]);
    expect(problems(verification)).toEqual([]);
    expect(notes(verification)).toEqual([
      'evidence/production/keys/: signatures were checked with the keys that lie beside the chain',
    ]);
  });

  test('the whole chain: who remembers one digest can tell even then', async () => {
    const remembered = [{ number: 2, sha256: chain.appended[1]?.sha256 ?? '', by: 'the report' }];
    expect(problems(await verify(forged.store, { kind: 'beside' }, remembered))).toEqual([
      expect.stringMatching(`^${entry(2)}: the report knows another entry 2, with digest [0-9a-f]{64}; here it is`),
    ]);
  });

  test('one entry of a chain that is made anew from there, with keys beside it: there are two', async () => {
    const store = chain.store.copy();
    await append(evidenceOf(7), store, new LocalEvidenceSigner('00000000-0000-4000-8000-000000000002'));
    expect(problems(await verify(store, { kind: 'beside' }))).toEqual(['evidence/production/keys/: there are 2 keys']);
  });

  test('a history that the document does not name', async () => {
    const store = chain.store.copy();
    const last = parseEntry(at(store, entry(LENGTH)));
    store.files.set(entry(LENGTH), await signedBy(chain.signer, { ...last, history: null }));
    expect(problems(await verify(store, pinned(chain.signer.publicKey)))).toEqual([
      expect.stringMatching(/documents\/.*: it names another raw history than entry 5$/),
    ]);
  });

  test('an exercise that is documented twice is told, because the later one may take back what the earlier says', async () => {
    const store = chain.store.copy();
    await append(evidenceOf(5, { finishedMs: 26_000 }), store, chain.signer);
    const verification = await verify(store, pinned(chain.signer.publicKey));
    expect(problems(verification)).toEqual([]);
    expect(notes(verification)).toContain(
      `${entry(6)}: exercise 00000000-0000-4000-8000-000000000005 is documented in entry 5, too`,
    );
  });
});

describe('keys', () => {
  test('the environment may have signed with another key before: both are pinned', async () => {
    const store = chain.store.copy();
    const next = new LocalEvidenceSigner('00000000-0000-4000-8000-000000000002');
    await append(evidenceOf(7), store, next);
    expect(problems(await verify(store, pinned(chain.signer.publicKey, next.publicKey)))).toEqual([]);
    expect(problems(await verify(store, pinned(next.publicKey)))).toHaveLength(LENGTH + 1);
  });

  test('a pinned key is enough, also where none lies beside the chain', async () => {
    expect(
      await after((store) => store.files.delete('evidence/production/keys/00000000-0000-4000-8000-000000000001.pem')),
    ).toEqual([]);
  });

  test('without any key nothing is verified', async () => {
    const store = chain.store.copy();
    store.files.delete('evidence/production/keys/00000000-0000-4000-8000-000000000001.pem');
    expect(problems(await verify(store, { kind: 'beside' }))).toHaveLength(LENGTH);
  });

  test.each(['', 'x', '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n'])('%j is no key', async (key) => {
    expect(problems(await verify(chain.store, pinned(key)))).toHaveLength(LENGTH + 1);
  });
});
