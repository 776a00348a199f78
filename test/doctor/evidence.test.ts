import { beforeEach, describe, expect, test } from '@jest/globals';
import { checkEvidence } from '../../src/doctor/evidence';
import type { Environment } from '../../src/environment/schema';
import type { BucketFacts, ObjectLockFacts, SigningKeyFacts } from '../../src/ports/account-facts';
import { FakeEvidence, lines, PRODUCTION, wrong } from './examined-account';

const BUCKET = 'the evidence bucket s3-evidence-123456789012-prod';
const NEVER: Environment = {
  ...PRODUCTION,
  drill: {
    ...PRODUCTION.drill,
    kinds: { switchover: 'never', failover: 'never', restore: 'never', detection: 'never', rotation: 'never' },
  },
};

let place: FakeEvidence;

beforeEach(() => {
  place = new FakeEvidence();
});

function change(facts: Partial<BucketFacts & { readonly objectLock: ObjectLockFacts | undefined }>): void {
  if (place.bucketFacts === undefined) throw new Error('there is no bucket');
  place.bucketFacts = { ...place.bucketFacts, ...facts };
}

test('a place of evidence as terraform/bootstrap makes it is fine', async () => {
  expect(lines(await checkEvidence(PRODUCTION, place))).toEqual([
    `ok evidence-bucket: ${BUCKET} is in us-west-2, versioned, encrypted and not public`,
    `ok evidence-lock: what is written to ${BUCKET} is locked for 1827 days (GOVERNANCE)`,
    'ok evidence-key: evidence is signed with alias/kms-evidence-prod (ECC_NIST_P256)',
  ]);
});

describe('the bucket', () => {
  test.each<[string, Partial<BucketFacts>, string]>([
    ['is elsewhere', { region: 'us-east-1' }, 'is in us-east-1 and not in us-west-2, where the state is'],
    ['forgets', { isVersioned: false }, 'keeps no old versions, so what is written over or deleted is gone'],
    ['is encrypted by S3', { encryption: 'AES256' }, 'is not encrypted with a key of ours (AES256)'],
    ['is not encrypted', { encryption: undefined }, 'is not encrypted with a key of ours (not at all)'],
    [
      'is public',
      { blocksPublicAccess: false },
      'does not block all public access; evidence names what there is, and how it fails',
    ],
  ])('%s', async (_what, facts, sentence) => {
    change(facts);
    expect(wrong(await checkEvidence(PRODUCTION, place))).toEqual([`problem evidence-bucket: ${BUCKET} ${sentence}`]);
  });

  test('is not there', async () => {
    place.bucketFacts = undefined;
    expect(wrong(await checkEvidence(PRODUCTION, place))).toEqual([
      'problem evidence-bucket: there is no bucket s3-evidence-123456789012-prod, so no drill can keep its evidence',
    ]);
  });

  test('cannot be looked at: the key is all the same', async () => {
    place.bucket = () => Promise.reject(new Error('access denied'));
    expect(lines(await checkEvidence(PRODUCTION, place))).toEqual([
      'not checked evidence-bucket: not checked: access denied',
      'ok evidence-key: evidence is signed with alias/kms-evidence-prod (ECC_NIST_P256)',
    ]);
  });
});

describe('the lock', () => {
  const lock = async () => (await checkEvidence(PRODUCTION, place)).find(({ id }) => id === 'evidence-lock');

  test('says its mode and its period, in the unit that was chosen', async () => {
    change({ objectLock: { defaultRetention: { mode: 'COMPLIANCE', period: { count: 1, unit: 'year' } } } });
    expect(await lock()).toMatchObject({
      status: 'ok',
      sentence: `what is written to ${BUCKET} is locked for 1 year (COMPLIANCE)`,
    });
  });

  test('without a default locks nothing that a drill writes', async () => {
    change({ objectLock: { defaultRetention: undefined } });
    expect(await lock()).toMatchObject({
      status: 'problem',
      sentence: `${BUCKET} has Object Lock, but locks nothing by itself: no drill may choose for how long its own evidence is locked, so none is`,
    });
  });

  test('is missing: keep a copy, then make the bucket anew', async () => {
    change({ objectLock: undefined });
    expect(await lock()).toEqual({
      id: 'evidence-lock',
      status: 'problem',
      sentence: `${BUCKET} has no Object Lock: whoever may delete there can remove evidence`,
      advice: [
        'keep a copy of what is there: npm run evidence -- download production ./evidence',
        'then make the bucket anew with evidence_lock_mode = "GOVERNANCE" or "COMPLIANCE": see terraform/bootstrap/README.md',
      ],
    });
  });

  test('is missing in a sandbox, as it is meant', async () => {
    change({ objectLock: undefined });
    expect(wrong(await checkEvidence({ ...PRODUCTION, target: 'sandbox' }, place))).toEqual([
      `warning evidence-lock: ${BUCKET} has no Object Lock: whoever may delete there can remove evidence`,
    ]);
  });
});

describe('the key', () => {
  test.each<[string, Partial<SigningKeyFacts>, string]>([
    ['is disabled', { isEnabled: false }, 'the key alias/kms-evidence-prod is disabled, so no evidence can be signed'],
    [
      'is of another kind',
      { spec: 'RSA_2048' },
      'the key alias/kms-evidence-prod is RSA_2048 for SIGN_VERIFY; evidence is signed with one that is ECC_NIST_P256 for SIGN_VERIFY',
    ],
    [
      'encrypts',
      { spec: 'SYMMETRIC_DEFAULT', usage: 'ENCRYPT_DECRYPT' },
      'the key alias/kms-evidence-prod is SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT; evidence is signed with one that is ECC_NIST_P256 for SIGN_VERIFY',
    ],
  ])('%s', async (_what, facts, sentence) => {
    place.key = { isEnabled: true, spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY', ...facts };
    expect(wrong(await checkEvidence(PRODUCTION, place))).toEqual([`problem evidence-key: ${sentence}`]);
  });

  test('is not there', async () => {
    place.key = undefined;
    expect(wrong(await checkEvidence(PRODUCTION, place))).toEqual([
      'problem evidence-key: there is no key alias/kms-evidence-prod, so no evidence can be signed',
    ]);
  });
});

describe('where every kind of drill is "never"', () => {
  test('nothing has to be there', async () => {
    place.bucketFacts = undefined;
    place.key = undefined;
    expect(lines(await checkEvidence(NEVER, place))).toEqual([
      'ok evidence-bucket: there is no bucket s3-evidence-123456789012-prod, and none is needed: every kind of drill is "never" here',
      'ok evidence-key: there is no key alias/kms-evidence-prod, and none is needed: every kind of drill is "never" here',
    ]);
  });

  test('what is there may hold the evidence of earlier drills, and is judged', async () => {
    change({ objectLock: undefined });
    place.key = { isEnabled: false, spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY' };
    expect(wrong(await checkEvidence(NEVER, place)).map((line) => line.split(':')[0])).toEqual([
      'problem evidence-lock',
      'problem evidence-key',
    ]);
  });

  test('one kind on demand needs it', async () => {
    place.bucketFacts = undefined;
    const onDemand: Environment = {
      ...NEVER,
      drill: { ...NEVER.drill, kinds: { ...NEVER.drill.kinds, failover: 'on-demand' } },
    };
    expect(wrong(await checkEvidence(onDemand, place))).toEqual([
      'problem evidence-bucket: there is no bucket s3-evidence-123456789012-prod, so no drill can keep its evidence',
    ]);
  });
});
