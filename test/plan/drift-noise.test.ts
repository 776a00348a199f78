import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { labelling } from '../../src/plan/change-labels';
import { parsePlanJson } from '../../src/plan/plan-json';
import { collectSecrets } from '../../src/plan/secrets';
import { summarizePlan } from '../../src/plan/summarize';

type Values = Readonly<Record<string, unknown>>;

const ID = { id: 'one' };

/** The addresses of what a plan tells as drift, when `it` differs in one attribute. */
function told({
  type,
  before,
  after,
  configured = {},
  owners = [],
  actions = ['update'],
  address = `module.m.${type}.it["a.b[0]"]`,
  writer = 'us-east-1',
}: {
  readonly type: string;
  readonly before: Values;
  readonly after: Values | null;
  /** What the configuration sets; `undefined` when it is not in the plan. */
  readonly configured?: Values | undefined;
  readonly owners?: readonly (readonly [type: string, values: Values])[];
  readonly actions?: readonly string[];
  readonly address?: string;
  readonly writer?: string;
}): readonly string[] {
  const resources = [{ address: `${type}.it`, expressions: configured }];
  const plan = parsePlanJson(
    JSON.stringify({
      format_version: '1.2',
      resource_drift: [{ address, mode: 'managed', type, change: { actions, before, after } }],
      resource_changes: owners.map(([owner, values], index) => ({
        address: `module.m.${owner}.of[${index}]`,
        mode: 'managed',
        type: owner,
        change: { actions: ['no-op'], before: values, after: values },
      })),
      configuration: { root_module: { module_calls: { m: { source: './m', module: { resources } } } } },
    }),
  );
  const labels = labelling({ state: 'known', region: writer }, 'us-east-1')(plan);
  return summarizePlan(plan, collectSecrets(plan.raw), labels).drift.map((entry) => entry.address);
}

const INGRESS = 'aws_vpc_security_group_ingress_rule';
const rule = (cidr: string, group = 'one') =>
  [INGRESS, { security_group_id: group, cidr_ipv4: cidr, from_port: 5432, to_port: 5432, ip_protocol: 'tcp' }] as const;
const ingress = (...cidrs: readonly string[]) => ({
  ...ID,
  ingress: [{ cidr_blocks: cidrs, from_port: 5432, to_port: 5432, protocol: 'tcp', self: false, description: '' }],
});
const GROUP = { type: 'aws_security_group', before: { ...ID, ingress: [] } };

describe('what nobody caused is not told', () => {
  test.each([
    ['nothing, written in another way', { type: 'aws_x', before: { tags: null, n: null }, after: { tags: {}, n: 0 } }],
    [
      'the same in a block that the configuration sets',
      {
        type: 'aws_cloudwatch_metric_alarm',
        before: { metric_query: [{ id: 'm', period: null }] },
        after: { metric_query: [{ id: 'm', period: 0 }] },
        configured: { metric_query: [{}] },
      },
    ],
    ['what AWS computed later', { type: 'aws_x', before: { endpoint: '' }, after: { endpoint: 'x.example' } }],
    [
      'rules that are resources of their own',
      { ...GROUP, after: ingress('10.0.0.0/8', '10.1.0.0/16'), owners: [rule('10.0.0.0/8'), rule('10.1.0.0/16')] },
    ],
    [
      'a policy that is a resource of its own, in place of the default of AWS',
      {
        type: 'aws_sns_topic',
        before: { arn: 'arn:t', policy: '{"Id":"__default_policy_ID"}' },
        after: { arn: 'arn:t', policy: '{"Statement":[{"Effect":"Deny"}]}' },
        owners: [['aws_sns_topic_policy', { arn: 'arn:t', policy: '{ "Statement": { "Effect": "Deny" } }' }]] as const,
      },
    ],
    [
      'the stages of a version that was rotated away, although they are set',
      {
        type: 'aws_secretsmanager_secret_version',
        before: { secret_id: 's', version_stages: ['AWSCURRENT', 'TERRAFORM'] },
        after: { secret_id: 's', version_stages: ['AWSPREVIOUS', 'TERRAFORM'] },
        configured: { version_stages: {} },
        owners: [['aws_secretsmanager_secret_rotation', { secret_id: 's' }]] as const,
      },
    ],
  ])('%s', (_name, drift) => {
    expect(told(drift)).toEqual([]);
  });
});

