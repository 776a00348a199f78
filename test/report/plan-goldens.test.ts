import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { renderPlanComment } from '../../src/report/plans-comment';
import { expectGolden, expectWellFormed, GOLDEN_DIRECTORY } from './golden-text';
import { COMMIT, FIXTURES, planOfFixture, RUN } from './plan-of-fixture';

const ORIGIN = { commit: COMMIT, runUrl: RUN };
/** It has hundreds of changes, to be counted and not to be read. */
const FOR_COUNTING = ['many'];

// Kept to be read in review, as a user would see them.
describe('the comment on a plan made by real Terraform', () => {
  test.each(readdirSync(FIXTURES).filter((name) => !FOR_COUNTING.includes(name)))('%s', (name) => {
    const parts = renderPlanComment({ plans: [planOfFixture(name)], missing: [] }, ORIGIN);
    expect(parts).toHaveLength(1);
    expectGolden(name, parts.join(''));
  });

  test('every kept text belongs to a plan or a test', () => {
    const known = new Set([...readdirSync(FIXTURES), ...OTHERS]);
    const kept = readdirSync(GOLDEN_DIRECTORY).map((file) => file.replace(/\.md$/, ''));
    expect(kept.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('nothing secret is shown', () => {
  const text = renderPlanComment({ plans: [planOfFixture('sensitive')], missing: [] }, ORIGIN).join('');

  test.each(['correct-horse-battery', 'new-staple-of-secrets', 'unmarked-but-telltale', 'another-unmarked-one'])(
    'not %s',
    (secret) => {
      expect(readFileSync(`${FIXTURES}/sensitive/plan.json`, 'utf8')).toContain(secret);
      expect(text).not.toContain(secret);
    },
  );

  test('but what is harmless is', () => {
    expect(text).toContain('+ input.plain = "shown too"');
  });
});

test('a plan of 600 changes by real Terraform is told whole, in parts that stand alone', () => {
  const parts = renderPlanComment({ plans: [planOfFixture('many')], missing: [] }, ORIGIN);
  parts.forEach((part) => {
    expectWellFormed(part);
  });
  expect(parts[0]).toContain('| 600 | 0 | 0 | 0 | 0 | 0 | 0 |');
  expect(parts.join('').split('<summary><code>+ ').length - 1).toBe(600);
});

/** Kept by texts.test.ts, and below. */
const OTHERS = [
  'three-environments',
  'apply-applied',
  'apply-nothing',
  'apply-stopped',
  'apply-failed',
  'drift-issue',
  'watchdog-issue',
  'fork-notice',
  'break-glass-issue',
];
