import { references } from './configuration';
import type { Finding } from './rule';
import type { Planned, PlannedStack } from './stack';
import { asNumber } from './values';

// K1 to K5: passwords stay in Secrets Manager.

/** Arguments that would put a password into plan and state, with what takes their place. */
const PLAIN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_rds_cluster: { master_password: 'master_password_wo' },
  aws_rds_cluster_instance: { master_password: 'master_password_wo' },
  aws_secretsmanager_secret_version: { secret_string: 'secret_string_wo', secret_binary: 'secret_string_wo' },
  aws_lambda_function: {},
};

export function* nothingInState(stack: PlannedStack): Iterable<Finding> {
  for (const [type, attributes] of Object.entries(PLAIN)) {
    for (const resource of stack.ours(type)) {
      for (const [attribute, instead] of Object.entries(attributes)) {
        const expression = stack.configured(resource)?.expressions[attribute];
        const isNull =
          expression !== undefined && references(expression).length === 0 && stack.known(resource, attribute) === null;
        if (expression !== undefined && !isNull) {
          yield {
            address: resource.address,
            sentence: `${attribute} would stand in plan and state for everybody to read; use ${instead}`,
          };
        }
      }
    }
  }
  for (const resource of stack.allOurs.filter(({ type }) => type === 'random_password' || type === 'random_string')) {
    yield {
      address: resource.address,
      sentence:
        'what it makes stands in the state for everybody to read; make passwords with the ephemeral aws_secretsmanager_random_password',
    };
  }
}

export function* passwordFromItsSecret(stack: PlannedStack): Iterable<Finding> {
  for (const cluster of stack.ours('aws_rds_cluster')) {
    if (cluster.region !== stack.environment.homeRegion) continue;
    if (stack.known(cluster, 'manage_master_user_password') === true) {
      yield {
        address: cluster.address,
        sentence: 'RDS cannot manage the password of a global database; leave manage_master_user_password out',
      };
      continue;
    }
    const from = [...stack.origins(cluster, 'master_password_wo')];
    if (!from.some((origin) => origin.includes('ephemeral.aws_secretsmanager_secret_version.'))) {
      yield {
        address: cluster.address,
        sentence:
          'its password does not come from the secret that was stored: after an apply that broke off the two differ; read it back from the secret',
      };
    }
  }
}

export function* aSecretInEachRegion(stack: PlannedStack): Iterable<Finding> {
  const secrets = stack.ours('aws_secretsmanager_secret');
  for (const region of stack.regions) {
    if (secrets.some((secret) => secret.region === region)) continue;
    yield {
      address: stack.expected('credentials', region),
      sentence: `${region} would have no secret of its own, and no password while the other region is lost`,
    };
  }
  for (const secret of secrets) {
    const window = stack.known(secret, 'recovery_window_in_days');
    if (window !== undefined && window !== 0) {
      yield {
        address: secret.address,
        sentence: `after a destroy its name stays taken for ${asNumber(window) ?? 30} days, and the next apply fails; set recovery_window_in_days to 0`,
      };
    }
    if (!stack.isGiven(secret, 'kms_key_id'))
      yield {
        address: secret.address,
        sentence: 'it would be encrypted with a key of AWS; give kms_key_id of its own region',
      };
    if (isReplicated(stack, secret)) {
      yield {
        address: secret.address,
        sentence:
          'a replica cannot be rotated and depends on its source; keep a secret of its own in each region instead',
      };
    }
  }
}

function isReplicated(stack: PlannedStack, secret: Planned): boolean {
  return stack.configured(secret)?.expressions['replica'] !== undefined;
}

/** A regional endpoint leads to a read-only cluster after a failover. */
export function* hostFollowsTheWriter(stack: PlannedStack): Iterable<Finding> {
  for (const call of stack.calls('credentials')) {
    const from = [...stack.originsOfArgument(call, 'host')];
    if (from.some((origin) => origin.includes('.aws_rds_global_cluster.'))) continue;
    yield {
      address: call.address,
      sentence:
        'the host in the secrets does not follow the writer: after a failover every client would connect to a read-only or lost cluster; use the endpoint of the global database',
    };
  }
}

export function* rotated(stack: PlannedStack): Iterable<Finding> {
  const rotations = stack.ours('aws_secretsmanager_secret_rotation');
  for (const secret of stack.ours('aws_secretsmanager_secret')) {
    const rotation = rotations.find((candidate) => isOf(stack, candidate, secret));
    if (rotation === undefined) {
      yield { address: secret.address, sentence: 'its password would never change by itself; give it a rotation' };
    } else if (!stack.isGiven(rotation, 'rotation_lambda_arn')) {
      yield { address: rotation.address, sentence: 'no function would change the password; give rotation_lambda_arn' };
    }
  }
}

/** Whether the part of a secret belongs to it; a rotation may name it through a version, so that there is something to rotate. */
function isOf(stack: PlannedStack, part: Planned, secret: Planned): boolean {
  const id = stack.known(part, 'secret_id');
  if (id !== undefined) return id === stack.known(secret, 'id') || id === stack.known(secret, 'arn');
  const from = [...stack.origins(part, 'secret_id')];
  const versions = from.flatMap((origin) => stack.instancesOf(origin)).filter(({ type }) => type.endsWith('_version'));
  return from.includes(secret.configAddress) || versions.some((version) => isOf(stack, version, secret));
}