describe('what somebody may have caused is told', () => {
  test.each([
    ['what had a value', { type: 'aws_x', before: { size: 14 }, after: { size: 7 } }],
    ['what was removed', { type: 'aws_x', before: { size: 14 }, after: { size: null } }],
    ['what was switched off', { type: 'aws_x', before: { enabled: true }, after: { enabled: false } }],
    ['what was switched on', { type: 'aws_x', before: { n: null }, after: { n: true }, configured: { n: {} } }],
    ['what the configuration sets', { type: 'aws_x', before: { n: '' }, after: { n: 'x' }, configured: { n: {} } }],
    [
      'what is not in the configuration that the plan tells',
      { type: 'aws_x', before: { n: '' }, after: { n: 'x' }, address: 'module.other.aws_x.it' },
    ],
    ['what is gone', { type: 'aws_x', before: { n: '' }, after: null, actions: ['delete'] }],
    ['one attribute beside others', { type: 'aws_x', before: { a: '', b: 1 }, after: { a: 'x', b: 2 } }],
    [
      'a policy on what has none',
      { type: 'aws_sqs_queue', before: { ...ID, policy: '' }, after: { ...ID, policy: '{}x' } },
    ],
    [
      'a policy of a kind that is not known',
      { type: 'aws_x', before: { access_policy: '' }, after: { access_policy: 'x' } },
    ],
    ['a rule that no resource makes', { ...GROUP, after: ingress('0.0.0.0/0'), owners: [rule('10.0.0.0/8')] }],
    ['a rule beside ours', { ...GROUP, after: ingress('10.0.0.0/8', '0.0.0.0/0'), owners: [rule('10.0.0.0/8')] }],
    ['a rule of another group', { ...GROUP, after: ingress('10.0.0.0/8'), owners: [rule('10.0.0.0/8', 'two')] }],
    [
      'a stage that somebody else made',
      {
        type: 'aws_secretsmanager_secret_version',
        before: { secret_id: 's', version_stages: ['AWSCURRENT'] },
        after: { secret_id: 's', version_stages: ['AWSPREVIOUS', 'MINE'] },
        owners: [['aws_secretsmanager_secret_rotation', { secret_id: 's' }]] as const,
      },
    ],
    [
      'a member that follows while the writer is at home',
      {
        type: 'aws_rds_cluster',
        before: { replication_source_identifier: '' },
        after: { replication_source_identifier: 'x' },
      },
    ],
  ])('%s', (_name, drift) => {
    expect(told(drift)).toHaveLength(1);
  });

  test('what a swap of the roles explains, although it was empty before', () => {
    const cluster = {
      type: 'aws_rds_global_cluster',
      before: { ...ID, global_cluster_members: [] },
      after: { ...ID, global_cluster_members: [{ db_cluster_arn: 'arn:c' }] },
      owners: [['aws_rds_cluster', { arn: 'arn:c', global_cluster_identifier: 'one' }]] as const,
    };
    expect(told({ ...cluster, writer: 'us-west-2' })).toHaveLength(1);
    expect(told(cluster)).toEqual([]);
  });
});

test('of a real plan, what was changed by hand stays', () => {
  const plan = parsePlanJson(readFileSync('test/fixtures/plans/drift/plan.json', 'utf8'));
  const { drift } = summarizePlan(plan, collectSecrets(plan.raw));
  expect(drift.map(({ address, attributes }) => [address, attributes.map(({ path }) => path)])).toEqual([
    ['aws_cloudwatch_log_group.ignored', ['retention_in_days']],
  ]);
});
