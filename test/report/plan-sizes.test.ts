import { describe, expect, test } from '@jest/globals';
import type { ChangeSummary, PlannedEnvironment } from '../../src/plan/environment-plan';
import { renderPlanComment, renderPlanSummary } from '../../src/report/plans-comment';
import { expectWellFormed } from './golden-text';
import { COMMIT, plannedFrom, RUN } from './plan-of-fixture';
import { BLOCKED, SUMMARY } from './three-environments';

const ORIGIN = { commit: COMMIT, runUrl: RUN };
const MARKED = 'correct-horse-battery-staple';

/** A plan as Terraform writes one: half created, four tenths changed, a tenth destroyed; each holds a marked value, which also stands unmarked elsewhere. */
function planOf(changes: number): PlannedEnvironment {
  const resource = (index: number) => {
    const address = `terraform_data.a[${index}]`;
    const value = { input: `value ${index}`, password: MARKED, output: MARKED };
    const marks = { password: true };
    const kind = index % 10 < 5 ? 'create' : index % 10 < 9 ? 'update' : 'delete';
    const before = { ...value, input: 'before' };
    return {
      address,
      mode: 'managed',
      type: 'terraform_data',
      change: {
        actions: [kind],
        ...(kind === 'create' ? {} : { before, before_sensitive: marks }),
        ...(kind === 'delete' ? {} : { after: value, after_sensitive: marks }),
      },
    };
  };
  return plannedFrom(
    JSON.stringify({
      format_version: '1.2',
      resource_changes: Array.from({ length: changes }, (_, index) => resource(index)),
    }),
  );
}

/** How many changes are shown, by their titles. */
const shownIn = (text: string) => text.split(/<summary><code>[-+~] terraform_data/).length - 1;

/** How many are counted instead: those that found no room, or those that the plan job left out. */
const omittedIn = (text: string) => Number(/… (?:and )?(\d+) more(?:,| changes|\*\*)/.exec(text)?.[1] ?? 0);

describe.each([10, 100, 1_000, 50_000])('a plan of %d changes', (changes) => {
  const plan = planOf(changes);
  const parts = renderPlanComment({ plans: [plan], missing: [] }, ORIGIN);
  const all = parts.join('\n');
  const summary = renderPlanSummary({ plans: [plan], missing: [] }, ORIGIN);

  test('is a comment that GitHub takes, in five parts at most, each of which stands alone', () => {
    expect(parts.length).toBeLessThanOrEqual(5);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(65_000);
      expectWellFormed(part);
    }
  });

  test('is counted right', () => {
    expect(parts[0]).toContain(`| ${changes / 2} | ${changes * 0.4} | 0 | ${changes / 10} | 0 | 0 | 0 |`);
  });

  test('shows or counts every change', () => {
    expect(shownIn(all) + omittedIn(all)).toBe(changes);
    expect(omittedIn(all) > 0).toBe(changes > 1_000);
  });

  test('says which part it is', () => {
    const headings = parts.map((part) => part.split('\n')[0]);
    const last = parts.length;
    if (last > 1) expect(headings.at(-1)).toBe(`## Plan (part ${last} of ${last})`);
    else expect(headings).toEqual(['## Plan: ⚠️ destructive']);
  });

  test('has a summary of the job within a mebibyte, which shows or counts every change', () => {
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1_048_576);
    expect(shownIn(summary) + omittedIn(summary)).toBe(changes);
  });

  test('shows nothing that is marked', () => {
    expect(all + summary).not.toContain(MARKED);
  });
});

function withChanges(changes: readonly ChangeSummary[], omittedChanges = 0): PlannedEnvironment {
  const counts = { ...SUMMARY.counts, update: changes.length + omittedChanges };
  return { ...BLOCKED, summary: { ...SUMMARY, counts, changes: [...changes], omittedChanges } };
}

