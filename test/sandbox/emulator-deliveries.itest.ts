import { PutMetricDataCommand, CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CreateKeyCommand, DisableKeyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { CreateEventSubscriptionCommand, FailoverGlobalClusterCommand } from '@aws-sdk/client-rds';
import {
  CreateTopicCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { Account } from '../terraform/terraform-support/account';
import {
  ACCOUNT,
  clientOptions,
  EAST,
  query,
  rdsClient,
  startTestEmulator,
  WEST,
} from './emulator-support/emulator-fixture';
import { clusterArn, createGlobalDatabase, GLOBAL_ID } from './emulator-support/global-database';
import { Queue } from './emulator-support/queue';

const TOPIC = `arn:aws:sns:${WEST}:${ACCOUNT}:events`;
const arnOf = (queue: string) => `arn:aws:sqs:${WEST}:${ACCOUNT}:${queue}`;
const ALARM_ARN = `arn:aws:cloudwatch:${WEST}:${ACCOUNT}:alarm:lag`;

const alarmSchema = z.object({ AlarmName: z.string(), NewStateValue: z.string() });

/** A policy that lets one service do one thing. */
const allowing = (service: string, action: string | readonly string[], conditions: object = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: service }, Action: action, Resource: '*', Condition: conditions },
    ],
  });
const SNS_SENDS = allowing('sns.amazonaws.com', 'sqs:SendMessage', { ArnEquals: { 'aws:SourceArn': TOPIC } });
const CLOUDWATCH_PUBLISHES = allowing('cloudwatch.amazonaws.com', 'sns:Publish', {
  StringEquals: { 'aws:SourceAccount': ACCOUNT },
});
const RDS_PUBLISHES = allowing('events.rds.amazonaws.com', 'sns:Publish', {
  ArnLike: { 'aws:SourceArn': `arn:aws:rds:*:${ACCOUNT}:*` },
});
const KEY_USE = ['kms:GenerateDataKey*', 'kms:Decrypt'];

