import type { Plan, ResourceChange } from '../plan-json';

/**
 * Whether a plan only starts anew what was never finished: Terraform was interrupted while it made the thing, so it is tainted and has to be
 * replaced. Nothing can have come to depend on it while its region has no database instance. Without this, a first apply that was cancelled
 * could never be finished, because the rules would defend its ruins. Somebody can taint by hand what is in use; then there are instances.
 */
export function isUnfinished(change: ResourceChange, { resourceChanges }: Pick<Plan, 'resourceChanges'>): boolean {
  if (!isTainted(change)) return false;
  const region = /us[-_](?:east|west)[-_]\d/.exec(change.address)?.[0].replaceAll('_', '-');
  return !resourceChanges.some(
    ({ type, action, address }) =>
      type === 'aws_rds_cluster_instance' &&
      action !== 'create' &&
      (region === undefined || address.replaceAll('_', '-').includes(region)),
  );
}

/**
 * The same of a database instance: its creation was interrupted while its region, or the global database, was still being built. An instance holds no
 * data; the rule that it would break keeps a region that works working.
 */
export function isUnfinishedInstance(
  instance: ResourceChange,
  siblings: readonly ResourceChange[],
  { resourceChanges }: Pick<Plan, 'resourceChanges'>,
): boolean {
  if (!isTainted(instance)) return false;
  return (
    siblings.every((sibling) => sibling.action === 'create' || isTainted(sibling)) ||
    siblings.some(({ action }) => action === 'create') ||
    resourceChanges.some(({ type, action }) => type === 'aws_rds_cluster' && action === 'create')
  );
}

function isTainted({ action, reason }: ResourceChange): boolean {
  return action === 'replace' && reason === 'replace_because_tainted';
}

/** What to do about a tainted thing that the rules defend. */
export function hintForTainted({ reason, address }: ResourceChange): string {
  return reason === 'replace_because_tainted'
    ? `; it is tainted: when it is whole in AWS, "terraform untaint '${address}'" keeps it`
    : '';
}
