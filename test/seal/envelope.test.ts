import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { aes256Gcm } from '../../src/adapters/aes-256-gcm';
import { openSealedPlan, sealPlan } from '../../src/seal/envelope';
import { sealSchema, type Seal } from '../../src/seal/seal';
import { FIRST_SEAL, headerOf, PLAN_DIGEST, PLAN_FILE, SEAL, SealingDesk } from './sealed-support';

const REFUSED =
  /^(?:NotA|CutOff|Changed|OtherKey|Foreign)SealedPlanError: .+; .*run the plan of the pull request again/;

describe('what was sealed', () => {
  test('comes back as it was, with its seal', async () => {
    const desk = new SealingDesk();
    const opened = await desk.open(await desk.seal());
    expect(Buffer.from(opened.planFile).toString()).toBe('the plan file\n');
    expect(opened.seal).toEqual({
      repositoryId: '456789',
      pullRequest: 7,
      environment: 'production',
      head: '1111111111111111111111111111111111111111',
      base: '2222222222222222222222222222222222222222',
      tree: '3333333333333333333333333333333333333333',
      lockFileDigest: '4444444444444444444444444444444444444444444444444444444444444444',
      terraformVersion: '1.11.4',
      platform: 'linux-x64',
      state: { lineage: '0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11', serial: 42 },
      policyDigest: '5555555555555555555555555555555555555555555555555555555555555555',
      planDigest: '8ab6030885b2de1321c31697550a6459cc2812736bb3849150c083c6bc293871',
      createdAt: '2026-11-25T10:00:00.000Z',
      expiresAt: '2026-11-26T10:00:00.000Z',
    });
  });

  test('cannot be read in the envelope', async () => {
    const bytes = Buffer.from(await new SealingDesk().seal());
    expect(bytes.includes('the plan file')).toBe(false);
    expect(bytes.subarray(0, 11)).toEqual(Buffer.from('SEALEDPLAN\u0001'));
  });

  test('is sealed differently each time: no key and no nonce serves twice', async () => {
    const desk = new SealingDesk();
    const [one, other] = [await desk.seal(), await desk.seal()];
    const ends = [one, other].map((bytes) =>
      Buffer.from(bytes)
        .subarray(-16 - PLAN_FILE.length - 12)
        .toString('hex'),
    );
    expect(new Set(ends).size).toBe(2);
  });

  test('any file, with or without a state', async () => {
    const desk = new SealingDesk();
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 5_000 }),
        fc.option(fc.record({ lineage: fc.string({ unit: 'binary' }), serial: fc.nat() })),
        async (file, state) => {
          const planDigest = aes256Gcm.digest(file);
          const seal: Seal = { ...FIRST_SEAL, planDigest, ...(state === null ? {} : { state }) };
          const ports = { keys: desk.keys, cipher: aes256Gcm };
          const opened = await openSealedPlan(await sealPlan(file, seal, ports), SEAL, ports);
          expect(Buffer.from(opened.planFile)).toEqual(Buffer.from(file));
          expect(opened.seal).toEqual(seal);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('is never sealed with the digest of another file', async () => {
    await expect(new SealingDesk().seal({ planDigest: PLAN_DIGEST }, Buffer.from('another'))).rejects.toThrow(
      `the seal is for another plan file: ${PLAN_DIGEST} is not its SHA-256`,
    );
  });
});

describe('what was changed is refused', () => {
  test('one flipped bit, at every position', async () => {
    const desk = new SealingDesk();
    const bytes = await desk.seal();
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Uint8Array.from(bytes);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await desk.refusal(changed)).toMatch(REFUSED);
    }
    await desk.open(bytes);
  });

  test('one byte less, down to none', async () => {
    const desk = new SealingDesk();
    const bytes = await desk.seal();
    for (let length = 0; length < bytes.length; length++)
      expect(await desk.refusal(bytes.subarray(0, length))).toMatch(REFUSED);
  });

  test('bytes that were added, at the end, at the beginning and inside', async () => {
    const desk = new SealingDesk();
    const bytes = Buffer.from(await desk.seal());
    const header = 15 + bytes.readUInt32BE(11);
    for (const place of [0, 10, 11, 15, header, header + 12, bytes.length - 16, bytes.length]) {
      const added = Buffer.concat([bytes.subarray(0, place), Buffer.of(0), bytes.subarray(place)]);
      expect(await desk.refusal(added)).toMatch(REFUSED);
    }
    expect(await desk.refusal(Buffer.concat([bytes, bytes]))).toMatch(/^ChangedSealedPlanError/);
  });

  test.each<Partial<Seal>>([
    { head: '9999999999999999999999999999999999999999' },
    { base: '9999999999999999999999999999999999999999' },
    { tree: '9999999999999999999999999999999999999999' },
    { lockFileDigest: '9999999999999999999999999999999999999999999999999999999999999999' },
    { terraformVersion: '1.11.5' },
    { platform: 'linux-arm64' },
    { state: { lineage: '0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11', serial: 43 } },
    { state: { lineage: '11111111-5c2f-4a54-8d3a-6f2f7e6f8c11', serial: 42 } },
    { policyDigest: '9999999999999999999999999999999999999999999999999999999999999999' },
    { planDigest: '9999999999999999999999999999999999999999999999999999999999999999' },
    { createdAt: '2026-11-25T10:00:01.000Z' },
    { expiresAt: '2036-11-26T10:00:00.000Z' },
  ])('another value in the header: %j', async (change) => {
    const desk = new SealingDesk();
    const bytes = await desk.seal();
    const header = headerOf(bytes);
    const { wrappedKey } = header;
    const changed = header.with(JSON.stringify({ seal: sealSchema.parse({ ...SEAL, ...change }), wrappedKey }));
    expect(await desk.refusal(changed)).toBe(
      'ChangedSealedPlanError: the sealed plan was changed after it was made; find out who can write to the state bucket, then run the plan of the pull request again',
    );
    // The same header in its own words opens: it is the change that was refused.
    await desk.open(header.with(JSON.stringify({ seal: sealSchema.parse(SEAL), wrappedKey })));
  });

  test.each<[string, (header: string) => string]>([
    ['a space', (header) => `${header} `],
    ['a line break', (header) => header.replace(':', ':\n')],
    ['an escape', (header) => header.replace('production', '\\u0070roduction')],
  ])('the same header in other words: %s', async (_what, rewrite) => {
    const desk = new SealingDesk();
    const header = headerOf(await desk.seal());
    expect(await desk.refusal(header.with(rewrite(header.text)))).toMatch(/^ChangedSealedPlanError/);
  });

  test.each<[string, string]>([
    ['no JSON', '{'],
    ['nothing', ''],
    ['another thing', '[]'],
    ['a field too many', JSON.stringify({ seal: SEAL, wrappedKey: 'AAAA', more: 1 })],
    ['a field of the seal too many', JSON.stringify({ seal: { ...SEAL, apply: true }, wrappedKey: 'AAAA' })],
    ['no key', JSON.stringify({ seal: SEAL, wrappedKey: '' })],
  ])('a header that is %s', async (_what, text) => {
    const desk = new SealingDesk();
    expect(await desk.refusal(headerOf(await desk.seal()).with(text))).toBe(
      'ChangedSealedPlanError: the header of the sealed plan cannot be read, so it was changed after it was made; run the plan of the pull request again',
    );
  });

  test('a header that claims to be huge', async () => {
    const desk = new SealingDesk();
    const bytes = Buffer.from(await desk.seal());
    bytes.writeUInt32BE(0xffff_ffff, 11);
    expect(await desk.refusal(bytes)).toContain('the header of the sealed plan claims 4294967295 bytes');
  });

  test('the header of one plan with the ciphertext of another, of the same pull request', async () => {
    const desk = new SealingDesk();
    const [one, other] = [Buffer.from(await desk.seal()), Buffer.from(await desk.seal())];
    const end = 15 + one.readUInt32BE(11);
    const swapped = Buffer.concat([one.subarray(0, end), other.subarray(end)]);
    expect(await desk.refusal(swapped)).toMatch(/^ChangedSealedPlanError: the sealed plan was changed/);
  });

  test('the key of one plan in the header of another', async () => {
    const desk = new SealingDesk();
    const [one, other] = [headerOf(await desk.seal()), headerOf(await desk.seal())];
    expect(await desk.refusal(one.with(other.text))).toMatch(/^ChangedSealedPlanError: the sealed plan was changed/);
  });
});