test('rendering 50,000 changes takes well below a second', () => {
  const changes = Array.from({ length: 5_000 }, () => SUMMARY.changes);
  const plan = withChanges(Array.from({ length: 10 }, () => changes.flat().slice(0, 5_000)).flat());
  expect(plan.summary.changes).toHaveLength(50_000);
  // Time of the processor: the machine may be busy with other tests.
  const started = process.cpuUsage();
  renderPlanComment({ plans: [plan], missing: [] }, ORIGIN);
  renderPlanSummary({ plans: [plan], missing: [] }, ORIGIN);
  const { user, system } = process.cpuUsage(started);
  // About a fifth of it, cold.
  expect((user + system) / 1_000).toBeLessThan(1_500);
});

test('changes that were not handed over are counted too', () => {
  const [change] = SUMMARY.changes;
  if (change === undefined) throw new Error('there is no change');
  const few = renderPlanComment({ plans: [withChanges([change], 43_210)], missing: [] }, ORIGIN);
  expect(few.join('')).toContain('… and 43210 more changes, counted above and too many to be handed over');
  const many = renderPlanComment({
    plans: [
      withChanges(
        Array.from({ length: 3_000 }, () => change),
        43_210,
      ),
    ],
    missing: [],
  });
  const omitted = Number(/\*\*… (\d+) more/.exec(many.join(''))?.[1] ?? 0);
  const shown = many.join('').split('<summary><code>- aws_kms_key').length - 1;
  // One output and two drifts besides.
  expect(shown + omitted).toBe(3_000 + 43_210 + 3);
});

test('a value of a million characters, an address and a name as long, and one huge resource leave room for the others', () => {
  const long = 'x'.repeat(1_000_000);
  const attributes = Array.from({ length: 5_000 }, (_, index) => ({
    path: `tags.k${index}`,
    before: long,
    after: '\u202e'.repeat(1_000_000),
    forcesReplacement: false,
  }));
  const change = { action: 'update' as const, label: 'real' as const, isImport: false };
  const parts = renderPlanComment({
    plans: [
      withChanges([
        { ...change, address: `aws_sns_topic.${long}`, reason: long, movedFrom: long, attributes },
        { ...change, address: 'aws_sns_topic.small', attributes: [] },
      ]),
    ],
    missing: [long],
  });
  expect(parts).toHaveLength(1);
  const [text = ''] = parts;
  expect(text).toContain('- `~ aws_sns_topic.small`: change');
  expect(text).toContain('more attributes');
  expect(text).toContain('… (1,000,016 characters)');
  expectWellFormed(text);
});

test('long lists of rules, concerns and risky changes are cut and counted, and displace no diff', () => {
  const long = '$\u202e'.repeat(2_000);
  const [text = '', ...others] = renderPlanComment({
    plans: [
      {
        ...BLOCKED,
        violations: Array.from({ length: 300 }, () => ({ id: long, address: long, sentence: long })),
        drillGate: {
          ...BLOCKED.drillGate,
          concerns: Array.from({ length: 300 }, () => long),
          risky: Array.from({ length: 300 }, () => long),
        },
      },
    ],
    missing: [],
  });
  const all = [text, ...others].join('\n');
  expect(all).toContain('… and 299 more broken rules.');
  expect(all).toContain('- … and 299 more\n');
  expect(all).toMatch(/ and 29\d more\./);
  expect(all).toContain('<summary><code>~ aws_rds_global_cluster.this</code>');
  expect(all).not.toContain('see the job summary');
  for (const part of [text, ...others]) {
    expect(part.length).toBeLessThanOrEqual(65_000);
    expectWellFormed(part);
  }
});

test('text that needs three bytes for a character fits the summary of the job', () => {
  const change = { action: 'update' as const, label: 'real' as const, isImport: false, address: '界'.repeat(200) };
  const attributes = [{ path: 'a', before: '界'.repeat(200), after: '😀'.repeat(100), forcesReplacement: false }];
  const changes = Array.from({ length: 5_000 }, () => ({ ...change, attributes }));
  const text = renderPlanSummary({ plans: [withChanges(changes)], missing: [] }, ORIGIN);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_000_000);
  expect(Buffer.byteLength(text)).toBeGreaterThan(900_000);
});
