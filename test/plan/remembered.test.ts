import { expect, test } from '@jest/globals';
import { Remembered } from '../../src/plan/redaction/remembered';

test('an answer is remembered, also when it is no or empty', () => {
  const remembered = new Remembered<boolean | string>();
  expect(remembered.get('a')).toBeUndefined();
  expect(remembered.set('a', false)).toBe(false);
  expect(remembered.set('', '')).toBe('');
  expect([remembered.get('a'), remembered.get('')]).toEqual([false, '']);
});

test('neither a long text nor more than a million characters are', () => {
  const remembered = new Remembered<number>();
  expect(remembered.set('x'.repeat(2_001), 1)).toBe(1);
  expect(remembered.get('x'.repeat(2_001))).toBeUndefined();
  const texts = Array.from({ length: 1_000 }, (_, index) => String(index).padStart(1_950, 'x'));
  for (const text of texts) remembered.set(text, 1);
  expect(texts.filter((text) => remembered.get(text) === 1)).toHaveLength(500);
});
