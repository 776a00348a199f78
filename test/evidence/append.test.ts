import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../src/adapters/sha256';
import { entryText, parseEntry, signedText } from '../../src/evidence/entry';
import { LocalEvidenceSigner } from '../fakes/local-evidence-signer';
import { MemoryEvidenceStore } from '../fakes/memory-evidence-store';
import { append, chainOf, evidenceOf, exercise, notes, pinned, problems, verify } from './chains';

const text = (store: MemoryEvidenceStore, key: string) => Buffer.from(store.files.get(key) ?? []).toString();

test('an entry names document, history and the entry before it by their digests, and is one line of JSON', async () => {
  const { store, appended } = await chainOf(2);
  const [first, second] = appended;
  expect(second).toMatchObject({
    number: 2,
    entry: 'evidence/production/00000002.json',
    document: expect.stringMatching(/^evidence\/production\/documents\/00000000-0000-4000-8000-000000000002-/),
  });
  const stored = text(store, 'evidence/production/00000002.json');
  expect(second?.sha256).toBe(sha256(stored));
  const document = text(store, second?.document ?? '');
  const history = text(store, second?.history ?? '');
  const { signature, ...fields } = parseEntry(Buffer.from(stored));
  expect(fields).toEqual({
    formatVersion: 1,
    environment: 'production',
    number: 2,
    previous: first?.sha256,
    at: '2026-11-22T10:00:00.000Z',
    document: {
      file: second?.document.slice('evidence/production/'.length),
      sha256: sha256(document),
      bytes: Buffer.byteLength(document),
    },
    history: {
      file: second?.history?.slice('evidence/production/'.length),
      sha256: sha256(history),
      bytes: Buffer.byteLength(history),
    },
    keyId: 'arn:aws:kms:us-west-2:123456789012:key/00000000-0000-4000-8000-000000000001',
    algorithm: 'ECDSA_SHA_256',
  });
  expect(stored).toBe(`${JSON.stringify({ ...fields, signature })}\n`);
  expect(signedText({ ...fields })).toBe(JSON.stringify(fields));
});

test('the public key lies beside the chain', async () => {
  const { store, signer } = await chainOf(1);
  expect(text(store, 'evidence/production/keys/00000000-0000-4000-8000-000000000001.pem')).toBe(signer.publicKey);
  expect(signer.publicKey).toMatch(/^-----BEGIN PUBLIC KEY-----\n/);
});

test('a drill that was not run is a link like any other, without a history', async () => {
  const { store, signer, appended } = await chainOf(3);
  expect(appended[2]?.history).toBeUndefined();
  expect(parseEntry(store.files.get('evidence/production/00000003.json') ?? Buffer.of()).history).toBeNull();
  expect(problems(await verify(store, pinned(signer.publicKey)))).toEqual([]);
});

test('of several at once each gets a number of its own, and the chain holds', async () => {
  const { store, signer } = await chainOf(1);
  const appended = await Promise.all([2, 3, 4, 5].map((number) => append(evidenceOf(number), store, signer)));
  expect(appended.map(({ number }) => number).sort()).toEqual([2, 3, 4, 5]);
  const verification = await verify(store, pinned(signer.publicKey));
  expect(problems(verification)).toEqual([]);
  expect(verification.entries).toHaveLength(5);
});

