import type { Region } from '../../environment/schema';
import { clusterOf } from './clusters';
import type { Finding } from './rule';
import type { Planned, PlannedStack } from './stack';
import { asList, asNumber, asText } from './values';

// Aurora publishes how far a region is behind only in the region that follows, in milliseconds. Roles swap: each region needs its own.

const COMPOSITE = 'aws_cloudwatch_composite_alarm';

const LAG_METRICS = ['AuroraGlobalDBRPOLag', 'AuroraGlobalDBReplicationLag'];

function alarms(stack: PlannedStack, region?: Region): readonly Planned[] {
  return stack.ours('aws_cloudwatch_metric_alarm', region);
}

/** Whether the dimensions name the cluster of the region; yes while they are unknown. */
function isOfCluster(stack: PlannedStack, alarm: Planned, region: Region): boolean {
  const cluster = clusterOf(stack, region);
  const wanted = cluster === undefined ? undefined : stack.known(cluster, 'cluster_identifier');
  const found = stack.known(alarm, 'dimensions', 'DBClusterIdentifier');
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

/** A lag alarm without data says INSUFFICIENT_DATA, and a composite alarm tells the cause that is wrong from the one that is right. */
export function* silenceIsNoticed(stack: PlannedStack): Iterable<Finding> {
  for (const region of stack.regions) {
    const lag = alarms(stack, region).filter((alarm) => stack.known(alarm, 'metric_name') === 'AuroraGlobalDBRPOLag');
    const rules = stack.ours(COMPOSITE, region).map((alarm) => stack.read(alarm, 'alarm_rule'));
    const listensTo = (alarm: Planned) =>
      rules.some(
        (rule) =>
          !rule.isKnown ||
          (asText(rule.value) ?? '').includes(`INSUFFICIENT_DATA("${asText(stack.known(alarm, 'alarm_name')) ?? ''}")`),
      );
    if (!lag.some(listensTo)) {
      yield {
        address: stack.expected('replication', region),
        sentence: `no alarm would notice that ${region} neither writes nor says how far it is behind; a composite alarm has to ask for INSUFFICIENT_DATA of the lag alarm`,
      };
    }
    for (const alarm of lag) {
      const missing = stack.known(alarm, 'treat_missing_data');
      if (missing !== undefined && missing !== 'missing') {
        yield {
          address: alarm.address,
          sentence: `it treats missing data as ${JSON.stringify(missing)} and never says that it has none, so that nobody notices; set treat_missing_data to missing`,
        };
      }
    }
  }
}

export function* alarmsTellSomebody(stack: PlannedStack): Iterable<Finding> {
  const rules = stack.ours(COMPOSITE).map((alarm) => asText(stack.known(alarm, 'alarm_rule')) ?? '');
  for (const alarm of [...alarms(stack), ...stack.ours(COMPOSITE)]) {
    const name = asText(stack.known(alarm, 'alarm_name')) ?? '';
    // A state that only another alarm looks at tells nobody itself.
    if (!isLagAlarm(stack, alarm) && rules.some((rule) => rule.includes(`"${name}"`))) continue;
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
