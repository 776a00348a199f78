import { REGIONS, type Region } from '../../environment/schema';
import type { Finding } from './rule';
import type { Planned, PlannedStack } from './stack';
import { asNumber, asText, asTexts } from './values';

// The checks of Route 53: what they ask, how often, and what each decides.

const ENDPOINT_TYPES = ['HTTP', 'HTTP_STR_MATCH', 'HTTPS', 'HTTPS_STR_MATCH', 'TCP'];

/** Those that ask an endpoint themselves. */
function endpointChecks(stack: PlannedStack): readonly Planned[] {
  return checks(stack).filter((check) => ENDPOINT_TYPES.includes(asText(stack.known(check, 'type')) ?? ''));
}

function checks(stack: PlannedStack): readonly Planned[] {
  return stack.ours('aws_route53_health_check');
}

/** The region that a check is about: from its key, the alarm that it reads, or the host that it asks. */
function regionOf(stack: PlannedStack, check: Planned): Region | undefined {
  return [check.key, ...['cloudwatch_alarm_region', 'fqdn'].map((name) => asText(stack.known(check, name)) ?? '')]
    .map((text) => REGIONS.find((region) => text.includes(region)))
    .find((region) => region !== undefined);
}

/** Which question an endpoint check asks: the last part of its path. */
function questionOf(stack: PlannedStack, check: Planned): string | undefined {
  return /\/([^/?]*)(?:\?.*)?$/.exec(asText(stack.known(check, 'resource_path')) ?? '')?.[1];
}

/**
 * The checks that a calculated check joins. Before they exist they are told by their place in the configuration, with all their
 * instances, because the keys are not in a plan; of those, the ones of the same region.
 */
function children(stack: PlannedStack, check: Planned): readonly Planned[] {
  const ids = stack.known(check, 'child_healthchecks');
  if (ids !== undefined) {
    return asTexts(ids).flatMap((id) => checks(stack).filter((other) => stack.known(other, 'id') === id));
  }
  const from = stack.origins(check, 'child_healthchecks');
  const region = regionOf(stack, check);
  return checks(stack).filter(
    (other) =>
      from.has(other.configAddress) && (region === undefined || [undefined, region].includes(regionOf(stack, other))),
  );
}

/** The check that a record follows, with everything that it is calculated from. */
export function followed(stack: PlannedStack, record: Planned): readonly Planned[] {
  const id = stack.known(record, 'health_check_id');
  const from = stack.origins(record, 'health_check_id');
  const found =
    id === undefined
      ? checks(stack).filter(({ configAddress, key }) => from.has(configAddress) && (key === record.key || key === ''))
      : checks(stack).filter((check) => id !== null && stack.known(check, 'id') === id);
  return found.flatMap((check) => [check, ...children(stack, check)]);
}

export function asksForRole(stack: PlannedStack, check: Planned, question: 'writer' | 'replica'): boolean {
  return endpointChecks(stack).includes(check) && questionOf(stack, check) === question;
}

/** Whether the check reads an alarm on replication lag. */
export function isLagCheck(stack: PlannedStack, check: Planned): boolean {
  const alarm = alarmOf(stack, check);
  return alarm !== undefined && /Lag$/.test(asText(stack.known(alarm, 'metric_name')) ?? '');
}

function alarmOf(stack: PlannedStack, check: Planned): Planned | undefined {
  const name = asText(stack.known(check, 'cloudwatch_alarm_name'));
  return name === undefined
    ? undefined
    : stack.ours('aws_cloudwatch_metric_alarm').find((alarm) => stack.known(alarm, 'alarm_name') === name);
}

export function* overTls(stack: PlannedStack): Iterable<Finding> {
  for (const check of endpointChecks(stack)) {
    const type = asText(stack.known(check, 'type'));
    if (type !== 'HTTPS' && type !== 'HTTPS_STR_MATCH') {
      yield {
        address: check.address,
        sentence: `it asks over ${type ?? '?'}, which proves no database behind it; ask with HTTPS`,
      };
    } else if (stack.known(check, 'enable_sni') === false) {
      yield {
        address: check.address,
        sentence:
          'without SNI the endpoint cannot tell for whom the question is, and refuses it: the region would look dead; set enable_sni',
      };
    }
  }
}

