import type { ResourceChange } from '../plan-json';
import { isRecord } from '../secrets';
import type { Finding } from './rule';
import { withoutKeys, type PlannedStack } from './stack';
import { hintForTainted, isUnfinished, isUnfinishedInstance } from './unfinished';
import { asNumber, asText } from './values';

// What a plan must not do, whatever the result would look like. These rules also judge what others added beside our stack.

/** Losing one of these loses data, or the means to read it. */
const IRREPLACEABLE: Readonly<Record<string, string>> = {
  aws_rds_global_cluster: 'the global database and its endpoint',
  aws_rds_cluster: 'a cluster with all its data and backups',
  aws_kms_key: 'the key, and with it everything that was encrypted with it',
  aws_db_subnet_group: 'the network of a cluster, which replaces the cluster',
  aws_secretsmanager_secret: 'the only copy of the database password',
};

/** Without one of these, a failure is noticed later, by fewer people, or not at all. */
const WATCHES: Readonly<Record<string, string>> = {
  aws_cloudwatch_composite_alarm: 'alarm',
  aws_cloudwatch_metric_alarm: 'alarm',
  aws_db_event_subscription: 'subscription to database events',
  aws_route53_health_check: 'health check',
  aws_sns_topic: 'topic',
  aws_sqs_queue: 'queue',
};

export function* irreplaceable({ plan }: PlannedStack): Iterable<Finding> {
  for (const change of plan.resourceChanges) {
    const { action, address, type } = change;
    const loss = IRREPLACEABLE[type];
    if (loss !== undefined && isDestructive(action) && !isUnfinished(change, plan)) {
      yield { address, sentence: `this plan would ${action} it: that loses ${loss}${hintForTainted(change)}` };
    }
  }
}

export function* membership({ plan }: PlannedStack): Iterable<Finding> {
  for (const change of plan.resourceChanges) {
    if (change.type !== 'aws_rds_cluster' || change.action !== 'update') continue;
    for (const attribute of ['global_cluster_identifier', 'replication_source_identifier']) {
      if (changes(change, attribute)) {
        yield {
          address: change.address,
          sentence: `${attribute} would change, which takes the cluster out of the global database; it has to be in ignore_changes of both clusters`,
        };
      }
    }
  }
}

export function* retention({ plan }: PlannedStack): Iterable<Finding> {
  for (const change of plan.resourceChanges) {
    if (change.type !== 'aws_rds_cluster' || change.action !== 'update') continue;
    const [before, after] = [
      number(change.before, 'backup_retention_period'),
      number(change.after, 'backup_retention_period'),
    ];
    if (isUnknown(change, 'backup_retention_period')) {
      yield {
        address: change.address,
        sentence: 'how long backups are kept would only be known after the apply; give the number of days',
      };
    } else if (before !== undefined && after !== undefined && after < before) {
      yield {
        address: change.address,
        sentence: `backups would be kept for ${after} instead of ${before} days; older points in time are lost at once`,
      };
    }
  }
}

export function* readers({ plan, environment: { database } }: PlannedStack): Iterable<Finding> {
  const instances = plan.resourceChanges.filter(({ type }) => type === 'aws_rds_cluster_instance');
  for (const instance of instances.filter(({ action }) => isDestructive(action))) {
    const { address, action } = instance;
    const siblings = instances.filter((other) => withoutIndex(other.address) === withoutIndex(address));
    if (isUnfinishedInstance(instance, siblings, plan)) continue;
    const left = siblings.filter((other) => other.action !== 'delete' && other.action !== 'forget').length;
    // What is created or replaced does not serve while the plan is applied.
    const untouched = siblings.filter((other) => other.action === 'no-op' || other.action === 'update').length;
    if (untouched < 2) {
      yield {
        address,
        sentence: `this plan would ${action} it and leave ${untouched} running instances of its region untouched; keep two, and change one at a time${hintForTainted(instance)}`,
      };
    } else if (left < 1 + database.readersPerRegion || left < 3) {
      yield {
        address,
        sentence: `only ${left} instances would be left in its region; a writer and two readers are the least`,
      };
    }
  }
}

export function* oneRegionAtATime({ plan }: PlannedStack): Iterable<Finding> {
  const destructive = plan.resourceChanges.filter(
    (change) => isDestructive(change.action) && !isUnfinished(change, plan),
  );
  const inRegion = (region: string) => destructive.find((change) => regionsOf(change).includes(region));
  const [east, west] = [inRegion('us-east-1'), inRegion('us-west-2')];
  if (east !== undefined && west !== undefined) {
    yield {
      address: west.address,
      sentence: `this plan removes or replaces something in both regions at once (also ${east.address}); change one region, drill, then the other`,
    };
  }
}

/** Only ours: what watches somebody else's resources is theirs. A replacement watches again, and subscriptions have no other way. */
export function* watches(stack: PlannedStack): Iterable<Finding> {
  for (const { action, address, type } of stack.plan.resourceChanges) {
    const watch = WATCHES[type];
    const isRemoved = action === 'delete' || action === 'forget';
    if (watch !== undefined && isRemoved && stack.isOurs(withoutKeys(address))) {
      yield { address, sentence: `this plan would ${action} the ${watch}: what it watches would fail unseen; keep it` };
    }
  }
}

export function* memberVersions({ plan }: PlannedStack): Iterable<Finding> {
  for (const change of plan.resourceChanges) {
    const isMember = change.type === 'aws_rds_cluster' || change.type === 'aws_rds_cluster_instance';
    if (!isMember || change.action !== 'update' || !changes(change, 'engine_version')) continue;
    // Aurora changes the version by itself while the global database is upgraded; then it is unknown until the apply.
    if (isUnknown(change, 'engine_version')) continue;
    yield {
      address: change.address,
      sentence:
        'engine_version of a member would change on its own; with two versions neither switchover nor failover works. Upgrade the global database, and keep engine_version in ignore_changes here',
    };
  }
}

function isDestructive(action: ResourceChange['action']): action is 'delete' | 'replace' | 'forget' {
  return action === 'delete' || action === 'replace' || action === 'forget';
}

/** The text that tells the region of a change: its address, and its ARN where the address does not. */
function regionsOf({ address, before }: ResourceChange): string {
  const arn = isRecord(before) ? asText(before['arn']) : undefined;
  return `${address.replaceAll('_', '-')} ${arn ?? ''}`;
}

function isUnknown({ afterUnknown }: ResourceChange, attribute: string): boolean {
  return isRecord(afterUnknown) && afterUnknown[attribute] === true;
}

function changes(change: ResourceChange, attribute: string): boolean {
  const value = (of: unknown) => (isRecord(of) ? (of[attribute] ?? null) : null);
  return isUnknown(change, attribute) || value(change.before) !== value(change.after);
}

function number(of: unknown, attribute: string): number | undefined {
  return isRecord(of) ? asNumber(of[attribute]) : undefined;
}

function withoutIndex(address: string): string {
  return address.replace(/\[[^\]]*\]$/, '');
}
