import { REGIONS } from '../../environment/schema';
import { clusterOf, parametersOf } from './clusters';
import type { Finding } from './rule';
import type { Planned, PlannedStack } from './stack';
import { asNumber, asText } from './values';

// The instances of both clusters, and what has to be the same in both regions.

export function* enoughReaders(stack: PlannedStack): Iterable<Finding> {
  const wanted = Math.max(3, 1 + stack.environment.database.readersPerRegion);
  for (const region of stack.regions) {
    const count = stack.ours('aws_rds_cluster_instance', region).length;
    if (count < wanted) {
      yield {
        address: stack.expected('regional_database', region),
        sentence: `${region} would have ${count} instances instead of ${wanted}; a writer and two readers are the least`,
      };
    }
  }
}

export function* zones(stack: PlannedStack): Iterable<Finding> {
  for (const region of stack.regions) {
    const instances = stack.ours('aws_rds_cluster_instance', region);
    const names = instances.map((instance) => asText(stack.known(instance, 'availability_zone')));
    if (instances.length < 3 || names.some((name) => name === undefined)) continue;
    if (new Set(names).size < 3) {
      yield {
        address: stack.expected('regional_database', region),
        sentence: `the instances of ${region} would share ${new Set(names).size} availability zones; spread them over three`,
      };
    }
  }
}

export function* promotionTiers(stack: PlannedStack): Iterable<Finding> {
  for (const region of stack.regions) {
    const instances = stack.ours('aws_rds_cluster_instance', region);
    const tiers = instances.flatMap((instance) => asNumber(stack.known(instance, 'promotion_tier')) ?? []);
    if (instances.length < 2 || tiers.length < instances.length) continue;
    const first = Math.min(...tiers);
    if (tiers.filter((tier) => tier === first).length > 1) {
      yield {
        address: stack.expected('regional_database', region),
        sentence: `several instances of ${region} would be first in line after a failure (promotion_tier ${first}); give each a tier of its own`,
      };
    }
  }
}

export function* observedInstances(stack: PlannedStack): Iterable<Finding> {
  for (const instance of stack.ours('aws_rds_cluster_instance')) {
    const interval = stack.known(instance, 'monitoring_interval');
    if (interval === 0 || interval === null) {
      yield {
        address: instance.address,
        sentence: 'Enhanced Monitoring would be off; set monitoring_interval to 60 seconds or less',
      };
    }
    const insights = stack.known(instance, 'performance_insights_enabled');
    if (insights === false || insights === null || !stack.isGiven(instance, 'performance_insights_enabled')) {
      yield {
        address: instance.address,
        sentence: 'Performance Insights would be off; what slows a region down would stay unknown',
      };
    }
  }
}

/** Whichever region writes has to behave like the other one did, and a managed failover needs the same version. */
export function* parity(stack: PlannedStack): Iterable<Finding> {
  const [first, second] = REGIONS;
  const [a, b] = [clusterOf(stack, first), clusterOf(stack, second)];
  if (stack.regions.length === 0 || a === undefined || b === undefined) return;
  yield* differences('cluster', b, (attribute) => [stack.known(a, attribute), stack.known(b, attribute)], [
    'engine',
    'engine_version',
    'port',
    'backup_retention_period',
  ]);
  const classes = [first, second].map((region) => distinct(stack, region, 'instance_class'));
  if (classes.every((list) => list !== undefined) && classes[0] !== classes[1]) {
    yield {
      address: stack.expected('regional_database', second),
      sentence: `the instances would be ${classes[1] ?? ''} here and ${classes[0] ?? ''} in ${first}: a smaller region cannot carry the load after a failover; use one class`,
    };
  }
  for (const type of ['aws_rds_cluster_parameter_group', 'aws_db_parameter_group']) {
    const [here, there] = [stack.ours(type, first)[0], stack.ours(type, second)[0]];
    if (here === undefined || there === undefined) continue;
    const [left, right] = [parametersOf(stack, here), parametersOf(stack, there)];
    if (left === undefined || right === undefined || left.join() === right.join()) continue;
    const different = [...left, ...right].filter((line) => left.includes(line) !== right.includes(line));
    yield {
      address: there.address,
      sentence: `its parameters differ from those of ${first} (${different.join('; ')}): after a failover the database would behave differently; keep them equal`,
    };
  }
}

function* differences(
  what: string,
  { address }: Planned,
  values: (attribute: string) => readonly [unknown, unknown],
  attributes: readonly string[],
): Iterable<Finding> {
  for (const attribute of attributes) {
    const [here, there] = values(attribute);
    if (here === undefined || there === undefined || here === there) continue;
    yield {
      address,
      sentence: `${attribute} of the ${what} would be ${JSON.stringify(there)} here and ${JSON.stringify(here)} in the other region; keep them equal`,
    };
  }
}

/** The different values of an attribute in a region, in order; undefined while one of them is unknown. */
function distinct(stack: PlannedStack, region: (typeof REGIONS)[number], attribute: string): string | undefined {
  const values = stack.ours('aws_rds_cluster_instance', region).map((one) => asText(stack.known(one, attribute)));
  return values.some((value) => value === undefined) ? undefined : [...new Set(values)].sort().join(', ');
}