export function* quickEnough(stack: PlannedStack): Iterable<Finding> {
  const limit = stack.environment.objectives.detectionSeconds;
  for (const check of endpointChecks(stack)) {
    const interval = asNumber(stack.known(check, 'request_interval'));
    const threshold = asNumber(stack.known(check, 'failure_threshold'));
    if (interval === undefined || threshold === undefined) continue;
    if (interval * threshold > Math.max(limit, 10 * stack.environment.healthChecks.failureThreshold)) {
      yield {
        address: check.address,
        sentence: `${threshold} failures, ${interval} s apart, take ${interval * threshold} s; a failure has to be detected within ${limit} s: ask every 10 s, at most three times`,
      };
    }
  }
}

export function* asked(stack: PlannedStack): Iterable<Finding> {
  for (const check of endpointChecks(stack)) {
    const question = questionOf(stack, check);
    if (question !== undefined && question !== 'writer' && question !== 'replica') {
      yield {
        address: check.address,
        sentence: `it asks for ${JSON.stringify(stack.known(check, 'resource_path'))}, which tells nothing of the role; ask /writer or /replica, so that DNS never leads writers to a read-only cluster`,
      };
    }
  }
  for (const region of stack.regions) {
    const questions = endpointChecks(stack)
      .filter((check) => regionOf(stack, check) === region)
      .map((check) => questionOf(stack, check));
    for (const question of ['writer', 'replica']) {
      if (questions.includes(question)) continue;
      yield {
        address: `module.routing.aws_route53_health_check.endpoint["${region}-${question}"]`,
        sentence: `nobody asks ${region} for /${question}; each region needs a check for each of its two roles`,
      };
    }
  }
}

export function* switchedOn(stack: PlannedStack): Iterable<Finding> {
  for (const check of checks(stack)) {
    if (stack.known(check, 'disabled') === true) {
      yield { address: check.address, sentence: 'a disabled check counts as healthy for ever; remove disabled' };
    }
    if (stack.known(check, 'invert_healthcheck') === true) {
      yield {
        address: check.address,
        sentence:
          'an inverted check is unhealthy exactly while all is well, and fails over at the first apply; remove invert_healthcheck',
      };
    }
  }
}

export function* metricChecks(stack: PlannedStack): Iterable<Finding> {
  for (const region of stack.regions) {
    const metric = checks(stack).filter((check) => stack.known(check, 'type') === 'CLOUDWATCH_METRIC');
    if (!metric.some((check) => regionOf(stack, check) === region)) {
      yield {
        address: stack.expected('routing', region),
        sentence: `${region} has no check on a CloudWatch metric; both kinds are needed, because each can fail in its own way`,
      };
    }
  }
  for (const check of checks(stack).filter((one) => stack.known(one, 'type') === 'CLOUDWATCH_METRIC')) {
    const status = stack.known(check, 'insufficient_data_health_status');
    // Lag has no data in the region that writes, which is not behind.
    const wanted = isLagCheck(stack, check) ? 'Healthy' : 'LastKnownStatus';
    if (status !== undefined && status !== wanted) {
      yield {
        address: check.address,
        sentence: `without data it would count as ${JSON.stringify(status)}: that takes a region out of service, or keeps it in, for no reason that anybody measured; use ${wanted}`,
      };
    }
    const triggers = stack.read(check, 'triggers');
    const hasTriggers = triggers.isKnown ? triggers.value !== null : stack.isGiven(check, 'triggers');
    if (!hasTriggers) {
      yield {
        address: check.address,
        sentence: 'Route 53 keeps the old copy of the alarm when that changes; bind triggers to its definition',
      };
    }
    const [alarm, region] = [alarmOf(stack, check), asText(stack.known(check, 'cloudwatch_alarm_region'))];
    if (alarm?.region !== undefined && region !== undefined && alarm.region !== region) {
      yield {
        address: check.address,
        sentence: `it looks for its alarm in ${region}, and the alarm is in ${alarm.region}`,
      };
    }
  }
}

export function* allChildrenCount(stack: PlannedStack): Iterable<Finding> {
  for (const check of checks(stack).filter((one) => stack.known(one, 'type') === 'CALCULATED')) {
    const ids = stack.known(check, 'child_healthchecks');
    const count = ids === undefined ? stack.origins(check, 'child_healthchecks').size : asTexts(ids).length;
    const needed = asNumber(stack.known(check, 'child_health_threshold'));
    if (needed !== undefined && needed < count) {
      yield {
        address: check.address,
        sentence: `it is healthy with ${needed} of ${count} checks: one opinion alone would keep a dead region in service; require all`,
      };
    }
  }
}