describe('alarms and events, from their source to a queue', () => {
  let emulator: Emulator;
  let sns: SNSClient;
  let kms: KMSClient;
  let events: Queue;
  let undelivered: Queue;

  beforeAll(async () => {
    emulator = await startTestEmulator();
    const account = new Account(emulator.endpoint);
    sns = new SNSClient(clientOptions(emulator, WEST));
    kms = new KMSClient(clientOptions(emulator, WEST));
    await createGlobalDatabase(rdsClient(emulator, EAST), rdsClient(emulator, WEST));
    await sns.send(new CreateTopicCommand({ Name: 'events' }));
    events = await Queue.create(account, WEST, 'events', {});
    undelivered = await Queue.create(account, WEST, 'undelivered', {});
    const { SubscriptionArn } = await sns.send(
      new SubscribeCommand({
        TopicArn: TOPIC,
        Protocol: 'sqs',
        Endpoint: arnOf('events'),
        ReturnSubscriptionArn: true,
      }),
    );
    await sns.send(
      new SetSubscriptionAttributesCommand({
        SubscriptionArn,
        AttributeName: 'RedrivePolicy',
        AttributeValue: JSON.stringify({ deadLetterTargetArn: arnOf('undelivered') }),
      }),
    );
    await query(emulator, 'monitoring', WEST, {
      Action: 'PutMetricAlarm',
      AlarmName: 'lag',
      AlarmDescription: 'Too far behind.',
      MetricName: 'AuroraGlobalDBRPOLag',
      Namespace: 'AWS/RDS',
      Statistic: 'Maximum',
      Period: '60',
      EvaluationPeriods: '2',
      Threshold: '60000',
      ComparisonOperator: 'GreaterThanThreshold',
      'Dimensions.member.1.Name': 'DBClusterIdentifier',
      'Dimensions.member.1.Value': 'aurora-us-west-2-test',
      'AlarmActions.member.1': TOPIC,
      'OKActions.member.1': TOPIC,
    });
    await query(emulator, 'monitoring', WEST, {
      Action: 'PutCompositeAlarm',
      AlarmName: 'whole',
      AlarmRule: 'ALARM("lag")',
      'AlarmActions.member.1': TOPIC,
    });
  }, 120_000);

  beforeEach(async () => {
    await topicPolicy(CLOUDWATCH_PUBLISHES);
    await topicKey('');
    await events.setAttribute('Policy', SNS_SENDS);
    await events.setAttribute('KmsMasterKeyId', '');
    await undelivered.setAttribute('Policy', SNS_SENDS);
    await setLag('OK');
    await events.drain();
    await undelivered.drain();
  });

  afterAll(async () => {
    sns.destroy();
    kms.destroy();
    await emulator.stop();
  });

  const topicPolicy = (policy: string) =>
    sns.send(new SetTopicAttributesCommand({ TopicArn: TOPIC, AttributeName: 'Policy', AttributeValue: policy }));
  const topicKey = (key: string) =>
    sns.send(new SetTopicAttributesCommand({ TopicArn: TOPIC, AttributeName: 'KmsMasterKeyId', AttributeValue: key }));
  const setLag = (state: string) =>
    query(emulator, 'monitoring', WEST, {
      Action: 'SetAlarmState',
      AlarmName: 'lag',
      StateValue: state,
      StateReason: `set to ${state}`,
    });
  /** Which alarms a queue has been told of, and of which state. */
  const changes = async (queue: Queue) =>
    (await queue.drain()).map(({ notification }) => alarmSchema.parse(notification.Message));
  const alarms = async (queue: Queue) => (await changes(queue)).map(({ AlarmName }) => AlarmName);

  test('an alarm tells what the documentation shows, once for each change', async () => {
    await setLag('ALARM');
    await setLag('ALARM');
    const [metric, composite, ...more] = await events.drain();
    expect(more).toEqual([]);
    expect(metric?.notification).toMatchObject({
      TopicArn: TOPIC,
      Subject: 'ALARM: "lag" in US West (Oregon)',
      Message: {
        AlarmName: 'lag',
        AlarmDescription: 'Too far behind.',
        AWSAccountId: ACCOUNT,
        NewStateValue: 'ALARM',
        NewStateReason: 'set to ALARM',
        StateChangeTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
        Region: 'US West (Oregon)',
        AlarmArn: ALARM_ARN,
        OldStateValue: 'OK',
        OKActions: [TOPIC],
        AlarmActions: [TOPIC],
        InsufficientDataActions: [],
        Trigger: {
          MetricName: 'AuroraGlobalDBRPOLag',
          Namespace: 'AWS/RDS',
          StatisticType: 'Statistic',
          Statistic: 'MAXIMUM',
          Unit: null,
          Dimensions: [{ value: 'aurora-us-west-2-test', name: 'DBClusterIdentifier' }],
          Period: 60,
          EvaluationPeriods: 2,
          ComparisonOperator: 'GreaterThanThreshold',
          Threshold: 60000,
          TreatMissingData: 'missing',
        },
      },
    });
    expect(composite?.notification).toMatchObject({
      Subject: 'ALARM: "whole" in US West (Oregon)',
      Message: {
        AlarmName: 'whole',
        NewStateValue: 'ALARM',
        AlarmRule: 'ALARM("lag")',
        TriggeringChildren: [{ Arn: ALARM_ARN, State: { Value: 'ALARM' } }],
      },
    });
  });

  test('the evaluation of a metric tells too, also that all is well again', async () => {
    const cloudwatch = new CloudWatchClient(clientOptions(emulator, WEST));
    const measure = (value: number) =>
      cloudwatch.send(
        new PutMetricDataCommand({
          Namespace: 'AWS/RDS',
          MetricData: [{ MetricName: 'AuroraGlobalDBRPOLag', Value: value }],
        }),
      );
    await measure(61_000);
    await setLag('OK');
    const told = await changes(events);
    cloudwatch.destroy();
    expect(told.map(({ AlarmName, NewStateValue }) => `${AlarmName} ${NewStateValue}`)).toEqual([
      'lag ALARM',
      'whole ALARM',
      'lag OK',
    ]);
  });

  test('an alarm whose actions are switched off says nothing', async () => {
    const switchActions = (action: string) =>
      query(emulator, 'monitoring', WEST, { Action: action, 'AlarmNames.member.1': 'lag' });
    await switchActions('DisableAlarmActions');
    await setLag('ALARM');
    expect(await alarms(events)).toEqual(['whole']);
    await switchActions('EnableAlarmActions');
  });

  describe('permissions', () => {
    test('a topic whose policy does not name the publisher stays silent', async () => {
      await topicPolicy(RDS_PUBLISHES);
      await setLag('ALARM');
      expect([...(await alarms(events)), ...(await alarms(undelivered))]).toEqual([]);
    });

    test('a key that the publisher, or the topic, may not use keeps the message away', async () => {
      const { KeyMetadata } = await kms.send(
        new CreateKeyCommand({ Policy: allowing('cloudwatch.amazonaws.com', KEY_USE) }),
      );
      const key = KeyMetadata?.Arn ?? '';
      await topicKey(key);
      await setLag('ALARM');
      expect(await alarms(events)).toEqual(['lag', 'whole']);

      // The topic delivers to an encrypted queue with the key of the queue.
      await events.setAttribute('KmsMasterKeyId', key);
      await setLag('OK');
      expect(await alarms(events)).toEqual([]);
      expect(await alarms(undelivered)).toEqual(['lag']);

      const policy = allowing('sns.amazonaws.com', KEY_USE, {
        ArnLike: { 'kms:EncryptionContext:aws:sqs:arn': `arn:aws:sqs:${WEST}:${ACCOUNT}:*` },
      });
      await kms.send(new PutKeyPolicyCommand({ KeyId: key, Policy: policy }));
      await setLag('ALARM');
      expect(await alarms(events)).toEqual([]);
      await topicKey('');
      await setLag('OK');
      expect(await alarms(events)).toEqual(['lag']);

      await kms.send(new DisableKeyCommand({ KeyId: key }));
      await setLag('ALARM');
      expect(await alarms(undelivered)).toEqual(['lag', 'whole']);
    });

    test('the AWS-managed key lets no service publish', async () => {
      await topicKey('alias/aws/sns');
      await setLag('ALARM');
      expect(await alarms(events)).toEqual([]);
    });
  });

  describe('a message that cannot be delivered', () => {
    test('goes to the dead-letter queue of the subscription when the policy of the queue refuses', async () => {
      await events.setAttribute('Policy', allowing('sns.amazonaws.com', 'sqs:ReceiveMessage'));
      await setLag('ALARM');
      expect(await alarms(events)).toEqual([]);
      expect(await alarms(undelivered)).toEqual(['lag', 'whole']);
    });

    test('is lost when that queue refuses as well', async () => {
      await events.setAttribute('Policy', '');
      await undelivered.setAttribute('Policy', '');
      await setLag('ALARM');
      expect([...(await alarms(events)), ...(await alarms(undelivered))]).toEqual([]);
    });
  });

  test('an RDS event is told to the subscriptions that it concerns, in its region', async () => {
    const west = rdsClient(emulator, WEST);
    await topicPolicy(RDS_PUBLISHES);
    const subscriptions: readonly [string, Partial<ConstructorParameters<typeof CreateEventSubscriptionCommand>[0]>][] =
      [
        ['concerned', { EventCategories: ['failover', 'global-failover'] }],
        ['of-another-category', { EventCategories: ['maintenance'] }],
        ['of-another-type', { SourceType: 'db-instance' }],
        ['of-another-source', { SourceIds: ['another-cluster'] }],
        ['switched-off', { Enabled: false }],
      ];
    for (const [name, rest] of subscriptions) {
      const input = { SubscriptionName: name, SnsTopicArn: TOPIC, SourceType: 'db-cluster', ...rest };
      await west.send(new CreateEventSubscriptionCommand(input));
    }
    await west.send(
      new FailoverGlobalClusterCommand({
        GlobalClusterIdentifier: GLOBAL_ID,
        TargetDbClusterIdentifier: clusterArn(WEST),
        AllowDataLoss: true,
      }),
    );
    const told = await events.drain();
    expect(told.map(({ notification }) => notification)).toMatchObject([
      {
        Subject: 'RDS Notification Message',
        Message: { 'Event Message': expect.stringContaining('was successfully promoted.') },
      },
      {
        Message: {
          'Event Source': 'db-cluster',
          'Event Time': expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/),
          'Identifier Link': expect.stringContaining('region=us-west-2#'),
          'Source ID': 'aurora-us-west-2-test',
          'Source ARN': clusterArn(WEST),
          'Event ID': 'http://docs.amazonwebservices.com/AmazonRDS/latest/UserGuide/USER_Events.html#RDS-EVENT-0238',
          'Event Message': 'Global failover to DB cluster aurora-us-west-2-test in Region us-west-2 completed.',
        },
        MessageAttributes: {
          EventID: { Type: 'String', Value: 'RDS-EVENT-0238' },
          Resource: { Type: 'String', Value: clusterArn(WEST) },
        },
      },
    ]);
    west.destroy();
  });
});
