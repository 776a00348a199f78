import {
  AddSourceIdentifierToSubscriptionCommand,
  CreateEventSubscriptionCommand,
  DeleteEventSubscriptionCommand,
  DescribeEventSubscriptionsCommand,
  DescribeOrderableDBInstanceOptionsCommand,
  ListTagsForResourceCommand,
  ModifyEventSubscriptionCommand,
} from '@aws-sdk/client-rds';
import { GetRandomPasswordCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import {
  clientOptions,
  EAST,
  elements,
  query,
  rdsClient,
  startTestEmulator,
  WEST,
} from './emulator-support/emulator-fixture';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:sns-events-test';

describe('services around the database', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startTestEmulator();
  });

  afterAll(async () => {
    await emulator.stop();
  });

  test('RDS event subscriptions belong to a region and are created, changed and deleted', async () => {
    const rds = rdsClient(emulator, EAST);
    const { EventSubscription } = await rds.send(
      new CreateEventSubscriptionCommand({
        SubscriptionName: 'events',
        SnsTopicArn: TOPIC,
        SourceType: 'db-cluster',
        EventCategories: ['failover', 'global-failover'],
        Tags: [{ Key: 'Environment', Value: 'test' }],
      }),
    );
    expect(EventSubscription).toMatchObject({
      CustSubscriptionId: 'events',
      EventSubscriptionArn: 'arn:aws:rds:us-east-1:123456789012:es:events',
      SnsTopicArn: TOPIC,
      Status: 'active',
      SourceType: 'db-cluster',
      EventCategoriesList: ['failover', 'global-failover'],
      Enabled: true,
    });
    const { TagList } = await rds.send(
      new ListTagsForResourceCommand({ ResourceName: 'arn:aws:rds:us-east-1:123456789012:es:events' }),
    );
    expect(TagList).toEqual([{ Key: 'Environment', Value: 'test' }]);

    await rds.send(
      new AddSourceIdentifierToSubscriptionCommand({ SubscriptionName: 'events', SourceIdentifier: 'a-cluster' }),
    );
    await rds.send(new ModifyEventSubscriptionCommand({ SubscriptionName: 'events', Enabled: false }));
    const { EventSubscriptionsList } = await rds.send(new DescribeEventSubscriptionsCommand({}));
    expect(EventSubscriptionsList).toMatchObject([{ Enabled: false, SourceIdsList: ['a-cluster'] }]);
    const elsewhere = await rdsClient(emulator, WEST).send(new DescribeEventSubscriptionsCommand({}));
    expect(elsewhere.EventSubscriptionsList).toEqual([]);

    await rds.send(new DeleteEventSubscriptionCommand({ SubscriptionName: 'events' }));
    await expect(rds.send(new DescribeEventSubscriptionsCommand({ SubscriptionName: 'events' }))).rejects.toMatchObject(
      { name: 'SubscriptionNotFoundFault' },
    );
  });

  test('db.r6g.large can be ordered for Aurora global databases', async () => {
    const { OrderableDBInstanceOptions } = await rdsClient(emulator, WEST).send(
      new DescribeOrderableDBInstanceOptionsCommand({
        Engine: 'aurora-postgresql',
        EngineVersion: '15.10',
        DBInstanceClass: 'db.r6g.large',
      }),
    );
    expect(OrderableDBInstanceOptions).toMatchObject([
      { DBInstanceClass: 'db.r6g.large', SupportsGlobalDatabases: true, SupportsPerformanceInsights: true },
    ]);
  });

  test('DNS options of a peering are seen from both regions', async () => {
    const create = { Action: 'CreateVpcPeeringConnection', VpcId: 'vpc-1', PeerVpcId: 'vpc-2', PeerRegion: WEST };
    const [id = ''] = elements(await query(emulator, 'ec2', EAST, create), 'vpcPeeringConnectionId');
    await query(emulator, 'ec2', WEST, { Action: 'AcceptVpcPeeringConnection', VpcPeeringConnectionId: id });
    await query(emulator, 'ec2', EAST, {
      Action: 'ModifyVpcPeeringConnectionOptions',
      VpcPeeringConnectionId: id,
      'RequesterPeeringConnectionOptions.AllowDnsResolutionFromRemoteVpc': 'true',
    });
    for (const region of [EAST, WEST]) {
      const xml = await query(emulator, 'ec2', region, { Action: 'DescribeVpcPeeringConnections' });
      expect(elements(xml, 'allowDnsResolutionFromRemoteVpc')).toEqual(['true', 'false']);
    }
  });

  test('a metric alarm is read back as it was put', async () => {
    await query(emulator, 'monitoring', EAST, {
      Action: 'PutMetricAlarm',
      AlarmName: 'lag',
      MetricName: 'AuroraGlobalDBRPOLag',
      Namespace: 'AWS/RDS',
      Statistic: 'Maximum',
      Period: '60',
      EvaluationPeriods: '3',
      DatapointsToAlarm: '2',
      Threshold: '60000',
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'breaching',
      'Dimensions.member.1.Name': 'DBClusterIdentifier',
      'Dimensions.member.1.Value': 'aurora-us-west-2-test',
      'AlarmActions.member.1': TOPIC,
    });
    const xml = await query(emulator, 'monitoring', EAST, { Action: 'DescribeAlarms', 'AlarmNames.member.1': 'lag' });
    for (const [name, value] of [
      ['Statistic', 'Maximum'],
      ['Period', '60'],
      ['DatapointsToAlarm', '2'],
      ['TreatMissingData', 'breaching'],
      ['ActionsEnabled', 'true'],
      ['Value', 'aurora-us-west-2-test'],
      ['member', TOPIC],
    ] as const) {
      expect([name, elements(xml, name)]).toEqual([name, [value]]);
    }
  });

  test('an alarm on an expression keeps its queries', async () => {
    await query(emulator, 'monitoring', EAST, {
      Action: 'PutMetricAlarm',
      AlarmName: 'expression',
      EvaluationPeriods: '1',
      Threshold: '0',
      ComparisonOperator: 'GreaterThanThreshold',
      'Metrics.member.1.Id': 'twice',
      'Metrics.member.1.Expression': 'lag * 2',
      'Metrics.member.2.Id': 'lag',
      'Metrics.member.2.MetricStat.Period': '60',
      'Metrics.member.2.MetricStat.Metric.MetricName': 'AuroraGlobalDBRPOLag',
    });
    const xml = await query(emulator, 'monitoring', EAST, {
      Action: 'DescribeAlarms',
      'AlarmNames.member.1': 'expression',
    });
    expect(elements(xml, 'Expression')).toEqual(['lag * 2']);
    expect(elements(xml, 'MetricName')).toEqual(['AuroraGlobalDBRPOLag']);
    expect(elements(xml, 'Statistic')).toEqual([]);
  });

  test('a composite alarm is read back as it was put', async () => {
    await query(emulator, 'monitoring', EAST, {
      Action: 'PutCompositeAlarm',
      AlarmName: 'either',
      AlarmRule: 'ALARM("lag") OR ALARM("expression")',
      'AlarmActions.member.1': TOPIC,
    });
    const xml = await query(emulator, 'monitoring', EAST, {
      Action: 'DescribeAlarms',
      'AlarmTypes.member.1': 'CompositeAlarm',
    });
    expect(elements(xml, 'AlarmRule')).toEqual(['ALARM(&#34;lag&#34;) OR ALARM(&#34;expression&#34;)']);
    expect(elements(xml, 'ActionsEnabled')).toEqual(['true']);
    expect(elements(xml, 'member')).toEqual([TOPIC]);
  });

  test('the access key is the account, and passwords are made', async () => {
    const identity = await new STSClient(clientOptions(emulator, EAST)).send(new GetCallerIdentityCommand({}));
    expect(identity.Account).toBe('123456789012');
    const secrets = new SecretsManagerClient(clientOptions(emulator, EAST));
    const { RandomPassword } = await secrets.send(
      new GetRandomPasswordCommand({ PasswordLength: 40, ExcludePunctuation: true }),
    );
    expect(RandomPassword).toMatch(/^[A-Za-z0-9]{40}$/);
  });
});
