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
    if (before !== undefined && after !== undefined && after < before) {
      yield {
        id: 'DR003',
        address: change.address,
        sentence: `backups would be kept for ${after} instead of ${before} days; older points in time are lost at once`,
      };
    }
  }
}

function* readers(plan: Plan, { database }: Environment): Iterable<Violation> {
  const removed = plan.resourceChanges.filter(
    ({ type, action }) => type === 'aws_rds_cluster_instance' && action === 'delete',
  );
  for (const { address } of removed) {
    const siblings = plan.resourceChanges.filter(
      (other) => other.type === 'aws_rds_cluster_instance' && withoutIndex(other.address) === withoutIndex(address),
    );
    const left = siblings.filter(({ action }) => action !== 'delete').length;
    if (left < 1 + database.readersPerRegion || left < 3) {
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
  const inRegion = (region: string) => destructive.find(({ address }) => address.includes(region));
  const [east, west] = [inRegion('us_east_1'), inRegion('us_west_2')];
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

function changes({ before, after, afterUnknown }: ResourceChange, attribute: string): boolean {
  const value = (of: unknown) => (isRecord(of) ? (of[attribute] ?? null) : null);
  return (isRecord(afterUnknown) && afterUnknown[attribute] === true) || value(before) !== value(after);
}

function number(of: unknown, attribute: string): number | undefined {
  const value = isRecord(of) ? of[attribute] : undefined;
  return typeof value === 'number' ? value : undefined;
}

function withoutIndex(address: string): string {
  return address.replace(/\[[^\]]*\]$/, '');
}
