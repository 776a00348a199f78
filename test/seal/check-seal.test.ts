import { describe, expect, test } from '@jest/globals';
import { checkSeal, type Circumstances } from '../../src/seal/check-seal';
import { sealSchema } from '../../src/seal/seal';
import { CIRCUMSTANCES, FIRST, FIRST_SEAL, SEAL } from './sealed-support';

const NOW = new Date('2026-11-25T12:00:00Z');

test('a plan for which nothing has changed is current', () => {
  expect(checkSeal(SEAL, CIRCUMSTANCES, NOW)).toEqual({ forged: [], stale: [] });
});

const STOP = 'Nothing is applied. Find out who can write to the state bucket, then plan again in a new pull request.';
const AGAIN = 'A new plan is made and compared with the reviewed one.';

test.each<[Partial<Circumstances>, string, string, string]>([
  [{ repositoryId: '1' }, '456789', '1', 'The plan was made in another repository.'],
  [{ pullRequest: 8 }, '7', '8', 'The plan was made for another pull request.'],
  [{ environment: 'staging' }, 'production', 'staging', 'The plan was made for another environment.'],
  [
    { head: 'a'.repeat(40) },
    '1'.repeat(40),
    'a'.repeat(40),
    'The plan was made for another commit of the pull request.',
  ],
])('forged, and stops: %j', (change, reviewed, now, sentence) => {
  expect(checkSeal(SEAL, { ...CIRCUMSTANCES, ...change }, NOW)).toEqual({
    forged: [{ field: Object.keys(change)[0], reviewed, now, sentence: `${sentence} ${STOP}` }],
    stale: [],
  });
});

test.each<[Partial<Circumstances>, string, string, string]>([
  [{ base: 'a'.repeat(40) }, '2'.repeat(40), 'a'.repeat(40), 'The base branch has moved since the plan was made.'],
  [
    { tree: 'a'.repeat(40) },
    '3'.repeat(40),
    'a'.repeat(40),
    'The merge holds other files than the ones that were planned.',
  ],
  [
    { lockFileDigest: 'a'.repeat(64) },
    '4'.repeat(64),
    'a'.repeat(64),
    'The lock file of the providers has changed since the plan was made.',
  ],
  [{ terraformVersion: '1.11.5' }, '1.11.4', '1.11.5', 'The plan was made with another version of Terraform.'],
  [
    { platform: 'linux-arm64' },
    'linux-x64',
    'linux-arm64',
    'The plan was made on another platform, where providers are other programs.',
  ],
  [
    { policyDigest: 'a'.repeat(64) },
    '5'.repeat(64),
    'a'.repeat(64),
    'The rules that the plan was checked with, or the settings of the environment, have changed.',
  ],
  [
    { state: { lineage: '0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11', serial: 43 } },
    'lineage 0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11, serial 42',
    'lineage 0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11, serial 43',
    'The state was written since the plan was made.',
  ],
  [
    // A state that was restored from a version before.
    { state: { lineage: '0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11', serial: 41 } },
    'lineage 0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11, serial 42',
    'lineage 0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11, serial 41',
    'The state was written since the plan was made.',
  ],
  [
    { state: { lineage: '11111111-1111-1111-1111-111111111111', serial: 42 } },
    'lineage 0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11, serial 42',
    'lineage 11111111-1111-1111-1111-111111111111, serial 42',
    'The state was made anew since the plan was made.',
  ],
])('stale, and planned again: %j', (change, reviewed, now, sentence) => {
  expect(checkSeal(SEAL, { ...CIRCUMSTANCES, ...change }, NOW)).toEqual({
    forged: [],
    stale: [{ field: Object.keys(change)[0], reviewed, now, sentence: `${sentence} ${AGAIN}` }],
  });
});

test('every field of the seal is compared with something', () => {
  const other: Circumstances = {
    repositoryId: '1',
    pullRequest: 1,
    environment: 'x',
    head: 'x',
    base: 'x',
    tree: 'x',
    lockFileDigest: 'x',
    terraformVersion: 'x',
    platform: 'x',
    state: { lineage: 'x', serial: 0 },
    policyDigest: 'x',
  };
  const { forged, stale } = checkSeal(SEAL, other, new Date('2030-01-01T00:00:00Z'));
  // The digest of the plan file is compared with the file when the envelope is opened; when it was made says nothing.
  const elsewhere = ['planDigest', 'createdAt'];
  expect([...forged, ...stale].map(({ field }) => field).sort()).toEqual(
    Object.keys(sealSchema.shape)
      .filter((field) => !elsewhere.includes(field))
      .sort(),
  );
});

describe('a first apply never runs twice', () => {
  test('while there is no state, a plan without one is current', () => {
    expect(checkSeal(FIRST_SEAL, FIRST, NOW)).toEqual({ forged: [], stale: [] });
  });

  test('as soon as there is one, it is stale', () => {
    expect(checkSeal(FIRST_SEAL, CIRCUMSTANCES, NOW).stale).toEqual([
      {
        field: 'state',
        reviewed: 'no state',
        now: 'lineage 0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11, serial 42',
        sentence: `The plan was made before anything had been applied, and something has been applied since. ${AGAIN}`,
      },
    ]);
  });

  test('a state that has gone makes a plan stale that was made with it', () => {
    expect(checkSeal(SEAL, FIRST, NOW).stale).toEqual([
      {
        field: 'state',
        reviewed: 'lineage 0b4cb0e8-5c2f-4a54-8d3a-6f2f7e6f8c11, serial 42',
        now: 'no state',
        sentence: `There is no state any more, although there was one when the plan was made. ${AGAIN}`,
      },
    ]);
  });
});

test.each([
  ['2026-11-26T09:59:59.999Z', []],
  [
    '2026-11-26T10:00:00.000Z',
    [
      {
        field: 'expiresAt',
        reviewed: '2026-11-26T10:00:00.000Z',
        now: '2026-11-26T10:00:00.000Z',
        sentence: `The plan is too old. ${AGAIN}`,
      },
    ],
  ],
])('a plan expires to the second: at %s', (now, stale) => {
  expect(checkSeal(SEAL, CIRCUMSTANCES, new Date(now))).toEqual({ forged: [], stale });
});

test('a clock that tells no time makes every plan stale, and none current', () => {
  expect(() => checkSeal(SEAL, CIRCUMSTANCES, new Date(Number.NaN))).toThrow(RangeError);
});
