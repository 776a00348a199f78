import type { Region } from '../../environment/schema';
import { clusterOf } from './clusters';
import type { Finding } from './rule';
import type { Planned, PlannedStack } from './stack';
import { asList, asNumber, asText } from './values';

// Aurora publishes how far a region is behind only in the region that follows, in milliseconds. Roles swap: each region needs its own.

const LAG_METRICS = ['AuroraGlobalDBRPOLag', 'AuroraGlobalDBReplicationLag'];

function alarms(stack: PlannedStack, region?: Region): readonly Planned[] {
  return stack.ours('aws_cloudwatch_metric_alarm', region);
}

/** Whether the dimensions under the path name the cluster of the region; yes while they are unknown. */
function isOfCluster(
  stack: PlannedStack,
  alarm: Planned,
  region: Region,
  ...path: readonly (string | number)[]
): boolean {
  const cluster = clusterOf(stack, region);
  const wanted = cluster === undefined ? undefined : stack.known(cluster, 'cluster_identifier');
  const found = stack.known(alarm, ...path, 'dimensions', 'DBClusterIdentifier');
  return wanted === undefined || found === undefined || wanted === found;
}

function isLagAlarm(stack: PlannedStack, alarm: Planned): boolean {
  return LAG_METRICS.includes(asText(stack.known(alarm, 'metric_name')) ?? '');
}

export function* lagAlarms(stack: PlannedStack): Iterable<Finding> {
  for (const region of stack.regions) {
    const own = alarms(stack, region).filter((alarm) => isLagAlarm(stack, alarm));
    for (const alarm of own.filter((one) => !isOfCluster(stack, one, region))) {
      yield {
        address: alarm.address,
        sentence: `it watches ${JSON.stringify(stack.known(alarm, 'dimensions'))}, which has no data in ${region}; the dimension is DBClusterIdentifier with the cluster of the same region`,
      };
    }
    if (
      !own.some(
        (alarm) => stack.known(alarm, 'metric_name') === 'AuroraGlobalDBRPOLag' && isOfCluster(stack, alarm, region),
      )
    ) {
      yield {
        address: stack.expected('replication', region),
        sentence: `no alarm on AuroraGlobalDBRPOLag for ${region}: while that region follows, nobody would be told how far it is behind`,
      };
    }
  }
}

export function* lagInMilliseconds(stack: PlannedStack): Iterable<Finding> {
  const limit = stack.environment.objectives.replicationLagSeconds * 1_000;
  for (const alarm of alarms(stack).filter((one) => isLagAlarm(stack, one))) {
    const threshold = asNumber(stack.known(alarm, 'threshold'));
    if (threshold === undefined || (threshold >= 1_000 && threshold <= limit)) continue;
    yield {
      address: alarm.address,
      sentence: `its threshold is ${threshold} ms; Aurora reports lag in milliseconds, so ${limit / 1_000} s are ${limit}`,
    };
  }
}

export function* silenceIsNoticed(stack: PlannedStack): Iterable<Finding> {
  for (const region of stack.regions) {
    const own = alarms(stack, region).filter((alarm) =>
      asList(stack.known(alarm, 'metric_query')).some(
        (_query, index) =>
          LAG_METRICS.includes(asText(stack.known(alarm, 'metric_query', index, 'metric', 0, 'metric_name')) ?? '') &&
          isOfCluster(stack, alarm, region, 'metric_query', index, 'metric', 0),
      ),
    );
    if (own.length === 0) {
      yield {
        address: stack.expected('replication', region),
        sentence: `no alarm would notice that ${region} neither writes nor says how far it is behind`,
      };
    }
    for (const alarm of own) {
      const missing = stack.known(alarm, 'treat_missing_data');
      if (missing !== undefined && missing !== 'breaching') {
        yield {
          address: alarm.address,
          sentence: `it is there to notice missing data, and would treat it as ${JSON.stringify(missing)}; set treat_missing_data to breaching`,
        };
      }
    }
  }
}

export function* alarmsTellSomebody(stack: PlannedStack): Iterable<Finding> {
  for (const alarm of alarms(stack)) {
    const actions = stack.known(alarm, 'alarm_actions');
    const hasNone = actions !== undefined && asList(actions).length === 0;
    if (hasNone || stack.known(alarm, 'actions_enabled') === false) {
      yield {
        address: alarm.address,
        sentence: 'it would tell nobody; give it the topic of its region in alarm_actions',
      };
    }
  }
}
