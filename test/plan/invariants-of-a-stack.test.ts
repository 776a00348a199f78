import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { checkInvariants, RULES } from '../../src/plan/invariants';
import { OUR_MODULES } from '../../src/plan/invariants/stack';
import { parsePlanJson } from '../../src/plan/plan-json';

// The rules on whole plans are tested with broken copies of the configuration, in test/terraform/mutants.itest.ts. Here is what a plan of a
// new environment cannot show: known ids, changes of what is there, and what others added.

const ENVIRONMENT = parseEnvironment(
  readFileSync('environments/production.yaml', 'utf8'),
  'environments/production.yaml',
);

interface Resource {
  readonly address: string;
  readonly actions?: readonly string[];
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly unknown?: Readonly<Record<string, unknown>>;
}

/** A plan of resources in modules of ours (`ours_<module>`), of others (`theirs`) and of the root. */
function found(...resources: readonly Resource[]): readonly string[] {
  const calls = new Map<string, { source: string; module: { resources: object[] } }>();
  const root: object[] = [];
  for (const { address } of resources) {
    const [, call, local = address] = /^module\.(\w+)\.(.*)$/.exec(address) ?? [];
    const configured = { address: local.replace(/\[.*\]$/, ''), provider_config_key: 'aws.us_east_1' };
    if (call === undefined) root.push(configured);
    else {
      const source = `./modules/${call.replace(/^ours_/, '')}`;
      const module = calls.get(call) ?? { source, module: { resources: [] } };
      module.module.resources.push(configured);
      calls.set(call, module);
    }
  }
  const plan = parsePlanJson(
    JSON.stringify({
      format_version: '1.2',
      configuration: {
        provider_config: {
          'aws.us_east_1': {
            name: 'aws',
            alias: 'us_east_1',
            expressions: {
              region: { constant_value: 'us-east-1' },
              allowed_account_ids: { references: ['var.account_id'] },
              default_tags: [{ tags: { references: ['local.tags'] } }],
            },
          },
        },
        root_module: { resources: root, module_calls: Object.fromEntries(calls) },
      },
      resource_changes: resources.map(({ address, actions = ['create'], before, after, unknown }) => ({
        address,
        mode: 'managed',
        type: /(?:^|\.)(aws_\w+)\./.exec(address)?.[1] ?? '',
        change: { actions, before, after, after_unknown: unknown },
      })),
    }),
  );
  return checkInvariants(plan, ENVIRONMENT).map(({ id, address }) => `${id} ${address}`);
}

test('every module of the repository is judged', () => {
  expect(readdirSync('terraform/modules').filter((name) => !OUR_MODULES.some((module) => module === name))).toEqual([]);
});

test('every rule has an id of its own, requirements and a sentence', () => {
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
  for (const { id, requirements, sentence } of RULES) {
    expect(id).toMatch(/^DR\d{3}$/);
    expect(requirements.join(' ')).toMatch(/^[POSHEKNT]\d( [POSHEKNT]\d)*$/);
    expect(sentence).toMatch(/^[A-Z].*[^.]$/);
  }
});

describe('what others add beside our modules is theirs', () => {
  const questionable = (prefix: string): readonly Resource[] => [
    { address: `${prefix}aws_sns_topic.mine`, after: { name: 'Mine', kms_master_key_id: null } },
    {
      address: `${prefix}aws_lambda_function.mine`,
      after: { function_name: 'Mine', runtime: 'nodejs18.x', vpc_config: [] },
    },
    { address: `${prefix}aws_s3_bucket.mine`, after: { bucket: 'mine', force_destroy: false } },
    { address: `${prefix}aws_cloudwatch_metric_alarm.mine`, after: { alarm_name: 'mine', alarm_actions: [] } },
  ];

  test.each(['', 'module.theirs.'])('in %j', (prefix) => {
    expect(found(...questionable(prefix))).toEqual([]);
  });

  test('but in a module of ours it is judged', () => {
    expect(found(...questionable('module.ours_dashboard.'))).toEqual(
      expect.arrayContaining([
        'DR501 module.ours_dashboard.aws_sns_topic.mine',
        'DR607 module.ours_dashboard.aws_lambda_function.mine',
        'DR309 module.ours_dashboard.aws_s3_bucket.mine',
        'DR219 module.ours_dashboard.aws_cloudwatch_metric_alarm.mine',
        'DR602 module.ours_dashboard.aws_lambda_function.mine',
      ]),
    );
  });

  const GROUP: Resource = {
    address: 'module.ours_regional_database.aws_security_group.database',
    actions: ['no-op'],
    after: { id: 'sg-1', name: 'security-group-database-prod' },
  };
  const rule = (group: string, cidr: string): Resource => ({
    address: 'aws_vpc_security_group_ingress_rule.mine',
    after: { security_group_id: group, cidr_ipv4: cidr },
  });

  test.each<[string, Resource, readonly string[]]>([
    [
      'that opens our database is judged (T8)',
      rule('sg-1', '0.0.0.0/0'),
      ['DR116 aws_vpc_security_group_ingress_rule.mine'],
    ],
    ['for an application subnet is welcome', rule('sg-1', '10.10.0.0/18'), []],
    ['of another group is theirs', rule('sg-2', '0.0.0.0/0'), []],
  ])('a rule %s', (_what, added, expected) => {
    expect(found(GROUP, added)).toEqual(expected);
  });
});

