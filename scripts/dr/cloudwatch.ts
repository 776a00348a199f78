import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  paginateDescribeAlarms,
} from '@aws-sdk/client-cloudwatch';
import { resourceNames } from '../../src/environment/names';
import type { Environment, Region } from '../../src/environment/schema';

const FIVE_MINUTES_MS = 300_000;

function client(region: string): CloudWatchClient {
  return new CloudWatchClient({
    region,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 },
  });
}

/** How much would be lost if the other region went now, in ms, as CloudWatch last heard; it exists only in the region that follows. */
export async function lagMs(environment: Environment, region: Region, now: Date): Promise<number | undefined> {
  const { Datapoints: points = [] } = await client(region).send(
    new GetMetricStatisticsCommand({
      Namespace: 'AWS/RDS',
      MetricName: 'AuroraGlobalDBRPOLag',
      Dimensions: [{ Name: 'DBClusterIdentifier', Value: resourceNames(environment).clusters[region] }],
      StartTime: new Date(now.getTime() - FIVE_MINUTES_MS),
      EndTime: now,
      Period: 60,
      Statistics: ['Maximum'],
    }),
  );
  const newest = points
    .filter(({ Timestamp }) => Timestamp !== undefined)
    .sort((a, b) => (b.Timestamp?.getTime() ?? 0) - (a.Timestamp?.getTime() ?? 0))[0];
  return newest?.Maximum;
}

/** The names of an environment's alarms that are raised; one that only says which region writes is none. */
export async function raisedAlarms({ environmentSuffix }: Environment, region: string): Promise<readonly string[]> {
  const input: ConstructorParameters<typeof DescribeAlarmsCommand>[0] = {
    AlarmNamePrefix: 'alarm-',
    AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    StateValue: 'ALARM',
  };
  const names: string[] = [];
  for await (const page of paginateDescribeAlarms({ client: client(region) }, input)) {
    for (const { AlarmName = '' } of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])]) {
      if (AlarmName.endsWith(`-${environmentSuffix}`) && !AlarmName.startsWith('alarm-state-')) names.push(AlarmName);
    }
  }
  return names.sort();
}
