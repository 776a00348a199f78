import { asksForRole, followed, isLagCheck } from './health-checks';
import type { Finding } from './rule';
import type { Planned, PlannedStack } from './stack';
import { asNumber, asText } from './values';

// The names that applications use: they follow the role, and only that.

/** Seconds: a client may keep the old answer for so long, and the objective for recovery is made of little else that we control. */
const LONGEST_TTL = 10;

function named(stack: PlannedStack, name: 'writerName' | 'readerName'): readonly Planned[] {
  return stack
    .ours('aws_route53_record')
    .filter((record) => stack.known(record, 'name') === stack.environment.dns[name]);
}

export function* failoverPairs(stack: PlannedStack): Iterable<Finding> {
  if (stack.regions.length === 0) return;
  for (const name of ['writerName', 'readerName'] as const) {
    const records = named(stack, name);
    const unread = stack.ours('aws_route53_record').some((record) => !stack.read(record, 'name').isKnown);
    const orders = records.map((record) => asText(stack.known(record, 'failover_routing_policy', 0, 'type')));
    if (unread || [...orders].sort().join() === 'PRIMARY,SECONDARY') continue;
    yield {
      address: records[0]?.configAddress ?? 'module.routing.aws_route53_record',
      sentence: `${stack.environment.dns[name]} would have the records ${orders.map((order) => order ?? 'without failover').join(', ') || 'none'}; it needs exactly one PRIMARY and one SECONDARY, one for each region`,
    };
  }
}

export function* shortLived(stack: PlannedStack): Iterable<Finding> {
  for (const record of [...named(stack, 'writerName'), ...named(stack, 'readerName')]) {
    const ttl = asNumber(stack.known(record, 'ttl'));
    if (ttl !== undefined && ttl > LONGEST_TTL) {
      yield {
        address: record.address,
        sentence: `clients may keep the old answer for ${ttl} s after a failover; use a ttl of at most ${LONGEST_TTL} s`,
      };
    }
  }
}

export function* recordsFollowARole(stack: PlannedStack): Iterable<Finding> {
  const wanted = { writerName: 'writer', readerName: 'replica' } as const;
  for (const name of ['writerName', 'readerName'] as const) {
    for (const record of named(stack, name)) {
      if (!stack.isGiven(record, 'health_check_id')) {
        yield {
          address: record.address,
          sentence: 'it has no health check, so it never moves to the other region; give health_check_id',
        };
      } else if (!followed(stack, record).some((check) => asksForRole(stack, check, wanted[name]))) {
        yield {
          address: record.address,
          sentence: `the check that it follows does not ask for /${wanted[name]}: the name would move by liveness and not by role, and lead to a cluster that refuses the work`,
        };
      }
    }
  }
}

export function* lagNeverFailsTheWriter(stack: PlannedStack): Iterable<Finding> {
  for (const record of named(stack, 'writerName')) {
    const lag = followed(stack, record).find((check) => isLagCheck(stack, check));
    if (lag !== undefined) {
      yield {
        address: record.address,
        sentence: `replication lag (${lag.address}) would take the writer out of service, just when the other region is the worse place; lag belongs to readers only`,
      };
    }
  }
}

export function* lagGatesReaders(stack: PlannedStack): Iterable<Finding> {
  for (const record of named(stack, 'readerName')) {
    if (!stack.isGiven(record, 'health_check_id')) continue;
    if (!followed(stack, record).some((check) => isLagCheck(stack, check))) {
      yield {
        address: record.address,
        sentence: 'readers would be sent to a region that is far behind; its check has to include replication lag',
      };
    }
  }
}