describe('broken off', () => {
  test('between document and entry: the files stay, are told, and the next run passes by', async () => {
    const { store, signer } = await chainOf(1);
    store.before = (key) => {
      if (key.endsWith('00000002.json')) throw new Error('killed');
    };
    await expect(append(evidenceOf(2), store, signer)).rejects.toThrow('killed');
    store.before = () => undefined;
    expect((await append(evidenceOf(4), store, signer)).number).toBe(2);
    const verification = await verify(store, pinned(signer.publicKey));
    expect(problems(verification)).toEqual([]);
    expect(notes(verification)).toEqual([
      expect.stringMatching(
        /^evidence\/production\/documents\/00000000-0000-4000-8000-000000000002-[0-9a-f]{12}\.json: no entry names it/,
      ),
      expect.stringMatching(
        /^evidence\/production\/histories\/00000000-0000-4000-8000-000000000002-[0-9a-f]{12}\.json: no entry names it/,
      ),
      expect.stringContaining('nobody has said how far the chain has to reach'),
    ]);
  });

  test('and done again: the same evidence is appended once', async () => {
    const { store, signer } = await chainOf(1);
    store.before = (key) => {
      if (key.endsWith('00000002.json')) throw new Error('killed');
    };
    await expect(append(evidenceOf(2), store, signer)).rejects.toThrow('killed');
    store.before = () => undefined;
    const second = await append(evidenceOf(2), store, signer);
    await append(evidenceOf(4), store, signer);
    expect(await append(evidenceOf(2), store, signer)).toEqual(second);
    const verification = await verify(store, pinned(signer.publicKey));
    expect(problems(verification)).toEqual([]);
    expect(verification.entries.map(({ document }) => document?.exerciseId)).toEqual([1, 2, 4].map(exercise));
  });

  test('after the entry was written but not answered: it is found, and not appended again', async () => {
    const { store, signer } = await chainOf(1);
    store.after = (key) => {
      if (key.endsWith('00000002.json')) throw new Error('no answer');
    };
    await expect(append(evidenceOf(2), store, signer)).rejects.toThrow('no answer');
    store.after = () => undefined;
    expect((await append(evidenceOf(2), store, signer)).number).toBe(2);
    expect((await verify(store, pinned(signer.publicKey))).entries).toHaveLength(2);
  });

  test('and asked again by the SDK, which is told that the entry exists: that is our own', async () => {
    const { store, signer } = await chainOf(1);
    const repeating = new MemoryEvidenceStore(store.files);
    repeating.create = async (key, bytes) => (await store.create(key, bytes)) && !key.endsWith('00000002.json');
    expect((await append(evidenceOf(2), repeating, signer)).number).toBe(2);
    expect((await verify(store, pinned(signer.publicKey))).entries).toHaveLength(2);
  });
});

test('a damaged last entry does not stop new evidence, and is told', async () => {
  const { store, signer } = await chainOf(2);
  store.files.set('evidence/production/00000002.json', Buffer.from('{}'));
  expect((await append(evidenceOf(4), store, signer)).number).toBe(3);
  expect(problems(await verify(store, pinned(signer.publicKey)))).toEqual([
    expect.stringMatching(/^evidence\/production\/00000002\.json: it is not an entry/),
  ]);
});

test('what lies in the place of a file is never taken for it', async () => {
  const store = new MemoryEvidenceStore();
  const signer = new LocalEvidenceSigner();
  store.files.set('evidence/production/keys/00000000-0000-4000-8000-000000000001.pem', Buffer.from('another'));
  await expect(append(evidenceOf(1), store, signer)).rejects.toThrow(
    /keys\/.*\.pem is there already, with other content/,
  );
});

test('others that are always faster end in an error that says so', async () => {
  const { store, signer } = await chainOf(1);
  const never = new MemoryEvidenceStore(store.files);
  never.create = async (key, bytes) => (/\d{8}\.json$/.test(key) ? false : store.create(key, bytes));
  await expect(append(evidenceOf(2), never, signer)).rejects.toThrow('others were faster 10 times');
});

describe('the bytes of an entry', () => {
  const entry = async () => {
    const { store } = await chainOf(1);
    return text(store, 'evidence/production/00000001.json');
  };

  test('are written and read in one form', async () => {
    const stored = await entry();
    expect(entryText(parseEntry(Buffer.from(stored)))).toBe(stored);
  });

  test.each<[string, (stored: string) => string]>([
    ['a space more', (stored) => stored.replace(',', ', ')],
    ['no newline', (stored) => stored.trimEnd()],
    ['a newline more', (stored) => `${stored}\n`],
    [
      'another order',
      (stored) => `${JSON.stringify(Object.fromEntries(Object.entries(parseEntry(Buffer.from(stored))).reverse()))}\n`,
    ],
    ['an escape', (stored) => stored.replace('production', '\\u0070roduction')],
    ['a mark of the byte order', (stored) => `\uFEFF${stored}`],
    ['a field more', (stored) => stored.replace('{', '{"note":1,')],
    ['a field twice', (stored) => stored.replace('{', '{"number":1,')],
    ['a number in another form', (stored) => stored.replace('"number":1', '"number":1.0')],
  ])('%s makes it none', async (_what, change) => {
    const stored = await entry();
    expect(change(stored)).not.toBe(stored);
    expect(() => parseEntry(Buffer.from(change(stored)))).toThrow(/^it (?:is not an entry|says what an entry says)/);
  });

  test('bytes that are no text make it none', () => {
    expect(() => parseEntry(Buffer.of(0xff, 0xfe))).toThrow('it is not an entry');
  });
});