describe('what is something else says so', () => {
  test.each<[string, Uint8Array, string]>([
    [
      'a bare plan file',
      Buffer.from('PK\u0003\u0004 a zip of Terraform'),
      'NotASealedPlanError: this is no sealed plan: it does not begin with SEALEDPLAN; run the plan of the pull request again',
    ],
    [
      'nothing',
      new Uint8Array(),
      'CutOffSealedPlanError: the sealed plan ends after 0 bytes, which is too early; run the plan of the pull request again',
    ],
    [
      'a plan of a later version',
      Buffer.from('SEALEDPLAN\u0002 whatever comes then'),
      'NotASealedPlanError: the sealed plan has the version 2 and this action knows 1; run the plan of the pull request again, with the actions of the same commit',
    ],
  ])('%s', async (_what, bytes, message) => {
    expect(await new SealingDesk().refusal(bytes)).toBe(message);
  });

  test('the key of somebody else', async () => {
    expect(await new SealingDesk().refusal(await new SealingDesk().seal())).toBe(
      'OtherKeySealedPlanError: the key of the environment does not open the sealed plan (not wrapped here for this context): ' +
        'it was made with another key, or changed; run the plan of the pull request again',
    );
  });

  test.each<[Partial<Seal>, string]>([
    [{ repositoryId: '456790' }, 'repositoryId is 456789 and should be 456790'],
    [{ pullRequest: 8 }, 'pullRequest is 7 and should be 8'],
    [{ environment: 'staging' }, 'environment is production and should be staging'],
  ])('a plan of another %j', async (identity, difference) => {
    const desk = new SealingDesk();
    expect(await desk.refusal(await desk.seal(), { ...SEAL, ...identity })).toBe(
      `ForeignSealedPlanError: the sealed plan was made for something else: ${difference}; ` +
        'find out who put it there, then run the plan of the pull request again',
    );
  });

  test('a plan of another pull request whose header says ours: its key was made for that other one', async () => {
    const desk = new SealingDesk();
    const header = headerOf(await desk.seal({ pullRequest: 8 }));
    const { wrappedKey } = header;
    const disguised = header.with(JSON.stringify({ seal: SEAL, wrappedKey }));
    expect(await desk.refusal(disguised)).toMatch(/^OtherKeySealedPlanError/);
  });

  test('a failure of the keys themselves stays what it is', async () => {
    const failing = { open: () => Promise.reject(new Error('KMS is not there')) };
    const bytes = await new SealingDesk().seal();
    await expect(openSealedPlan(bytes, SEAL, { keys: failing, cipher: aes256Gcm })).rejects.toThrow('KMS is not there');
  });
});

