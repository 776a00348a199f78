import { parseConfiguration, resourcesByAddress } from './invariants/configuration';
import type { Plan, ResourceChange } from './plan-json';
import { canonical } from './plan-stream/comparable-changes';
import { isRoleAttribute } from './role-attributes';
import { isRecord } from './secrets';

/** A resource of its own that fills an attribute of another one. */
interface Owner {
  readonly type: string;
  /** The attribute of the owner that names the other resource … */
  readonly link: string;
  /** … by this attribute of it. */
  readonly by: string;
  /** What its workings write there beside its own values. */
  readonly also?: readonly string[];
  /** It changes even what the configuration sets; a plan that acts on that has the resource among its changes. */
  readonly overrules?: boolean;
}

const ofBucket = (type: string): Owner => ({ type, link: 'bucket', by: 'id' });

/** Attributes that show what other resources made. */
const OWNERS: Readonly<Record<string, Readonly<Record<string, readonly Owner[]>>>> = {
  aws_api_gateway_rest_api: { policy: [{ type: 'aws_api_gateway_rest_api_policy', link: 'rest_api_id', by: 'id' }] },
  aws_iam_role: {
    inline_policy: [{ type: 'aws_iam_role_policy', link: 'role', by: 'id' }],
    managed_policy_arns: [{ type: 'aws_iam_role_policy_attachment', link: 'role', by: 'id' }],
  },
  aws_rds_cluster: {
    cluster_members: [{ type: 'aws_rds_cluster_instance', link: 'cluster_identifier', by: 'id' }],
    iam_roles: [{ type: 'aws_rds_cluster_role_association', link: 'db_cluster_identifier', by: 'id' }],
  },
  aws_rds_global_cluster: {
    global_cluster_members: [{ type: 'aws_rds_cluster', link: 'global_cluster_identifier', by: 'id' }],
  },
  aws_s3_bucket: {
    grant: [ofBucket('aws_s3_bucket_acl')],
    lifecycle_rule: [ofBucket('aws_s3_bucket_lifecycle_configuration')],
    policy: [ofBucket('aws_s3_bucket_policy')],
    replication_configuration: [ofBucket('aws_s3_bucket_replication_configuration')],
    server_side_encryption_configuration: [ofBucket('aws_s3_bucket_server_side_encryption_configuration')],
    versioning: [ofBucket('aws_s3_bucket_versioning')],
  },
  aws_secretsmanager_secret: { policy: [{ type: 'aws_secretsmanager_secret_policy', link: 'secret_arn', by: 'arn' }] },
  aws_secretsmanager_secret_version: {
    version_stages: [
      {
        type: 'aws_secretsmanager_secret_rotation',
        link: 'secret_id',
        by: 'secret_id',
        also: ['AWSCURRENT', 'AWSPENDING', 'AWSPREVIOUS'],
        overrules: true,
      },
    ],
  },
  aws_security_group: {
    ingress: [{ type: 'aws_vpc_security_group_ingress_rule', link: 'security_group_id', by: 'id' }],
    egress: [{ type: 'aws_vpc_security_group_egress_rule', link: 'security_group_id', by: 'id' }],
  },
  aws_sns_topic: { policy: [{ type: 'aws_sns_topic_policy', link: 'arn', by: 'arn' }] },
  aws_sqs_queue: { policy: [{ type: 'aws_sqs_queue_policy', link: 'queue_url', by: 'id' }] },
};

const OWNER_TYPES = new Set(
  Object.values(OWNERS).flatMap((attributes) =>
    Object.values(attributes).flatMap((owners) => owners.map(({ type }) => type)),
  ),
);

/** What may open something to others is never taken for a default of AWS. */
const GIVES_ACCESS = /polic|acl|grant|rule|permission|principal|ingress|egress|cidr|role|user|public|website|cors/;

/**
 * Tells differences from the state that nobody caused: an apply writes each resource into the state as it was made, and what AWS computes, or what other
 * resources of the same apply fill in, comes later. Dozens of them would hide the one that somebody caused. An entry is noise only when all that
 * differs in it is, attribute by attribute:
 *
 * - nothing, written in another way;
 * - made by other resources of the plan, whose own drift is told with them: each text and number of it is among their values, so that
 *   a rule that somebody added by hand is not;
 * - empty in the state, not set by the configuration, and not of a kind that gives access.
 */
