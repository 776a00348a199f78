import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JsonScanError, JsonScanner, parseBytes, type Decision } from '../../src/plan/plan-stream/json-scanner';

function scan(
  text: string,
  decide: (path: readonly string[]) => Decision,
  chunkLength = 1_000_000,
): readonly (readonly [string, unknown])[] {
  const found: (readonly [string, unknown])[] = [];
  const scanner = new JsonScanner(decide, (path, value) => {
    found.push([path.join('.'), parseBytes(value)]);
  });
  const bytes = Buffer.from(text);
  for (let index = 0; index < bytes.length; index += chunkLength)
    scanner.write(bytes.subarray(index, index + chunkLength));
  scanner.end();
  return found;
}

const all = (): Decision => 'take';

test('values are taken, skipped and entered, whatever their kind', () => {
  const text = '{"a":[1,"x]",{"b":2}],"s":{"not":["this"]},"c":{"d":"\\"}","e":null},"n":-1.5e3,"empty":{},"none":[]}';
  const decide = (path: readonly string[]): Decision =>
    path.join('.') === 's' ? 'skip' : ['a', 'c', 'empty', 'none'].includes(path.join('.')) ? 'enter' : 'take';
  expect(scan(text, decide)).toEqual([
    ['a.[]', 1],
    ['a.[]', 'x]'],
    ['a.[]', { b: 2 }],
    ['c.d', '"}'],
    ['c.e', null],
    ['n', -1500],
  ]);
});

test('any JSON comes out as it went in, in chunks of any length', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: fc.constantFrom('\\', '"', '{', 'a') })),
        fc.oneof(fc.jsonValue({ maxDepth: 4 }), fc.string({ unit: fc.constantFrom('\\', '"', ']', '\u00e9') })),
      ),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(0, 1),
      (document, chunkLength, indent) => {
        const found = scan(JSON.stringify(document, undefined, indent), all, chunkLength);
        expect(found.map(([, value]) => value)).toEqual(
          Object.values(document).map((value): unknown => JSON.parse(JSON.stringify(value))),
        );
      },
    ),
    { numRuns: 500 },
  );
});

describe('what is not JSON is refused without being quoted', () => {
  test.each([
    ['nothing', '', 'it ends too early'],
    ['prose', 'secret-value', 'it does not begin with a bracket'],
    ['an end that is missing', '{"secret-value":[1', 'it ends too early'],
    ['an end in a text', '{"a":"secret-value', 'it ends too early'],
    ['two documents', '{} {}', 'something comes after its end'],
    ['a missing comma', '{"a":1 "b":2}', 'a comma is missing'],
    ['a missing colon', '{"a" 1}', 'a colon is missing'],
    ['a missing name', '{a:1}', 'a name is missing'],
  ])('%s', (_name, text, message) => {
    expect(() => scan(text, all)).toThrow(new JsonScanError(message));
  });
});

test('about the items of a list it is asked once, also behind a list that was entered in it', () => {
  const asked: string[] = [];
  const found = scan('{"a":[{"b":[1,2],"c":3},{"b":[4],"c":5},6],"d":[7,8]}', (path) => {
    asked.push(path.join('.'));
    return path.at(-1) === 'c' || path.join('.') === 'a.[].b.[]' || path[0] === 'd' ? 'take' : 'enter';
  });
  expect(found.length).toBeGreaterThan(0);
  expect(asked).toEqual([
    'a',
    'a.[]',
    'a.[].b',
    'a.[].b.[]',
    'a.[].c',
    'a.[]',
    'a.[].b',
    'a.[].b.[]',
    'a.[].c',
    'a.[]',
    'd',
  ]);
});
