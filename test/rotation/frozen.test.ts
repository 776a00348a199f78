import { expect, test } from '@jest/globals';
import { frozenInEitherRegion } from '../../src/rotation/frozen';
import { MemoryLogger } from '../fakes/logger';

const says = (reason: string | undefined) => ({ reason: async () => reason });
const silent = { reason: async () => Promise.reject(new Error('connect ETIMEDOUT')) };

test.each([
  ['neither region', says(undefined), says(undefined), undefined],
  ['the own region', says('us-east-1 is being promoted'), says(undefined), 'us-east-1 is being promoted'],
  ['the other region', says(undefined), says('us-west-2 is being promoted'), 'us-west-2 is being promoted'],
  [
    'the own region, while the other is lost',
    says('us-east-1 is being promoted'),
    silent,
    'us-east-1 is being promoted',
  ],
  ['nobody, while the other region is lost', says(undefined), silent, undefined],
])('rotation is frozen by %s', async (_who, own, other, expected) => {
  expect(await frozenInEitherRegion(own, other, new MemoryLogger())()).toBe(expected);
});

test('nobody may rotate while the own region does not answer', async () => {
  await expect(frozenInEitherRegion(silent, says(undefined), new MemoryLogger())()).rejects.toThrow(
    'connect ETIMEDOUT',
  );
});
