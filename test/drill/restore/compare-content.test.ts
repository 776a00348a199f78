import { describe, expect, test } from '@jest/globals';
import { compareContent, type ExpectedContent, type FoundContent } from '../../../src/drill/restore/compare-content';
import { controlNegatively } from '../../../src/drill/restore/negative-control';
import { SECTIONS, type ContentManifest } from '../../../src/ports/content';
import { contentManifest, readTable } from '../../fakes/content-manifest';

// What the comparison makes of an application that goes on writing, and of what it cannot know.

function expectation(overrides: Partial<ExpectedContent> = {}): ExpectedContent {
  return {
    heartbeats: {
      acknowledged: [1, 2, 4],
      possible: [3],
      later: { acknowledged: [1, 2, 3], possible: [], rule: 'none' },
      edgeMs: 5_000,
    },
    before: contentManifest(),
    after: contentManifest(),
    ...overrides,
  };
}

function found(overrides: Partial<FoundContent['heartbeats']> = {}, manifest = contentManifest()): FoundContent {
  return { heartbeats: { first: [1, 2, 4], later: [], ...overrides }, manifest };
}

const notPassed = (expected: ExpectedContent, copy: FoundContent) =>
  compareContent(expected, copy)
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ check, outcome, value }) => `${check} ${outcome}: ${value}`);

describe('heartbeats', () => {
  test.each<[string, FoundContent, readonly string[]]>([
    ['all that were acknowledged', found(), []],
    ['one of unknown outcome too', found({ first: [1, 2, 3, 4] }), []],
    ['one is missing', found({ first: [1, 4] }), ['heartbeats before failed: 2 of 3; missing: 2']],
    [
      'one that was never written',
      found({ first: [1, 2, 4, 9] }),
      ['heartbeats before failed: 3 of 3; never acknowledged: 9'],
    ],
    ['one that came later', found({ later: [1] }), ['heartbeats after failed: 1 of 3; 1 that must not be there']],
    [
      'one of somebody else that is younger',
      found({}, contentManifest({ newestHeartbeatMs: 5_001 })),
      ['heartbeat edge failed: 1970-01-01T00:00:05.001Z; too young'],
    ],
  ])('%s', (_what, copy, expected) => {
    expect(notPassed(expectation(), copy)).toEqual(expected);
  });

  test('a snapshot holds later ones from the first on, without a gap', () => {
    const { heartbeats } = expectation();
    const snapshot = expectation({
      heartbeats: { ...heartbeats, later: { ...heartbeats.later, rule: 'without-a-gap' }, edgeMs: undefined },
    });
    expect(notPassed(snapshot, found())).toEqual([]);
    expect(notPassed(snapshot, found({ later: [1, 2] }))).toEqual([]);
    expect(notPassed(snapshot, found({ later: [2, 3] }))).toEqual([
      'heartbeats after failed: 2 of 3; missing between others: 1',
    ]);
  });
});

describe('an application that goes on writing', () => {
  const table = (buckets: Record<string, number>) => contentManifest({ tables: [readTable('app.a', buckets)] });

  test('takes only the parts that it changed out of the comparison', () => {
    const expected = expectation({ before: table({ 1: 10, 2: 20 }), after: table({ 1: 10, 2: 21, 3: 5 }) });
    expect(notPassed(expected, found({}, table({ 1: 10, 2: 99 })))).toEqual(['rows of app.a unknown: 2']);
    expect(notPassed(expected, found({}, table({ 1: 11, 2: 20 })))).toEqual([
      'rows of app.a unknown: 2',
      'content of app.a failed: different in 1 (1)',
    ]);
  });

  test('makes a table unknown of which nothing stayed', () => {
    const expected = expectation({ before: table({ 1: 10 }), after: table({ 1: 11 }) });
    expect(notPassed(expected, found({}, table({ 1: 10 })))).toEqual([
      'content of app.a unknown: all of it changed at the original during the drill',
    ]);
  });

  test('makes a section unknown that it changed, and names what', () => {
    const changed = contentManifest();
    const after: ContentManifest = {
      ...changed,
      sections: { ...changed.sections, tables: { count: 1, digest: 'other', objects: { 'app.a': '2' } } },
    };
    expect(notPassed(expectation({ after }), found({}, after))).toEqual([
      'tables unknown: changed at the original during the drill: app.a, something',
    ]);
  });

  test('an empty table is no table of which nothing stayed', () => {
    const empty = table({});
    expect(notPassed(expectation({ before: empty, after: empty }), found({}, empty))).toEqual([]);
  });
});

describe('sequences', () => {
  const at = (lastValue: string | null, columnEdge: string | null = null, increment = '1') =>
    contentManifest({ sequences: [{ name: 's', lastValue, increment, columnEdge }] });
  const both = (manifest: ContentManifest) => expectation({ before: manifest, after: manifest });

  test.each<[string, ContentManifest, ContentManifest, readonly string[]]>([
    ['runs ahead', at('5'), at('37'), []],
    [
      'is behind',
      at('9007199254740993'),
      at('9007199254740992'),
      ['sequences failed: s is at 9007199254740992, the original was at 9007199254740993'],
    ],
    [
      'descends and is behind',
      at('-5', null, '-1'),
      at('-4', null, '-1'),
      ['sequences failed: s is at -4, the original was at -5'],
    ],
    ['is missing', at('5'), contentManifest({ sequences: [] }), ['sequences failed: s is missing']],
    ['is behind its column', at('5', '5'), at('5', '6'), ['sequences failed: s is at 5, its column at 6']],
    ['is behind its column, as at the original', at('5', '6'), at('5', '6'), []],
    ['was never used', at(null), at(null), []],
  ])('one that %s', (_what, original, copy, expected) => {
    expect(notPassed(both(original), found({}, copy))).toEqual(expected);
  });
});

test('an index that cannot be checked is unknown, one that is damaged is failed', () => {
  const check = (outcome: 'failed' | 'unknown', detail: string) =>
    notPassed(expectation(), found({}, contentManifest({ indexChecks: [{ index: 'app.i', outcome, detail }] })));
  expect(check('unknown', 'could not be checked: permission denied')).toEqual([
    'amcheck unknown: 0 of 1 sound; not known: app.i (could not be checked: permission denied)',
  ]);
  expect(check('failed', 'item order invariant violated')).toEqual([
    'amcheck failed: 0 of 1 sound; not sound: app.i (item order invariant violated)',
  ]);
});

describe('the negative control', () => {
  const exercise = (turn: number) => `0000000${turn}-0000-4000-8000-000000000000`;

  test('passes over what cannot be compared this time', () => {
    const roles = { count: 1, digest: 'changed', objects: null };
    const after = contentManifest();
    const expected = expectation({ after: { ...after, sections: { ...after.sections, roles } } });
    const checks = compareContent(expected, found());
    expect(controlNegatively(exercise(4), expected, found(), checks)).toEqual({
      altered: 'a heartbeat: number 5, which was never written, is expected too',
      rejected: true,
    });
  });

  test('is rejected when nothing at all could be altered', () => {
    const section = { count: 1, digest: 'changed', objects: null };
    const sections = Object.fromEntries(SECTIONS.map((name) => [name, section]));
    const expected = expectation({ before: contentManifest({ sequences: [], tables: [] }) });
    const copy: FoundContent = {
      heartbeats: { first: [], later: [] },
      manifest: { ...contentManifest(), sections: { ...contentManifest().sections, ...sections } },
    };
    const checks = compareContent(expected, copy).filter(({ check }) => check !== 'sequences');
    expect(controlNegatively(exercise(0), expected, copy, checks).rejected).toBe(false);
  });
});