export function driftNoise({
  resourceChanges,
  raw,
}: Pick<Plan, 'resourceChanges' | 'raw'>): (drift: ResourceChange) => boolean {
  let known: Surroundings | undefined;
  return (drift) => {
    if (drift.action !== 'update' || drift.deposed !== undefined || drift.isOutline === true) return false;
    const { before, after } = drift;
    if (!isRecord(before) || !isRecord(after)) return false;
    known ??= surroundings(resourceChanges, raw);
    const around = known;
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].every((name) => {
      if (isSame(before[name], after[name])) return true;
      const isUnset = isLeftAlone(drift, name, around);
      return (
        isOwned(drift.type, name, before, after, around, isUnset) || (isUnset && isFilled(drift.type, name, before))
      );
    });
  };
}

interface Surroundings {
  /** What is there now, by type. */
  readonly owners: ReadonlyMap<string, readonly Readonly<Record<string, unknown>>[]>;
  /** Which attributes the configuration sets, by the address without instance keys. */
  readonly configured: ReadonlyMap<string, ReadonlySet<string>>;
}

function surroundings(resourceChanges: readonly ResourceChange[], raw: unknown): Surroundings {
  const owners = new Map<string, Readonly<Record<string, unknown>>[]>();
  for (const { type, mode, before } of resourceChanges) {
    if (mode !== 'managed' || !OWNER_TYPES.has(type) || !isRecord(before)) continue;
    const same = owners.get(type);
    if (same === undefined) owners.set(type, [before]);
    else same.push(before);
  }
  const configured = new Map(
    [...resourcesByAddress(parseConfiguration(raw).root_module)].map(
      ([address, { expressions }]) => [address, new Set(Object.keys(expressions))] as const,
    ),
  );
  return { owners, configured };
}

/** Whether the configuration does not set an attribute. False also of a resource whose configuration is not known. */
function isLeftAlone({ address }: ResourceChange, name: string, { configured }: Surroundings): boolean {
  return configured.get(withoutKeys(address))?.has(name) === false;
}

function isOwned(
  type: string,
  name: string,
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  { owners }: Surroundings,
  isUnset: boolean,
): boolean {
  const possible = (OWNERS[type]?.[name] ?? []).filter(({ overrules }) => isUnset || overrules === true);
  const found = possible.flatMap(({ type: owner, link, by, also = [] }) => {
    const own = (owners.get(owner) ?? []).filter((values) => values[link] !== undefined && values[link] === after[by]);
    return own.length === 0 ? [] : [...own, also];
  });
  if (found.length === 0) return false;
  const explained = new Set([...found.flatMap(leaves), ...leaves(before[name])]);
  return leaves(after[name]).every((leaf) => explained.has(leaf));
}

function isFilled(type: string, name: string, before: Readonly<Record<string, unknown>>): boolean {
  return (
    isNothing(before[name]) &&
    OWNERS[type]?.[name] === undefined &&
    !isRoleAttribute(type, name) &&
    !GIVES_ACCESS.test(name)
  );
}

/** All texts and numbers in a value, those of a policy in it as well. */
function leaves(value: unknown): readonly string[] {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') {
    const inside = parsed(value);
    return inside === undefined ? (value === '' ? [] : [value]) : leaves(inside);
  }
  if (Array.isArray(value)) return value.flatMap(leaves);
  return isRecord(value) ? Object.values(value).flatMap(leaves) : [];
}

function parsed(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Equal, or nothing in the state and one of the ways in which providers write nothing now. */
function isSame(before: unknown, after: unknown): boolean {
  if (isNothing(before)) return isNothing(after) || after === 0 || after === false;
  if (Array.isArray(before) && Array.isArray(after)) {
    return before.length === after.length && before.every((item, index) => isSame(item, after[index]));
  }
  if (isRecord(before) && isRecord(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].every((key) =>
      isSame(before[key], after[key]),
    );
  }
  return canonical(before) === canonical(after);
}

function isNothing(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    (Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0)
  );
}

/** `module.a["x"].aws_b.c[0]` → `module.a.aws_b.c`; a key may hold anything, in quotes. */
function withoutKeys(address: string): string {
  return address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, '');
}