test('a plan file that is not the one of its seal is refused, even by somebody who could seal', async () => {
  // What a faulty or hostile plan job could make with its own right to the key.
  const desk = new SealingDesk();
  const lying = { ...aes256Gcm, hasDigest: () => true };
  const bytes = await sealPlan(Buffer.from('another'), SEAL, { keys: desk.keys, cipher: lying });
  expect(await desk.refusal(bytes)).toBe(
    `ChangedSealedPlanError: the plan file in the sealed plan is not the one with the digest ${PLAN_DIGEST}; run the plan of the pull request again`,
  );
});

test('no data key is left in memory', async () => {
  const desk = new SealingDesk();
  const seen: Uint8Array[] = [];
  const watched = {
    make: async (context: Readonly<Record<string, string>>) => {
      const made = await desk.keys.make(context);
      seen.push(made.key);
      return made;
    },
    open: async (wrapped: Uint8Array, context: Readonly<Record<string, string>>) => {
      const key = await desk.keys.open(wrapped, context);
      seen.push(key);
      return key;
    },
  };
  const ports = { keys: watched, cipher: aes256Gcm };
  await openSealedPlan(await sealPlan(PLAN_FILE, SEAL, ports), SEAL, ports);
  expect(seen.map((key) => Buffer.from(key).toString('hex'))).toEqual(['0'.repeat(64), '0'.repeat(64)]);
});
