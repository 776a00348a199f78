import { expect, test } from '@jest/globals';
import { planFinding } from '../../actions/drill/src/plan-finding';
import type { PlannedEnvironment } from '../../src/plan/environment-plan';
import { parsePlanJson } from '../../src/plan/plan-json';
import { collectSecrets } from '../../src/plan/secrets';
import { summarizePlan } from '../../src/plan/summarize';

const PLAN = parsePlanJson(JSON.stringify({ format_version: '1.2' }));
const EMPTY = summarizePlan(PLAN, collectSecrets(PLAN.raw));
const PLANNED: PlannedEnvironment = {
  status: 'planned',
  environment: 'production',
  homeRegion: 'us-east-1',
  writer: { state: 'known', region: 'us-east-1' },
  summary: EMPTY,
  violations: [],
  drillGate: { drills: [], concerns: [], risky: [], blocks: false },
  terraformVersion: '1.11.4',
  plannedAt: '2026-11-29T09:25:00.000Z',
  planDigest: '0'.repeat(64),
};
const FAILED = { status: 'failed', environment: 'production', error: 'no credentials' };
const find = (plan: unknown) => planFinding(JSON.stringify(plan), undefined, 'production');

test('an empty plan is no-op, with its digest and its time; any other is changes', () => {
  expect(find(PLANNED)).toEqual({ outcome: 'no-op', digest: '0'.repeat(64), at: '2026-11-29T09:25:00.000Z' });
  expect(find({ ...PLANNED, summary: { ...EMPTY, isEmpty: false } })).toMatchObject({ outcome: 'changes' });
  expect(find(FAILED)).toEqual({ outcome: 'failed' });
});

test('what is no plan of this environment was not made', () => {
  expect(find({ ...PLANNED, environment: 'staging' })).toEqual({ outcome: 'not-made' });
  expect(find({ ...PLANNED, surprise: true })).toEqual({ outcome: 'not-made' });
  expect(planFinding('{"status":', undefined, 'production')).toEqual({ outcome: 'not-made' });
  expect(planFinding(undefined, undefined, 'production')).toEqual({ outcome: 'not-made' });
});

test('a reason stands for a plan', () => {
  expect(planFinding(undefined, 'the state bucket is away', 'production')).toEqual({
    outcome: 'skipped',
    reason: 'the state bucket is away',
  });
});
