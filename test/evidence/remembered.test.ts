import { expect, test } from '@jest/globals';
import { parseRemembered } from '../../src/evidence/remembered';

const DIGEST = 'ab'.repeat(32);

test('a number, or a number and the digest of that entry', () => {
  expect(parseRemembered('12', 'me')).toEqual({ number: 12, by: 'me' });
  expect(parseRemembered(` 12:${DIGEST}\n`, 'me')).toEqual({ number: 12, sha256: DIGEST, by: 'me' });
});

test.each(['', '0', '012', '-1', '1.5', '123456789', 'x', '12:', '12:abc', `12:${DIGEST}0`, DIGEST])(
  '%j is neither',
  (text) => {
    expect(parseRemembered(text, 'me')).toBeUndefined();
  },
);
