import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { checkInvariants } from '../../src/plan/invariants';
import { parsePlanJson } from '../../src/plan/plan-json';

const ENVIRONMENT = parseEnvironment(
  readFileSync('environments/production.yaml', 'utf8'),
  'environments/production.yaml',
);

interface Change {
  readonly address: string;
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string;
}

function violations(...changes: readonly Change[]): readonly string[] {
  const plan = parsePlanJson(
    JSON.stringify({
      format_version: '1.2',
      resource_changes: changes.map(({ address, actions, before, after, reason }) => ({
        address,
        mode: 'managed',
        type: /(?:^|\.)(aws_\w+)\./.exec(address)?.[1] ?? '',
        change: { actions, before, after },
        ...(reason === undefined ? {} : { action_reason: reason }),
      })),
    }),
  );
  return checkInvariants(plan, ENVIRONMENT).map(({ id, address }) => `${id} ${address}`);
}

const CLUSTER = 'module.database_us_east_1.aws_rds_cluster.this';
const instances = (deleted: number, total: number) =>
  Array.from({ length: total }, (_, index) => ({
    address: `module.database_us_east_1.aws_rds_cluster_instance.this[${index}]`,
    actions: [index >= total - deleted ? 'delete' : 'no-op'],
  }));

describe('a plan is blocked when it', () => {
  test.each<[string, readonly Change[], string]>([
    ['deletes a cluster', [{ address: CLUSTER, actions: ['delete'] }], `DR001 ${CLUSTER}`],
    [
      'replaces a key',
      [{ address: 'module.encryption_us_east_1.aws_kms_key.data', actions: ['delete', 'create'] }],
      'DR001 module.encryption_us_east_1.aws_kms_key.data',
    ],
    [
      'replaces the global database',
      [{ address: 'module.global_database.aws_rds_global_cluster.this', actions: ['create', 'delete'] }],
      'DR001 module.global_database.aws_rds_global_cluster.this',
    ],
    [
      'forgets a secret',
      [{ address: 'module.credentials.aws_secretsmanager_secret.home', actions: ['forget'] }],
      'DR001 module.credentials.aws_secretsmanager_secret.home',
    ],
    [
      'takes a cluster out of the global database',
      [
        {
          address: CLUSTER,
          actions: ['update'],
          before: { global_cluster_identifier: 'g' },
          after: { global_cluster_identifier: null },
        },
      ],
      `DR002 ${CLUSTER}`,
    ],
    [
      'removes the replication source after a swap of the roles',
      [{ address: CLUSTER, actions: ['update'], before: { replication_source_identifier: 'arn' }, after: {} }],
      `DR002 ${CLUSTER}`,
    ],
    [
      'keeps backups for fewer days',
      [
        {
          address: CLUSTER,
          actions: ['update'],
          before: { backup_retention_period: 14 },
          after: { backup_retention_period: 7 },
        },
      ],
      `DR003 ${CLUSTER}`,
    ],
    ['leaves one reader', instances(1, 3), 'DR004 module.database_us_east_1.aws_rds_cluster_instance.this[2]'],
    [
      'destroys in both regions at once',
      [
        { address: 'module.a_us_east_1.aws_sns_topic.x', actions: ['delete'] },
        { address: 'module.a_us_west_2.aws_sns_topic.x', actions: ['delete', 'create'] },
      ],
      'DR005 module.a_us_west_2.aws_sns_topic.x',
    ],
  ])('%s', (_name, changes, expected) => {
    expect(violations(...changes)).toEqual([expected]);
  });
});

describe('a plan is not blocked when it', () => {
  test.each<[string, readonly Change[]]>([
    [
      'creates everything',
      [
        {
          address: CLUSTER,
          actions: ['create'],
          after: { global_cluster_identifier: 'g', backup_retention_period: 7 },
        },
      ],
    ],
    [
      'keeps backups for longer',
      [
        {
          address: CLUSTER,
          actions: ['update'],
          before: { backup_retention_period: 7 },
          after: { backup_retention_period: 14 },
        },
      ],
    ],
    ['removes one of four readers', instances(1, 5)],
    ['destroys in one region', [{ address: 'module.a_us_east_1.aws_sns_topic.x', actions: ['delete'] }]],
    ['changes nothing', [{ address: CLUSTER, actions: ['no-op'], before: {}, after: {} }]],
  ])('%s', (_name, changes) => {
    expect(violations(...changes)).toEqual([]);
  });
});

