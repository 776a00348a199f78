import type { Environment } from '../environment/schema';
import type { Plan, ResourceChange } from './plan-json';
import { isRecord } from './secrets';

/** A rule of disaster recovery that a plan would break. */
export interface Violation {
  /** Stable, for exceptions and for searching. */
  readonly id: string;
  readonly address: string;
  /** What would happen, and what to do instead. */
  readonly sentence: string;
}

/** Losing one of these loses data, or the means to read it. */
const IRREPLACEABLE: Readonly<Record<string, string>> = {
  aws_rds_global_cluster: 'the global database and its endpoint',
  aws_rds_cluster: 'a cluster with all its data and backups',
  aws_kms_key: 'the key, and with it everything that was encrypted with it',
  aws_db_subnet_group: 'the network of a cluster, which replaces the cluster',
  aws_secretsmanager_secret: 'the only copy of the database password',
};

/**
 * Checks a plan against the rules that keep the database recoverable. They block a pull request and an apply; destroying an environment
 * is a mode of its own.
 */
export function checkInvariants(plan: Plan, environment: Environment): readonly Violation[] {
  return [
    ...irreplaceable(plan),
    ...membership(plan),
    ...retention(plan),
    ...readers(plan, environment),
    ...oneRegionAtATime(plan),
  ];
}

function* irreplaceable(plan: Plan): Iterable<Violation> {
  for (const { action, address, type } of plan.resourceChanges) {
    const loss = IRREPLACEABLE[type];
    if (loss !== undefined && isDestructive(action)) {
      yield { id: 'DR001', address, sentence: `this plan would ${action} it: that loses ${loss}` };
    }
  }
}

function* membership(plan: Plan): Iterable<Violation> {
  for (const change of plan.resourceChanges) {
    if (change.type !== 'aws_rds_cluster' || change.action !== 'update') continue;
    for (const attribute of ['global_cluster_identifier', 'replication_source_identifier']) {
      if (changes(change, attribute)) {
        yield {
          id: 'DR002',
          address: change.address,
          sentence: `${attribute} would change, which takes the cluster out of the global database; it has to be in ignore_changes of both clusters`,
        };
      }
    }
  }
}

function* retention(plan: Plan): Iterable<Violation> {
  for (const change of plan.resourceChanges) {
    if (change.type !== 'aws_rds_cluster' || change.action !== 'update') continue;
    const [before, after] = [
      number(change.before, 'backup_retention_period'),
      number(change.after, 'backup_retention_period'),
    ];
    if (isUnknown(change, 'backup_retention_period')) {
      yield {
        id: 'DR003',
        address: change.address,
        sentence: 'how long backups are kept would only be known after the apply; give the number of days',
      };
    } else if (before !== undefined && after !== undefined && after < before) {
      yield {
        id: 'DR003',
        address: change.address,
        sentence: `backups would be kept for ${after} instead of ${before} days; older points in time are lost at once`,
      };
    }
  }
}

function* readers(plan: Plan, { database }: Environment): Iterable<Violation> {
  const instances = plan.resourceChanges.filter(({ type }) => type === 'aws_rds_cluster_instance');
  for (const { address, action } of instances.filter((instance) => isDestructive(instance.action))) {
    const siblings = instances.filter((other) => withoutIndex(other.address) === withoutIndex(address));
    const left = siblings.filter((other) => other.action !== 'delete' && other.action !== 'forget').length;
    // What is created or replaced does not serve while the plan is applied.
    const untouched = siblings.filter((other) => other.action === 'no-op' || other.action === 'update').length;
    if (untouched < 2) {
      yield {
        id: 'DR004',
        address,
        sentence: `this plan would ${action} it and leave ${untouched} running instances of its region untouched; keep two, and change one at a time`,
      };
    } else if (left < 1 + database.readersPerRegion || left < 3) {
      yield {
        id: 'DR004',
        address,
        sentence: `only ${left} instances would be left in its region; a writer and two readers are the least`,
      };
    }
  }
}

function* oneRegionAtATime(plan: Plan): Iterable<Violation> {
  const destructive = plan.resourceChanges.filter(({ action }) => isDestructive(action));
  const inRegion = (region: string) => destructive.find((change) => regionsOf(change).includes(region));
  const [east, west] = [inRegion('us-east-1'), inRegion('us-west-2')];
  if (east !== undefined && west !== undefined) {
    yield {
      id: 'DR005',
      address: west.address,
      sentence: `this plan removes or replaces something in both regions at once (also ${east.address}); change one region, drill, then the other`,
    };
  }
}

function isDestructive(action: ResourceChange['action']): action is 'delete' | 'replace' | 'forget' {
  return action === 'delete' || action === 'replace' || action === 'forget';
}

/** The text that tells the region of a change: its address, and its ARN where the address does not. */
function regionsOf({ address, before }: ResourceChange): string {
  const arn = isRecord(before) ? before['arn'] : undefined;
  return `${address.replaceAll('_', '-')} ${typeof arn === 'string' ? arn : ''}`;
}

function isUnknown({ afterUnknown }: ResourceChange, attribute: string): boolean {
  return isRecord(afterUnknown) && afterUnknown[attribute] === true;
}

function changes(change: ResourceChange, attribute: string): boolean {
  const value = (of: unknown) => (isRecord(of) ? (of[attribute] ?? null) : null);
  return isUnknown(change, attribute) || value(change.before) !== value(change.after);
}

function number(of: unknown, attribute: string): number | undefined {
  const value = isRecord(of) ? of[attribute] : undefined;
  return typeof value === 'number' ? value : undefined;
}

function withoutIndex(address: string): string {
  return address.replace(/\[[^\]]*\]$/, '');
}
