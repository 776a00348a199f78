import { z } from 'zod';
import { elements } from '../../sandbox/emulator-support/emulator-fixture';
import type { Account } from './account';

/** What an account holds: identifiers by what was asked. */
export type Inventory = ReadonlyMap<string, readonly string[]>;

type Ask = (account: Account, region: string) => Promise<readonly string[]>;

export interface Question {
  readonly what: string;
  readonly ask: Ask;
  /** Services whose answer is the same in every region are asked once. */
  readonly isGlobal?: true;
  /** The types of Terraform resources whose instances show in the answer, or belong to one that does. */
  readonly types: readonly string[];
}

const REGIONS = ['us-east-1', 'us-west-2'];

const rds =
  (action: string, element: string): Ask =>
  (account, region) =>
    account.query('rds', region, { Action: action, Version: '2014-10-31', MaxRecords: '100' }, element);

const ec2 =
  (action: string, element: string): Ask =>
  (account, region) =>
    account.query('ec2', region, { Action: action, Version: '2016-11-15' }, element);

const iam =
  (action: string, element: string, parameters: Record<string, string> = {}): Ask =>
  (account, region) =>
    account.query('iam', region, { Action: action, Version: '2010-05-08', MaxItems: '1000', ...parameters }, element);

const named = (list: string, name: string) =>
  z.looseObject({ [list]: z.array(z.looseObject({ [name]: z.string() })) }).transform((answer) => {
    const items: unknown = answer[list];
    return z
      .array(z.record(z.string(), z.unknown()))
      .parse(items)
      .map((item) => String(item[name]));
  });

/** Every service that the stack uses, and where others leave things behind for it: snapshots, network interfaces, log groups. */
export const QUESTIONS: readonly Question[] = [
  {
    what: 'RDS clusters',
    ask: rds('DescribeDBClusters', 'DBClusterIdentifier'),
    types: ['aws_rds_cluster', 'aws_rds_cluster_role_association'],
  },
  {
    what: 'RDS instances',
    ask: rds('DescribeDBInstances', 'DBInstanceIdentifier'),
    types: ['aws_rds_cluster_instance'],
  },
  {
    what: 'RDS global clusters',
    ask: rds('DescribeGlobalClusters', 'GlobalClusterIdentifier'),
    types: ['aws_rds_global_cluster'],
  },
  {
    what: 'RDS subnet groups',
    ask: rds('DescribeDBSubnetGroups', 'DBSubnetGroupName'),
    types: ['aws_db_subnet_group'],
  },
  {
    what: 'RDS parameter groups',
    ask: rds('DescribeDBParameterGroups', 'DBParameterGroupName'),
    types: ['aws_db_parameter_group'],
  },
  {
    what: 'RDS cluster parameter groups',
    ask: rds('DescribeDBClusterParameterGroups', 'DBClusterParameterGroupName'),
    types: ['aws_rds_cluster_parameter_group'],
  },
  {
    what: 'RDS event subscriptions',
    ask: rds('DescribeEventSubscriptions', 'CustSubscriptionId'),
    types: ['aws_db_event_subscription'],
  },
  { what: 'RDS cluster snapshots', ask: rds('DescribeDBClusterSnapshots', 'DBClusterSnapshotIdentifier'), types: [] },
  {
    what: 'S3 buckets',
    isGlobal: true,
    ask: async (account, region) => elements(await account.getXml('s3', region, '/'), 'Name'),
    types: [
      'aws_s3_bucket',
      'aws_s3_bucket_lifecycle_configuration',
      'aws_s3_bucket_ownership_controls',
      'aws_s3_bucket_policy',
      'aws_s3_bucket_public_access_block',
      'aws_s3_bucket_replication_configuration',
      'aws_s3_bucket_server_side_encryption_configuration',
      'aws_s3_bucket_versioning',
    ],
  },
  {
    what: 'SNS topics',
    ask: (account, region) => account.query('sns', region, { Action: 'ListTopics' }, 'TopicArn'),
    types: ['aws_sns_topic', 'aws_sns_topic_policy'],
  },
  {
    what: 'SNS subscriptions',
    ask: (account, region) => account.query('sns', region, { Action: 'ListSubscriptions' }, 'SubscriptionArn'),
    types: ['aws_sns_topic_subscription'],
  },
  {
    what: 'SQS queues',
    ask: (account, region) => account.query('sqs', region, { Action: 'ListQueues', Version: '2012-11-05' }, 'QueueUrl'),
    types: ['aws_sqs_queue', 'aws_sqs_queue_policy'],
  },
  {
    what: 'Lambda functions',
    ask: (account, region) =>
      account.get('lambda', region, '/2015-03-31/functions/?MaxItems=50', named('Functions', 'FunctionName')),
    types: ['aws_lambda_function', 'aws_lambda_function_event_invoke_config', 'aws_lambda_permission'],
  },
  {
    what: 'REST APIs',
    ask: (account, region) => account.get('apigateway', region, '/restapis?limit=500', named('item', 'id')),
    types: [
      'aws_api_gateway_deployment',
      'aws_api_gateway_integration',
      'aws_api_gateway_method',
      'aws_api_gateway_method_settings',
      'aws_api_gateway_resource',
      'aws_api_gateway_rest_api',
      'aws_api_gateway_rest_api_policy',
      'aws_api_gateway_stage',
    ],
  },
  {
    what: 'IAM roles',
    isGlobal: true,
    ask: iam('ListRoles', 'RoleName'),
    types: ['aws_iam_role', 'aws_iam_role_policy', 'aws_iam_role_policy_attachment'],
  },
  {
    what: 'IAM policies',
    isGlobal: true,
    ask: iam('ListPolicies', 'PolicyName', { Scope: 'Local' }),
    types: ['aws_iam_policy'],
  },
  { what: 'KMS keys', ask: keys, types: ['aws_kms_key'] },
  {
    what: 'KMS aliases',
    ask: (account, region) =>
      account.json('kms', region, 'TrentService.ListAliases', { Limit: 100 }, named('Aliases', 'AliasName')),
    types: ['aws_kms_alias'],
  },
  {
    what: 'secrets',
    ask: (account, region) =>
      account.json(
        'secretsmanager',
        region,
        'secretsmanager.ListSecrets',
        { MaxResults: 100, IncludePlannedDeletion: true },
        named('SecretList', 'Name'),
      ),
    types: ['aws_secretsmanager_secret', 'aws_secretsmanager_secret_rotation', 'aws_secretsmanager_secret_version'],
  },
  { what: 'Route 53 records', isGlobal: true, ask: records, types: ['aws_route53_record'] },
  {
    what: 'Route 53 health checks',
    isGlobal: true,
    ask: async (account, region) =>
      elements(await account.getXml('route53', region, '/2013-04-01/healthcheck?maxitems=100'), 'Id'),
    types: ['aws_route53_health_check'],
  },
  {
    what: 'CloudWatch alarms',
    ask: (account, region) =>
      account.query(
        'monitoring',
        region,
        {
          Action: 'DescribeAlarms',
          MaxRecords: '100',
          'AlarmTypes.member.1': 'MetricAlarm',
          'AlarmTypes.member.2': 'CompositeAlarm',
        },
        'AlarmName',
      ),
    types: ['aws_cloudwatch_composite_alarm', 'aws_cloudwatch_metric_alarm'],
  },
  {
    what: 'CloudWatch dashboards',
    ask: (account, region) => account.query('monitoring', region, { Action: 'ListDashboards' }, 'DashboardName'),
    types: ['aws_cloudwatch_dashboard'],
  },
  {
    what: 'log groups',
    ask: (account, region) =>
      account.json(
        'logs',
        region,
        'Logs_20140328.DescribeLogGroups',
        { limit: 50 },
        named('logGroups', 'logGroupName'),
      ),
    types: ['aws_cloudwatch_log_group'],
  },
  {
    what: 'event rules',
    ask: (account, region) =>
      account.json('events', region, 'AWSEvents.ListRules', { Limit: 100 }, named('Rules', 'Name')),
    types: ['aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target'],
  },
  {
    what: 'DynamoDB tables',
    ask: (account, region) =>
      account.json(
        'dynamodb',
        region,
        'DynamoDB_20120810.ListTables',
        {},
        z.looseObject({ TableNames: z.array(z.string()) }).transform(({ TableNames }) => TableNames),
      ),
    types: ['aws_dynamodb_table'],
  },
  {
    what: 'security groups',
    ask: ec2('DescribeSecurityGroups', 'groupId'),
    types: ['aws_security_group', 'aws_vpc_security_group_egress_rule', 'aws_vpc_security_group_ingress_rule'],
  },
  { what: 'network interfaces', ask: ec2('DescribeNetworkInterfaces', 'networkInterfaceId'), types: [] },
];

