import type {
  AttributeChange,
  ChangeSummary,
  EnvironmentPlan,
  PlannedEnvironment,
  PlanSummary,
} from '../../src/plan/environment-plan';
import { COMMIT, RUN } from './plan-of-fixture';

const attribute = (
  path: string,
  before: string | undefined,
  after: string | undefined,
  forcesReplacement = false,
): AttributeChange => ({
  path,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
  forcesReplacement,
});

const change = (address: string, changed: Partial<ChangeSummary>): ChangeSummary => ({
  address,
  action: 'update',
  label: 'real',
  isImport: false,
  attributes: [],
  ...changed,
});

export const EMPTY_SUMMARY: PlanSummary = {
  counts: { create: 0, update: 0, replace: 0, delete: 0, import: 0, move: 0, forget: 0 },
  changes: [],
  omittedChanges: 0,
  outputs: [],
  drift: [],
  isEmpty: true,
};

/** A plan that does a little of everything, in an environment whose writer is away from home. */
export const SUMMARY: PlanSummary = {
  counts: { create: 1, update: 2, replace: 1, delete: 1, import: 0, move: 1, forget: 0 },
  changes: [
    change('aws_kms_key.database["us-west-2"]', {
      action: 'delete',
      reason: 'delete because no resource config',
      attributes: [attribute('description', '"database"', undefined)],
    }),
    change('aws_rds_cluster.this["us-east-1"]', {
      action: 'replace',
      reason: 'replace because cannot update',
      attributes: [
        attribute('endpoint', '"a.example"', '(known after apply)'),
        attribute('master_username', '"old"', '"new"', true),
        attribute('master_password', '(sensitive)', '(sensitive)'),
      ],
    }),
    change('aws_rds_global_cluster.this', {
      label: 'role change',
      attributes: [attribute('primary', '"us-west-2"', '"us-east-1"')],
    }),
    change('aws_cloudwatch_metric_alarm.lag', {
      label: 'drift',
      attributes: [attribute('threshold', '900', '60')],
    }),
    change('aws_sns_topic.events', { action: 'create', attributes: [attribute('name', undefined, '"dr-events"')] }),
    change('aws_sqs_queue.events', { action: 'no-op', movedFrom: 'aws_sqs_queue.old' }),
  ],
  omittedChanges: 0,
  outputs: [{ name: 'writer', action: 'update', attributes: [attribute('', '"old.example"', '"new.example"')] }],
  drift: [
    {
      address: 'aws_rds_cluster.this["us-west-2"]',
      action: 'update',
      label: 'expected after failover',
      attributes: [
        attribute('replication_source_identifier', '"arn:aws:rds:us-east-1:111122223333:cluster:a"', undefined),
      ],
    },
    { address: 'aws_sns_topic.gone', action: 'delete', label: 'drift', attributes: [] },
  ],
  isEmpty: false,
};

export const BLOCKED: PlannedEnvironment = {
  status: 'planned',
  environment: 'production',
  homeRegion: 'us-east-1',
  writer: { state: 'known', region: 'us-west-2' },
  summary: SUMMARY,
  violations: [
    {
      id: 'DR001',
      address: 'aws_kms_key.database["us-west-2"]',
      sentence: 'the key of a database is destroyed, and with it every backup that it protects',
    },
    { id: 'DR004', address: 'aws_rds_cluster.this["us-east-1"]', sentence: 'a cluster is replaced' },
  ],
  drillGate: {
    drills: [
      { kind: 'restore', verdict: 'failed', ageDays: 2.5, runUrl: 'https://github.com/acme/db/actions/runs/7' },
      {
        kind: 'failover',
        verdict: 'passed',
        ageDays: 17.9,
        rpoSeconds: 0.42,
        rtoSeconds: 38.4,
        runUrl: 'https://evil.example/',
      },
    ],
    concerns: ['the last failover drill passed 17 days ago, 14 are allowed', 'the last restore drill failed'],
    risky: ['aws_rds_cluster.this["us-east-1"]', 'aws_rds_global_cluster.this'],
    blocks: true,
  },
  terraformVersion: '1.11.4',
  planDigest: '89abcdef012345670123456789abcdef0123456789abcdef0123456789abcdef',
  sealedUntil: '2026-01-11T09:23:00.000Z',
  commit: COMMIT,
  runUrl: RUN,
};

/** One blocked, one failed, one of whose job nothing came, and one that is as it should be. */
export const THREE_ENVIRONMENTS: { readonly plans: readonly EnvironmentPlan[]; readonly missing: readonly string[] } = {
  plans: [
    BLOCKED,
    {
      status: 'failed',
      environment: 'staging',
      error: 'Error: Invalid reference\n\n  on main.tf line 7: ```\n@everyone',
      runUrl: RUN,
    },
  ],
  missing: ['development'],
};
