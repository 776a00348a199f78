import { describe, expect, test } from '@jest/globals';
import { makesAnew } from '../../src/plan/comparable-plan';
import { parseResourceChange } from '../../src/plan/plan-json';
import { canonical, comparableResource } from '../../src/plan/plan-stream/comparable-changes';

/** The text that would be digested. */
function textOf(change: object, more: object = {}): string | undefined {
  const raw = { address: 'aws_x.y', mode: 'managed', type: 'aws_x', change, ...more };
  return comparableResource(parseResourceChange(raw, ''), (text) => text)?.[1].digest;
}

test('canonical JSON does not depend on the order of keys', () => {
  expect(canonical({ b: [{ d: 1, c: null }], a: 'x' })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
  expect(canonical({ a: 'x', b: [{ c: null, d: 1 }] })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
  expect(canonical({ 10: 1, 2: 1, a: undefined })).toBe('{"10":1,"2":1,"a":null}');
});

describe('two plans do the same', () => {
  const update = (volatile: string, kept: string) => ({
    actions: ['update'],
    before: { id: 'i', a: 1, kept, latest_restorable_time: volatile },
    after: { id: 'i', a: 2, kept, latest_restorable_time: volatile },
  });

  test('whatever an update leaves alone', () => {
    expect(textOf(update('now', 'x'))).toBe(textOf(update('later', 'y')));
  });

  test('whatever AWS changes by itself in what is deleted', () => {
    const gone = (time: string) => ({ actions: ['delete'], before: { id: 'i', latest_restorable_time: time } });
    expect(textOf(gone('now'))).toBe(textOf(gone('later')));
  });
});

describe('two plans differ', () => {
  const change = { actions: ['update'], before: { id: 'i', a: 1 }, after: { id: 'i', a: 2 } };
  test.each<[string, object, object]>([
    ['in a value after', { ...change, after: { id: 'i', a: 3 } }, {}],
    ['in a value before', { ...change, before: { id: 'i', a: 0 } }, {}],
    ['in what they change', { ...change, before: { id: 'j', a: 1 }, after: { id: 'j', a: 2 } }, {}],
    ['in what is unknown', { ...change, after_unknown: { a: true } }, {}],
    ['in what is sensitive', { ...change, after_sensitive: { a: true } }, {}],
    ['in the order of a replacement', { ...change, actions: ['create', 'delete'] }, {}],
    ['in what is imported', { ...change, importing: { id: 'z' } }, {}],
    ['in where it came from', change, { previous_address: 'aws_x.old' }],
  ])('%s', (_name, other, more) => {
    expect(textOf(other, more)).not.toBe(textOf(change));
  });
});

test('what does nothing is not compared; an object that was left behind is, on its own', () => {
  expect(textOf({ actions: ['no-op'], before: {}, after: {} })).toBeUndefined();
  expect(textOf({ actions: ['read'] }, { mode: 'data' })).toBeUndefined();
  const left = parseResourceChange(
    { address: 'aws_x.y', mode: 'managed', type: 'aws_x', deposed: '1a2b3c4d', change: { actions: ['delete'] } },
    '',
  );
  expect(comparableResource(left, () => '')?.[0]).toBe('aws_x.y (deposed 1a2b3c4d)');
});

describe('what an interrupted run left tainted', () => {
  const change = (raw: object, more: object = {}) =>
    comparableResource(
      parseResourceChange({ address: 'aws_x.y', mode: 'managed', type: 'aws_x', change: raw, ...more }, ''),
      (text) => text,
    )?.[1];
  const reviewed = change({ actions: ['create'], before: null, after: { name: 'n' }, after_unknown: { id: true } });
  const half = { actions: ['delete', 'create'], before: { id: 'i', name: 'n' }, after: { name: 'n' } };
  const tainted = { action_reason: 'replace_because_tainted' };

  test('may be made anew as it was reviewed', () => {
    expect(makesAnew(reviewed, change({ ...half, after_unknown: { id: true } }, tainted))).toBe(true);
  });

  test.each<[string, object, object]>([
    ['with another value', { ...half, after: { name: 'other' }, after_unknown: { id: true } }, tainted],
    ['with another unknown', { ...half, after_unknown: { id: true, arn: true } }, tainted],
    [
      'for another reason',
      { ...half, after_unknown: { id: true } },
      { action_reason: 'replace_because_cannot_update' },
    ],
  ])('and not %s', (_name, raw, more) => {
    expect(makesAnew(reviewed, change(raw, more))).toBe(false);
  });

  test('and not where the review says something else than to create it', () => {
    const update = change({ actions: ['update'], before: { id: 'i', name: 'n' }, after: { id: 'i', name: 'm' } });
    expect(makesAnew(update, change({ ...half, after_unknown: { id: true } }, tainted))).toBe(false);
    expect(makesAnew(undefined, change({ ...half, after_unknown: { id: true } }, tainted))).toBe(false);
  });
});
