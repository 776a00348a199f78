import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parseEnvironment } from '../../src/environment/parse-environment';
import type { Environment } from '../../src/environment/schema';
import { DrillNotAllowedError, selectDrills, type DrillSelection } from '../../src/environment/select-drills';

const FILE = 'environments/production.yaml';
const PRODUCTION = parseEnvironment(readFileSync(FILE, 'utf8'), FILE);
const STAGING: Environment = {
  ...PRODUCTION,
  name: 'staging',
  drill: {
    ...PRODUCTION.drill,
    acceptDataLoss: true,
    kinds: { switchover: 'on-demand', restore: 'never', detection: 'never', rotation: 'never', failover: 'monthly' },
  },
};
const ALL = [PRODUCTION, STAGING].map((environment) => ({
  file: `environments/${environment.name}.yaml`,
  environment,
}));

const chosen = (selection: DrillSelection, target: Environment['target'] = 'aws') =>
  selectDrills(ALL, selection, target).map(({ environment, kind }) => `${environment} ${kind}`);

test('the schedule runs what is weekly, and with its first run of a month what is monthly', () => {
  expect(chosen({ trigger: 'schedule', now: new Date('2026-11-29T09:23:00Z') })).toEqual([
    'production switchover',
    'production restore',
    'production detection',
  ]);
  expect(chosen({ trigger: 'schedule', now: new Date('2026-12-06T09:23:00Z') })).toEqual([
    'production switchover',
    'production restore',
    'production detection',
    'production rotation',
    'staging failover',
  ]);
  // The eighth is never the first Sunday.
  expect(chosen({ trigger: 'schedule', now: new Date('2026-11-08T09:23:00Z') })).not.toContain('staging failover');
});

test('by hand: one environment, or all that allow it', () => {
  expect(chosen({ trigger: 'manual', kind: 'switchover', only: undefined })).toEqual([
    'production switchover',
    'staging switchover',
  ]);
  expect(chosen({ trigger: 'manual', kind: 'failover', only: undefined })).toEqual(['staging failover']);
  expect(chosen({ trigger: 'manual', kind: 'restore', only: 'production' })).toEqual(['production restore']);
});

test('a kind that the named environment never runs is refused, with what to do', () => {
  expect(() => chosen({ trigger: 'manual', kind: 'failover', only: 'production' })).toThrow(
    new DrillNotAllowedError(
      'environments/production.yaml says drill.kinds.failover: never; change it to on-demand by a pull request, if that is meant',
    ),
  );
});

test('environments of another target are left alone; a row says which roles and which region', () => {
  expect(chosen({ trigger: 'manual', kind: 'restore', only: undefined }, 'sandbox')).toEqual([]);
  expect(selectDrills(ALL, { trigger: 'manual', kind: 'restore', only: 'production' }, 'aws')).toEqual([
    {
      environment: 'production',
      kind: 'restore',
      region: 'us-west-2',
      'plan-role': 'arn:aws:iam::123456789012:role/iam-plan-prod',
      'drill-role': 'arn:aws:iam::123456789012:role/iam-drill-prod',
    },
  ]);
});
