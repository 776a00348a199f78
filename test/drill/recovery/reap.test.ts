import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { reap } from '../../../src/drill/recovery/reap';
import type { TemporaryResource } from '../../../src/ports/temporary-resources';
import { recoveryWorld, EAST, WEST } from './recovery-world';

const NOW = new Date('2026-03-01T12:00:00Z');
const OLD = new Date('2026-03-01T05:59:00Z');
const YOUNG = new Date('2026-03-01T06:01:00Z');
const NAME = 'aurora-restore-drill-test';
const REQUEST = { environment: 'test', names: [NAME] };
const left = (change: Partial<TemporaryResource>): TemporaryResource => ({
  kind: 'cluster',
  region: EAST,
  id: NAME,
  environment: 'test',
  createdAt: OLD,
  ...change,
});

async function reaped(resources: readonly TemporaryResource[], at = recoveryWorld()) {
  const removed: TemporaryResource[] = [];
  const result = await reap(
    REQUEST,
    {
      store: at.store,
      logger: at.logger,
      temporary: {
        list: () => Promise.resolve(resources),
        remove: (name) => {
          removed.push(...resources.filter((resource) => resource === name));
          return Promise.resolve();
        },
      },
    },
    NOW,
  );
  return { ...result, resources: removed };
}

test('what is older than any drill is removed and named: clusters first, then instances and snapshots', async () => {
  const result = await reaped([
    left({ kind: 'snapshot', region: WEST }),
    left({ kind: 'instance', id: `${NAME}-1` }),
    left({}),
  ]);
  expect(result.removed).toEqual([
    'the cluster aurora-restore-drill-test in us-east-1, made at 2026-03-01T05:59:00.000Z',
    'the instance aurora-restore-drill-test-1 in us-east-1, made at 2026-03-01T05:59:00.000Z',
    'the snapshot aurora-restore-drill-test in us-west-2, made at 2026-03-01T05:59:00.000Z',
  ]);
  expect(result.left).toEqual([]);
});

test.each<[string, Partial<TemporaryResource>, RegExp]>([
  ['is young', { createdAt: YOUNG }, /it is 359 minutes old/],
  ['is being made', { createdAt: undefined }, /it is being made/],
  ['has another name', { id: 'aurora-us-east-1-test' }, /no name that a drill gives/],
  ['has a name that only begins like it', { id: `${NAME}-2` }, /no name that a drill gives/],
  ['is an instance of something else', { kind: 'instance', id: `${NAME}-mine` }, /no name that a drill gives/],
  ['belongs to another environment', { environment: 'production' }, /names the environment production/],
])('what %s is left, and said', async (_what, change, reason) => {
  const result = await reaped([left(change)]);
  expect(result.resources).toEqual([]);
  expect(result.left).toEqual([expect.stringMatching(reason)]);
});

test('what a drill has named that is not closed is left to its recovery', async () => {
  const at = recoveryWorld();
  const drill = await at.clock.run(
    at.begin({ kind: 'restore', temporary: [{ kind: 'cluster', region: EAST, id: NAME }] }),
  );
  expect((await reaped([left({}), left({ kind: 'instance', id: `${NAME}-1` })], at)).resources).toEqual([]);
  await at.clock.run(drill.end());
  expect((await reaped([left({})], at)).resources).toHaveLength(1);
});

test('beside a record that nobody can read nothing is removed', async () => {
  const at = recoveryWorld();
  at.store.stored = { kind: 'unreadable', why: 'damaged', text: '{' };
  expect((await reaped([left({})], at)).resources).toEqual([]);
});

test('what cannot be removed is named, and the rest is removed', async () => {
  const at = recoveryWorld();
  const result = await reap(
    REQUEST,
    {
      store: at.store,
      logger: at.logger,
      temporary: {
        list: () => Promise.resolve([left({}), left({ region: WEST })]),
        remove: ({ region }) => (region === EAST ? Promise.reject(new Error('InvalidState')) : Promise.resolve()),
      },
    },
    NOW,
  );
  expect(result.removed).toEqual([expect.stringMatching(/us-west-2/)]);
  expect(result.left).toEqual([expect.stringMatching(/us-east-1.*: InvalidState$/)]);
});

test('property: nothing is ever removed that lacks the tag of this environment, one of its names, or the age', async () => {
  const resource = fc.record({
    kind: fc.constantFrom('cluster', 'instance', 'snapshot'),
    region: fc.constantFrom(EAST, WEST),
    id: fc.oneof(fc.constantFrom(NAME, `${NAME}-1`, `${NAME}-12`, `${NAME}x`, 'aurora-us-east-1-test'), fc.string()),
    environment: fc.constantFrom('test', 'production', ''),
    createdAt: fc.option(fc.date({ min: new Date('2026-02-28'), max: NOW, noInvalidDate: true }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(resource, { maxLength: 8 }), async (resources) => {
      for (const { kind, id, environment, createdAt } of (await reaped(resources)).resources) {
        expect(environment).toBe('test');
        expect(id).toMatch(
          kind === 'instance' ? /^aurora-restore-drill-test(?:-\d+)?$/ : /^aurora-restore-drill-test$/,
        );
        expect(NOW.getTime() - (createdAt?.getTime() ?? Infinity)).toBeGreaterThanOrEqual(6 * 3_600_000);
      }
    }),
  );
});