/** Asks every service in every region. @throws when one does not answer, or not wholly */
export async function takeInventory(account: Account): Promise<Inventory> {
  const inventory = new Map<string, readonly string[]>();
  for (const { what, ask, isGlobal } of QUESTIONS) {
    for (const region of isGlobal ? REGIONS.slice(0, 1) : REGIONS) {
      const found = await ask(account, region);
      inventory.set(isGlobal ? what : `${what} of ${region}`, [...new Set(found)].sort());
    }
  }
  return inventory;
}

/** Keys that wait for their deletion count as gone: AWS has no way to delete one at once. */
async function keys(account: Account, region: string): Promise<readonly string[]> {
  const ids = await account.json('kms', region, 'TrentService.ListKeys', { Limit: 1000 }, named('Keys', 'KeyId'));
  const state = z.looseObject({ KeyMetadata: z.looseObject({ KeyState: z.string() }) });
  const present = await Promise.all(
    ids.map(async (id) => {
      const { KeyMetadata } = await account.json('kms', region, 'TrentService.DescribeKey', { KeyId: id }, state);
      return KeyMetadata.KeyState === 'PendingDeletion' ? [] : [id];
    }),
  );
  return present.flat();
}

async function records(account: Account, region: string): Promise<readonly string[]> {
  const zones = elements(await account.getXml('route53', region, '/2013-04-01/hostedzone'), 'Id');
  const found = await Promise.all(
    zones.map(async (zone) => {
      const xml = await account.getXml(
        'route53',
        region,
        `/2013-04-01/hostedzone/${zone.split('/').at(-1) ?? ''}/rrset`,
      );
      return [...xml.matchAll(/<ResourceRecordSet>.*?<\/ResourceRecordSet>/gs)].map(([record]) =>
        ['Name', 'Type', 'SetIdentifier'].flatMap((name) => elements(record, name)).join(' '),
      );
    }),
  );
  return found.flat();
}
