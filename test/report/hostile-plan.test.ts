import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CHANGE_LABELS, environmentPlanSchema } from '../../src/plan/environment-plan';
import { renderPlanComment } from '../../src/report/plans-comment';
import { addressesIn, readByGitHub, readMarkdown, structureOf, unbalanced } from './github-markdown';
import { hostileText } from './hostile-text';
import { COMMIT, RUN } from './plan-of-fixture';

/** Everything that is text in what a plan job hands over is hostile; the rest is any. */
const text = hostileText.filter((each) => each.trim() !== '');
const action = fc.constantFrom('no-op', 'create', 'read', 'update', 'delete', 'forget', 'replace');
const attribute = fc.record(
  { path: text, before: text, after: text, forcesReplacement: fc.boolean() },
  { requiredKeys: ['path', 'forcesReplacement'] },
);
const attributes = fc.array(attribute, { maxLength: 2 });
const change = fc.record(
  {
    address: text,
    action,
    label: fc.constantFrom(...CHANGE_LABELS),
    isImport: fc.boolean(),
    movedFrom: text,
    deposed: text,
    reason: text,
    attributes,
  },
  { requiredKeys: ['address', 'action', 'label', 'isImport', 'attributes'] },
);
const number = fc.nat({ max: 5 });
const counts = fc.record({
  create: number,
  update: number,
  replace: number,
  delete: number,
  import: number,
  move: number,
  forget: number,
});
const summary = fc.record({
  counts,
  changes: fc.array(change, { maxLength: 3 }),
  omittedChanges: number,
  outputs: fc.array(fc.record({ name: text, action, attributes }), { maxLength: 1 }),
  drift: fc.array(
    fc.record({
      address: text,
      action: fc.constantFrom('update', 'delete'),
      label: fc.constantFrom('drift', 'expected after failover'),
      attributes,
    }),
    { maxLength: 1 },
  ),
  isEmpty: fc.boolean(),
});
const writer = fc.oneof(
  fc.record({ state: fc.constant('known'), region: text }),
  fc.record({ state: fc.constant('moving'), from: text, to: text }, { requiredKeys: ['state'] }),
  fc.record({ state: fc.constant('unknown'), reason: text }),
);
const drill = fc.record(
  {
    kind: fc.constantFrom('switchover', 'failover', 'restore'),
    verdict: fc.constantFrom('passed', 'failed', 'inconclusive', 'not-run'),
    ageDays: fc.double({ min: 0, max: 99, noNaN: true }),
    rpoSeconds: fc.double({ min: 0, max: 99, noNaN: true }),
    runUrl: text,
  },
  { requiredKeys: ['kind', 'verdict', 'ageDays'] },
);
const plan = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      {
        status: fc.constant('planned'),
        environment: text,
        // Never the region of the writer: whether it is at home is no matter of escaping.
        homeRegion: text.map((each) => `home ${each}`),
        writer,
        summary,
        violations: fc.array(fc.record({ id: text, address: text, sentence: text }), { maxLength: 2 }),
        drillGate: fc.record({
          drills: fc.array(drill, { maxLength: 3 }),
          concerns: fc.array(text, { maxLength: 2 }),
          risky: fc.array(text, { maxLength: 2 }),
          blocks: fc.boolean(),
        }),
        terraformVersion: text,
        planDigest: text,
        sealedUntil: text,
        commit: text,
        runUrl: text,
      },
      {
        requiredKeys: [
          'status',
          'environment',
          'homeRegion',
          'writer',
          'summary',
          'violations',
          'drillGate',
          'terraformVersion',
          'planDigest',
        ],
      },
    ),
  },
  { weight: 1, arbitrary: fc.record({ status: fc.constant('failed'), environment: text, error: text }) },
);

/** Texts that choose between forms, and are not free. */
const FORMS = new Set(['status', 'state', 'action', 'label', 'kind', 'verdict']);

/** The same plan with a word in the place of every free text. */
function tamed(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return FORMS.has(key) ? value : key === 'homeRegion' ? 'y' : 'x';
  if (Array.isArray(value)) return value.map((item) => tamed(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, tamed(item, name)]));
}

const ORIGIN = { commit: COMMIT, runUrl: RUN };
const OURS = [RUN];

test('whatever a plan job hands over, the comment has the structure of a harmless one, calls nobody and leads nowhere', () => {
  fc.assert(
    fc.property(fc.array(plan, { minLength: 1, maxLength: 2 }), fc.array(text, { maxLength: 2 }), (plans, missing) => {
      const render = (each: readonly unknown[], names: readonly string[]) =>
        renderPlanComment({ plans: each.map((one) => environmentPlanSchema.parse(one)), missing: names }, ORIGIN).join(
          '\n',
        );
      const markdown = render(plans, missing);
      const read = readMarkdown(markdown);
      const harmless = readMarkdown(
        render(
          plans.map((each) => tamed(each)),
          missing.map(() => 'x'),
        ),
      );
      expect(structureOf(read)).toBe(structureOf(harmless));
      expect(readByGitHub(read)).toEqual([]);
      expect(addressesIn(read).filter((address) => !OURS.includes(address))).toEqual([]);
      expect(unbalanced(markdown)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
