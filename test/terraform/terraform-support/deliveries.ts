import { setTimeout as delay } from 'node:timers/promises';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  SetAlarmStateCommand,
  type MetricAlarm,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import { DescribeEventsCommand, FailoverDBClusterCommand, RDSClient } from '@aws-sdk/client-rds';
import { z } from 'zod';
import { clientOptions } from '../../sandbox/emulator-support/emulator-fixture';
import { Queue, type Received } from '../../sandbox/emulator-support/queue';
import type { Account } from './account';

const alarmSchema = z.object({ AlarmName: z.string(), NewStateValue: z.string() });
const eventSchema = z.object({ 'Source ID': z.string(), 'Event Message': z.string() });

/** One alarm as CloudWatch describes it. */
export interface Alarm {
  readonly name: string;
  readonly kind: 'metric' | 'composite';
  /** The regions of the topics that it tells when it goes off. */
  readonly tells: readonly string[];
}

/** The messages of one region of the stack, from the alarms and databases that cause them to the queues where they end. */
export class Deliveries {
  private readonly cloudwatch: CloudWatchClient;
  private readonly rds: RDSClient;

  private constructor(
    readonly region: string,
    endpoint: string,
    /** The queue that consumers read. */
    readonly events: Queue,
    /** Where messages end that a consumer has failed on. */
    readonly dead: Queue,
    /** Where messages end that could not be delivered. */
    readonly undelivered: Queue,
  ) {
    this.cloudwatch = new CloudWatchClient(clientOptions({ endpoint }, region));
    this.rds = new RDSClient(clientOptions({ endpoint }, region));
  }

  /** The messages of the stack with this suffix. */
  static async of(account: Account, endpoint: string, region: string, suffix: string): Promise<Deliveries> {
    const queue = (name: string) => Queue.named(account, region, `${name}-${suffix}`);
    return new Deliveries(
      region,
      endpoint,
      await queue('sqs-events'),
      await queue('sqs-events-dead'),
      await queue('sqs-events-undelivered'),
    );
  }

  stop(): void {
    this.cloudwatch.destroy();
    this.rds.destroy();
  }

  /** Every alarm of the region. */
  async alarms(): Promise<readonly Alarm[]> {
    const answer = await this.cloudwatch.send(
      new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 }),
    );
    if (answer.NextToken !== undefined) throw new Error(`${this.region} has more than 100 alarms: ask for more pages`);
    const described = (kind: Alarm['kind'], alarms: readonly Pick<MetricAlarm, 'AlarmName' | 'AlarmActions'>[] = []) =>
      alarms.map(({ AlarmName = '', AlarmActions = [] }) => ({
        name: AlarmName,
        kind,
        tells: AlarmActions.map((topic) => topic.split(':')[3] ?? topic),
      }));
    return [...described('metric', answer.MetricAlarms), ...described('composite', answer.CompositeAlarms)];
  }

  /** Sets the state of an alarm. Nothing is told when it has that state already. */
  async setAlarm(name: string, state: StateValue): Promise<void> {
    await this.cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: name, StateValue: state, StateReason: 'a test of the deliveries' }),
    );
  }

  /** Lets an alarm go off, whatever its state is, so that its topics are told of it. */
  async goOff(name: string): Promise<void> {
    await this.setAlarm(name, 'OK');
    await this.setAlarm(name, 'ALARM');
  }

  /** The RDS events of the last hour, as "source: message". */
  async databaseEvents(): Promise<readonly string[]> {
    const { Events = [], Marker } = await this.rds.send(new DescribeEventsCommand({ MaxRecords: 100, Duration: 60 }));
    if (Marker !== undefined) throw new Error(`${this.region} has more than 100 events: ask for more pages`);
    return Events.map(({ SourceIdentifier, Message }) => `${SourceIdentifier ?? ''}: ${Message ?? ''}`);
  }

  /** A failover between the instances of the region's cluster; ends when RDS says that it is done. */
  async failOverInside(cluster: string): Promise<void> {
    const done = async () =>
      (await this.databaseEvents()).filter((event) => event.startsWith(`${cluster}: Completed failover`)).length;
    const before = await done();
    await this.rds.send(new FailoverDBClusterCommand({ DBClusterIdentifier: cluster }));
    const deadline = Date.now() + 60_000;
    while ((await done()) === before) {
      if (Date.now() > deadline) throw new Error(`${cluster} has not failed over after a minute`);
      await delay(250);
    }
  }
}

/** The alarms that went off, by the messages about them. */
export function wentOff(received: readonly Received[]): readonly string[] {
  return received
    .map(({ notification }) => alarmSchema.safeParse(notification.Message))
    .flatMap(({ data }) => (data?.NewStateValue === 'ALARM' ? [data.AlarmName] : []));
}

/** The RDS events that are told in messages, as {@link Deliveries.databaseEvents} writes them. */
export function toldEvents(received: readonly Received[]): readonly string[] {
  return received
    .map(({ notification }) => eventSchema.safeParse(notification.Message))
    .flatMap(({ data }) => (data === undefined ? [] : [`${data['Source ID']}: ${data['Event Message']}`]));
}