describe('what is only known after apply breaks no rule', () => {
  test.each<[string, Resource]>([
    [
      'a bucket',
      { address: 'module.ours_dashboard.aws_s3_bucket.home', unknown: { bucket: true, force_destroy: true } },
    ],
    [
      'an instance',
      {
        address: 'module.ours_regional_database.aws_rds_cluster_instance.this[0]',
        unknown: {
          identifier: true,
          publicly_accessible: true,
          auto_minor_version_upgrade: true,
          monitoring_interval: true,
        },
        after: { performance_insights_enabled: true },
      },
    ],
    [
      'tags',
      {
        address: 'module.ours_dashboard.aws_s3_bucket.home',
        after: { force_destroy: true },
        unknown: { tags_all: true },
      },
    ],
  ])('%s', (_what, resource) => {
    expect(found(resource)).toEqual([]);
  });
});

describe('changes of what is there', () => {
  const alarm = (address: string): Resource => ({ address, actions: ['delete'], before: { alarm_name: 'x' } });
  const cluster = (before: object, after: object): Resource => ({
    address: 'aws_rds_cluster.this',
    actions: ['update'],
    before: { ...before },
    after: { ...after },
  });

  test.each<[string, Resource, readonly string[]]>([
    [
      'an alarm of ours is not removed (O4)',
      alarm('module.ours_replication.aws_cloudwatch_metric_alarm.lag["rpo"]'),
      ['DR006 module.ours_replication.aws_cloudwatch_metric_alarm.lag["rpo"]'],
    ],
    ['an alarm of others is', alarm('module.theirs.aws_cloudwatch_metric_alarm.x'), []],
    [
      'the version of a member does not change (S1)',
      cluster({ engine_version: '15.10' }, { engine_version: '15.12' }),
      ['DR007 aws_rds_cluster.this'],
    ],
    [
      'its other attributes do',
      cluster({ port: 5432, engine_version: '15.10' }, { port: 5433, engine_version: '15.10' }),
      [],
    ],
  ])('%s', (_what, resource, expected) => {
    expect(found(resource)).toEqual(expected);
  });
});

describe('records and checks that exist are told by their ids', () => {
  const CHECKS = 'module.ours_routing.aws_route53_health_check';
  const check = (key: string, after: Readonly<Record<string, unknown>>): Resource => ({
    address: `${CHECKS}.${key}`,
    actions: ['no-op'],
    after: { id: key, disabled: false, ...after },
  });
  const endpoint = check('endpoint["us-east-1-writer"]', {
    type: 'HTTPS',
    resource_path: '/health/writer',
    enable_sni: true,
  });
  const lag = check('lag["us-east-1"]', {
    type: 'CLOUDWATCH_METRIC',
    cloudwatch_alarm_name: 'alarm-rpo-lag-prod',
    cloudwatch_alarm_region: 'us-east-1',
    insufficient_data_health_status: 'Healthy',
    triggers: { definition: 'x' },
  });
  const lagAlarm: Resource = {
    address: 'module.ours_replication.aws_cloudwatch_metric_alarm.lag["rpo"]',
    actions: ['no-op'],
    after: {
      alarm_name: 'alarm-rpo-lag-prod',
      metric_name: 'AuroraGlobalDBRPOLag',
      threshold: 60_000,
      alarm_actions: ['t'],
    },
  };
  const writer = (children: readonly string[], threshold: number) =>
    check('writer["us-east-1"]', {
      type: 'CALCULATED',
      child_healthchecks: children,
      child_health_threshold: threshold,
    });
  const record: Resource = {
    address: 'module.ours_routing.aws_route53_record.writer["us-east-1"]',
    after: { name: ENVIRONMENT.dns.writerName, ttl: 5, health_check_id: 'writer["us-east-1"]' },
  };
  const ENDPOINT = 'endpoint["us-east-1-writer"]';
  const LAG = 'lag["us-east-1"]';

  test.each<[string, Resource, readonly string[]]>([
    ['the role alone is right', writer([ENDPOINT], 1), []],
    ['lag among the children is not (H2)', writer([ENDPOINT, LAG], 2), [`DR210 ${record.address}`]],
    ['one of two is not enough (H3)', writer([ENDPOINT, 'other'], 1), [`DR206 ${CHECKS}.writer["us-east-1"]`]],
    [
      'without the role nothing follows it (H4)',
      writer([LAG], 1),
      [`DR209 ${record.address}`, `DR210 ${record.address}`],
    ],
  ])('%s', (_what, calculated, expected) => {
    expect(found(endpoint, lag, lagAlarm, calculated, record)).toEqual(expected);
  });
});
