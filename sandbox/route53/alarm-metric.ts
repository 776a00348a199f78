import {
  DescribeAlarmsCommand,
  GetMetricStatisticsCommand,
  type CloudWatchClient,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch';

/**
 * What the metric of an alarm says, read as Route 53 reads it: from the data itself and not from the state of the alarm. Only whole
 * periods count.
 *
 * @returns whether it is healthy, or `undefined` without enough data
 */
export async function metricHealth(
  client: CloudWatchClient,
  alarmName: string,
  now: Date,
): Promise<boolean | undefined> {
  const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [alarmName] }));
  const alarm = MetricAlarms?.[0];
  const { Namespace, MetricName, Statistic, Period, EvaluationPeriods, Threshold } = alarm ?? {};
  if (
    alarm === undefined ||
    Namespace === undefined ||
    MetricName === undefined ||
    Statistic === undefined ||
    Period === undefined ||
    EvaluationPeriods === undefined ||
    Threshold === undefined
  )
    return undefined;
  const endMs = Math.floor(now.getTime() / (Period * 1000)) * Period * 1000;
  const { Datapoints } = await client.send(
    new GetMetricStatisticsCommand({
      Namespace,
      MetricName,
      Dimensions: alarm.Dimensions,
      Statistics: [Statistic],
      Period,
      StartTime: new Date(endMs - EvaluationPeriods * Period * 1000),
      EndTime: new Date(endMs),
    }),
  );
  const values = (Datapoints ?? []).map((point) => point[Statistic]).filter((value) => value !== undefined);
  if (values.length < EvaluationPeriods) return undefined;
  return !values.every((value) => isBreaching(value, Threshold, alarm.ComparisonOperator));
}

/** The comparisons that Route 53 can follow. */
const BREACHES: ReadonlyMap<string | undefined, (value: number, threshold: number) => boolean> = new Map([
  ['GreaterThanOrEqualToThreshold', (value: number, threshold: number) => value >= threshold],
  ['GreaterThanThreshold', (value: number, threshold: number) => value > threshold],
  ['LessThanThreshold', (value: number, threshold: number) => value < threshold],
  ['LessThanOrEqualToThreshold', (value: number, threshold: number) => value <= threshold],
]);

function isBreaching(value: number, threshold: number, operator: MetricAlarm['ComparisonOperator']): boolean {
  const breaches = BREACHES.get(operator);
  if (breaches === undefined)
    throw new Error(`Route 53 cannot follow an alarm that compares by ${operator ?? 'nothing'}`);
  return breaches(value, threshold);
}
