import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { renderPlanComment } from '../../src/report/plans-comment';
import { expectGolden, GOLDEN_DIRECTORY } from './golden-text';
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

/** Kept by other-texts.test.ts, and below. */
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