const instance = (key: string, action: readonly string[]): Change => ({
  address: `module.database_us_east_1.aws_rds_cluster_instance.this[${key}]`,
  actions: action,
});

describe('no plan takes all instances of a region away at once', () => {
  test.each<[string, readonly Change[]]>([
    ['by replacing them', ['0', '1', '2'].map((key) => instance(key, ['delete', 'create']))],
    ['by forgetting them', ['0', '1', '2'].map((key) => instance(key, ['forget']))],
    [
      'by creating others under new keys',
      [
        ...['0', '1', '2'].map((key) => instance(key, ['delete'])),
        ...['"a"', '"b"', '"c"'].map((key) => instance(key, ['create'])),
      ],
    ],
  ])('%s', (_way, changes) => {
    expect(violations(...changes)).toEqual(
      ['0', '1', '2'].map((key) => `DR004 module.database_us_east_1.aws_rds_cluster_instance.this[${key}]`),
    );
  });

  test('but one of three may be replaced', () => {
    expect(violations(instance('0', ['no-op']), instance('1', ['no-op']), instance('2', ['delete', 'create']))).toEqual(
      [],
    );
  });
});

test('both regions are recognised by their ARNs where the addresses do not tell', () => {
  const secret = (name: string, region: string): Change => ({
    address: `module.credentials.aws_secretsmanager_secret_version.${name}`,
    actions: ['delete', 'create'],
    before: { arn: `arn:aws:secretsmanager:${region}:123456789012:secret:x` },
  });
  expect(violations(secret('home', 'us-east-1'), secret('other', 'us-west-2'))).toEqual([
    'DR005 module.credentials.aws_secretsmanager_secret_version.other',
  ]);
});

describe('what an interrupted apply left tainted', () => {
  const NETWORK = 'module.database_us_east_1.aws_db_subnet_group.this';
  const tainted = (address: string): Change => ({
    address,
    actions: ['delete', 'create'],
    reason: 'replace_because_tainted',
  });
  const instance = (region: string, action: string): Change => ({
    address: `module.database_${region}.aws_rds_cluster_instance.this[0]`,
    actions: [action],
  });

  test('is made anew while its region has no database instance, in both regions at once too', () => {
    const both = [tainted(NETWORK), tainted('module.database_us_west_2.aws_rds_cluster.this')];
    expect(violations(...both)).toEqual([]);
    expect(violations(...both, instance('us_east_1', 'create'), instance('us_west_2', 'create'))).toEqual([]);
    expect(violations(tainted(NETWORK), instance('us_west_2', 'no-op'))).toEqual([]);
  });

  test('is defended once there is one: somebody may have tainted what is in use', () => {
    expect(violations(tainted(NETWORK), instance('us_east_1', 'no-op'))).toEqual([`DR001 ${NETWORK}`]);
    const global = 'module.global_database.aws_rds_global_cluster.this';
    expect(violations(tainted(global), instance('us_west_2', 'update'))).toEqual([`DR001 ${global}`]);
    const both = [tainted(NETWORK), tainted('module.database_us_west_2.aws_rds_cluster.this')];
    expect(violations(...both, instance('us_east_1', 'no-op'), instance('us_west_2', 'no-op'))).toContain(
      'DR005 module.database_us_west_2.aws_rds_cluster.this',
    );
  });

  test('is replaced when it is an instance of a region that was never finished, and defended in one that works', () => {
    const at = (index: number, change: Omit<Change, 'address'>): Change => ({
      address: `module.database_us_east_1.aws_rds_cluster_instance.this[${index}]`,
      ...change,
    });
    const broken = { actions: ['delete', 'create'], reason: 'replace_because_tainted' };
    const whole = { actions: ['no-op'] };
    const second = { address: 'module.database_us_west_2.aws_rds_cluster.this', actions: ['create'] };
    expect(violations(at(0, broken), at(1, broken), at(2, broken))).toEqual([]);
    expect(violations(at(0, whole), at(1, broken), at(2, { actions: ['create'] }))).toEqual([]);
    expect(violations(at(0, whole), at(1, broken), at(2, broken), second)).toEqual([]);
    expect(violations(at(0, whole), at(1, broken), at(2, broken))).toEqual([
      `DR004 ${at(1, broken).address}`,
      `DR004 ${at(2, broken).address}`,
    ]);
  });

  test('is defended against a replacement for any other reason', () => {
    expect(
      violations({ address: NETWORK, actions: ['delete', 'create'], reason: 'replace_because_cannot_update' }),
    ).toEqual([`DR001 ${NETWORK}`]);
  });
});
