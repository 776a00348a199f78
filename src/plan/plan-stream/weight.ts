import type { PlanCounts } from '../environment-plan';
import type { ChangeAction, PlanTally, ResourceChange } from '../plan-json';

/** The order in which changes are told: what destroys comes first. */
export const WEIGHTIEST_FIRST: readonly ChangeAction[] = [
  'delete',
  'replace',
  'forget',
  'update',
  'create',
  'read',
  'no-op',
];

/** Of each action at least so many are told, however many weightier ones there are: none of them may go unseen. */
export const OF_EACH = 50;

export function isMove(change: Pick<ResourceChange, 'address' | 'previousAddress'>): boolean {
  return change.previousAddress !== undefined && change.previousAddress !== change.address;
}

/** Whether a change belongs into a summary. */
export function doesSomething(
  change: Pick<ResourceChange, 'mode' | 'action' | 'isImport' | 'address' | 'previousAddress'>,
): boolean {
  return change.mode === 'managed' && (change.action !== 'no-op' || change.isImport || isMove(change));
}

/** Addresses in the order of their code units, as Terraform sorts them: an alphabet's order would take longer than the comment itself. */
export function byWeight(a: ResourceChange, b: ResourceChange): number {
  const heavier = WEIGHTIEST_FIRST.indexOf(a.action) - WEIGHTIEST_FIRST.indexOf(b.action);
  if (heavier !== 0) return heavier;
  return a.address === b.address ? 0 : a.address < b.address ? -1 : 1;
}

/** At most `limit` changes: some of each action, and then the weightiest. */
export function theWeightiest(changes: readonly ResourceChange[], limit: number): readonly ResourceChange[] {
  if (changes.length <= limit) return changes;
  const groups = WEIGHTIEST_FIRST.map((action) => changes.filter((change) => change.action === action));
  let left = limit - groups.reduce((sum, { length }) => sum + Math.min(length, OF_EACH), 0);
  return groups.flatMap((group) => {
    const more = Math.max(0, Math.min(group.length - OF_EACH, left));
    left -= more;
    return group.slice(0, OF_EACH + more);
  });
}

/** Counts what a plan does. */
export class Tally implements PlanTally {
  total = 0;
  readonly counts: PlanCounts = { create: 0, update: 0, replace: 0, delete: 0, import: 0, move: 0, forget: 0 };

  static of(changes: readonly ResourceChange[]): Tally {
    const tally = new Tally();
    for (const change of changes) tally.add(change);
    return tally;
  }

  /** @param change one that does something */
  add(change: Pick<ResourceChange, 'action' | 'isImport' | 'address' | 'previousAddress'>): void {
    this.total += 1;
    if (change.isImport) this.counts.import += 1;
    if (isMove(change)) this.counts.move += 1;
    if (change.action !== 'no-op' && change.action !== 'read') this.counts[change.action] += 1;
  }
}
