import { covers, hasCondition, statements, type Statement } from './policy';
import type { Finding } from './rule';
import type { Planned, PlannedStack } from './stack';
import { asText } from './values';

// T9: each key can be used by the services that need it, and by nobody else.

const KEY_ATTRIBUTES = ['kms_key_id', 'kms_master_key_id', 'performance_insights_kms_key_id'];

export function* keysOfTheirOwnRegion(stack: PlannedStack): Iterable<Finding> {
  for (const resource of stack.allOurs) {
    for (const attribute of KEY_ATTRIBUTES) {
      const foreign = keysOf(stack, resource, attribute).find(({ region }) => region !== resource.region);
      const arn = asText(stack.known(resource, attribute));
      const isForeignArn = arn?.startsWith('arn:aws:kms:') === true && !arn.includes(`:${resource.region ?? ''}:`);
      if (resource.region === undefined || (foreign === undefined && !isForeignArn)) continue;
      yield {
        address: resource.address,
        sentence: `${attribute} would be ${foreign?.address ?? arn ?? ''}, a key of the other region: losing that region would take this one with it; use a key of ${resource.region}`,
      };
    }
  }
}

function keysOf(stack: PlannedStack, resource: Planned, attribute: string): readonly Planned[] {
  const id = stack.known(resource, attribute);
  if (id === null) return [];
  const keys = stack.ours('aws_kms_key');
  if (id !== undefined) return keys.filter((key) => [stack.known(key, 'arn'), stack.known(key, 'id')].includes(id));
  const from = stack.origins(resource, attribute);
  return keys.filter(({ configAddress }) => from.has(configAddress));
}

/** Which services must be able to use the key of what, and how a policy says so. */
const USERS: readonly {
  readonly type: string;
  readonly attribute: string;
  readonly services: (region: string) => readonly string[];
  readonly lets: (statement: Statement, service: string) => boolean;
}[] = [
  {
    type: 'aws_sns_topic',
    attribute: 'kms_master_key_id',
    services: () => ['events.rds.amazonaws.com', 'cloudwatch.amazonaws.com'],
    lets: (statement, service) => namesService(statement, service) && covers(statement, 'kms:Decrypt'),
  },
  {
    type: 'aws_sqs_queue',
    attribute: 'kms_master_key_id',
    services: () => ['sns.amazonaws.com'],
    lets: (statement, service) => namesService(statement, service) && covers(statement, 'kms:Decrypt'),
  },
  {
    type: 'aws_cloudwatch_log_group',
    attribute: 'kms_key_id',
    services: (region) => [`logs.${region}.amazonaws.com`],
    lets: (statement, service) => namesService(statement, service) && covers(statement, 'kms:Encrypt'),
  },
  {
    type: 'aws_rds_cluster',
    attribute: 'kms_key_id',
    services: (region) => [`rds.${region}.amazonaws.com`],
    lets: (statement, service) =>
      hasCondition(statement, 'kms:ViaService', service) && covers(statement, 'kms:Decrypt'),
  },
  {
    type: 'aws_secretsmanager_secret',
    attribute: 'kms_key_id',
    services: (region) => [`secretsmanager.${region}.amazonaws.com`],
    lets: (statement, service) =>
      hasCondition(statement, 'kms:ViaService', service) && covers(statement, 'kms:Decrypt'),
  },
];

function namesService(statement: Statement, service: string): boolean {
  return statement.isAllow && statement.principals.includes(`Service:${service}`);
}

export function* servicesMayUseTheirKey(stack: PlannedStack): Iterable<Finding> {
  const said = new Set<string>();
  for (const { type, attribute, services, lets } of USERS) {
    for (const user of stack.ours(type)) {
      for (const key of keysOf(stack, user, attribute)) {
        const written = statements(stack, key, 'policy');
        for (const service of services(key.region ?? '')) {
          const id = `${key.address} ${service}`;
          if (written === undefined || said.has(id) || written.some((statement) => lets(statement, service))) continue;
          said.add(id);
          yield {
            address: key.address,
            sentence: `its policy does not let ${service} use it, which ${user.address} needs; without it the service fails, mostly in silence`,
          };
        }
      }
    }
  }
}

export function* keysOpenToNobodyElse(stack: PlannedStack): Iterable<Finding> {
  for (const key of stack.ours('aws_kms_key')) {
    const open = statements(stack, key, 'policy')?.find(
      (statement) =>
        statement.isAllow &&
        statement.principals.includes('*') &&
        !['kms:CallerAccount', 'aws:PrincipalAccount', 'aws:SourceAccount'].some((name) =>
          hasCondition(statement, name),
        ),
    );
    if (open !== undefined) {
      yield {
        address: key.address,
        sentence: `the statement ${open.sid} lets every account of AWS use the key; add a condition on kms:CallerAccount`,
      };
    }
    const rotation = stack.known(key, 'enable_key_rotation');
    if (rotation !== undefined && rotation !== true) {
      yield { address: key.address, sentence: 'its material would never change; set enable_key_rotation' };
    }
  }
}
