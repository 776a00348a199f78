import { isRecord } from '../secrets';
import type { Finding } from './rule';
import type { PlannedStack } from './stack';
import { asText } from './values';

// T1, T2, T5: what holds for every resource.

const REQUIRED_TAGS = { Environment: 'production', 'DR-Tier': 'critical' };

export function* tags(stack: PlannedStack): Iterable<Finding> {
  for (const resource of stack.allOurs) {
    const { after } = resource.change;
    // Types without tags do not have the attribute at all.
    if (!isRecord(after) || !('tags_all' in after || !stack.read(resource, 'tags_all').isKnown)) continue;
    const found = stack.known(resource, 'tags_all');
    if (found === undefined) continue;
    const missing = Object.entries(REQUIRED_TAGS).filter(
      ([name, value]) =>
        !isRecord(found) || ![value, undefined].includes(asText(stack.known(resource, 'tags_all', name) ?? '')),
    );
    if (missing.length > 0) {
      yield {
        address: resource.address,
        sentence: `it would lack ${missing.map(([name, value]) => `${name}=${value}`).join(' and ')}; leave them in default_tags of both providers`,
      };
    }
  }
}

/** The attributes that name a resource. */
const NAMES = [
  'alarm_name',
  'bucket',
  'cluster_identifier',
  'dashboard_name',
  'function_name',
  'global_cluster_identifier',
  'identifier',
  'name',
] as const;

/** Types whose attribute of that name names something else, or that are named by what they belong to. */
const NAMED_BY_OTHERS = new Set(['aws_cloudwatch_log_group', 'aws_route53_record']);

const NAMING_TYPES: Readonly<Record<string, readonly string[]>> = {
  bucket: ['aws_s3_bucket'],
  cluster_identifier: ['aws_rds_cluster'],
  function_name: ['aws_lambda_function'],
  global_cluster_identifier: ['aws_rds_global_cluster'],
};

export function* names(stack: PlannedStack): Iterable<Finding> {
  const { environmentSuffix } = stack.environment;
  const pattern = new RegExp(`^(?:alias/)?[a-z][a-z0-9]*(?:-[a-z0-9]+)+-${environmentSuffix}$`);
  for (const resource of stack.allOurs.filter(({ type }) => !NAMED_BY_OTHERS.has(type))) {
    for (const attribute of NAMES) {
      if (NAMING_TYPES[attribute]?.includes(resource.type) === false) continue;
      const name = asText(stack.known(resource, attribute));
      if (name === undefined || pattern.test(name)) continue;
      yield {
        address: resource.address,
        sentence: `${attribute} is ${JSON.stringify(name)}; names are {resource-type}-{purpose}-${environmentSuffix}, so that environments never meet`,
      };
    }
  }
}

export function* providers(stack: PlannedStack): Iterable<Finding> {
  if (stack.regions.length === 0) return;
  // Only those that our resources use: a provider of somebody else's resources may well lead to another account.
  const used = new Set(stack.allOurs.map((resource) => stack.configured(resource)?.provider_config_key));
  for (const [key, { expressions }] of Object.entries(stack.providers)) {
    if (!used.has(key)) continue;
    const address = `provider["${key}"]`;
    if (expressions['allowed_account_ids'] === undefined) {
      yield {
        address,
        sentence: 'with the wrong credentials it would change another account; set allowed_account_ids',
      };
    }
    if (expressions['default_tags'] === undefined) {
      yield { address, sentence: 'its resources would lack the required tags; give it default_tags' };
    }
  }
}
