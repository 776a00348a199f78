import { paginateDescribeAlarms, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Alarms, FiringAlarm } from '../ports/drill-facts';

export interface CloudWatchAlarmsOptions {
  /** Ends the name of every alarm of the environment. */
  readonly environmentSuffix: string;
  readonly regions: readonly string[];
  readonly clientFor: (region: string) => CloudWatchClient;
}

/**
 * The alarms of an environment, metric and composite, told by their names. Where one suffix ends another one (`prod` and `pre-prod`), the shorter one's
 * environment sees the alarms of both: one alarm too many stops a drill, one too few would not.
 *
 * Needs cloudwatch:DescribeAlarms, which composite alarms demand for all alarms.
 */
export function cloudWatchAlarms({ environmentSuffix, regions, clientFor }: CloudWatchAlarmsOptions): Alarms {
  const firingIn = async (region: string): Promise<readonly FiringAlarm[]> => {
    const pages = paginateDescribeAlarms(
      { client: clientFor(region) },
      { AlarmNamePrefix: 'alarm-', AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], StateValue: 'ALARM' },
    );
    const found: FiringAlarm[] = [];
    for await (const { MetricAlarms = [], CompositeAlarms = [] } of pages) {
      for (const { AlarmName: name, StateReason: reason } of [...MetricAlarms, ...CompositeAlarms]) {
        if (name?.endsWith(`-${environmentSuffix}`) === true) found.push({ region, name, reason });
      }
    }
    return found;
  };
  return { firing: async () => (await Promise.all(regions.map(firingIn))).flat() };
}
