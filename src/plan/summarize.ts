import { diffAttributes, type AttributeChange } from './attribute-diff';
import type { ChangeAction, Plan } from './plan-json';
import type { Secrets } from './secrets';

/** One resource that a plan changes; free of secrets. */
export interface ChangeSummary {
  readonly address: string;
  readonly action: ChangeAction;
  readonly isImport: boolean;
  readonly movedFrom: string | undefined;
  /** Terraform's reason for a surprising action, in words. */
  readonly reason: string | undefined;
  readonly attributes: readonly AttributeChange[];
}

export interface OutputSummary {
  readonly name: string;
  readonly action: ChangeAction;
  readonly attributes: readonly AttributeChange[];
}

export interface PlanCounts {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly import: number;
  readonly move: number;
  readonly forget: number;
}

/** What a plan does, ready to be shown; free of secrets. */
export interface PlanSummary {
  readonly counts: PlanCounts;
  /** Destructive changes first. */
  readonly changes: readonly ChangeSummary[];
  readonly outputs: readonly OutputSummary[];
  /** True when applying the plan would do nothing at all. */
  readonly isEmpty: boolean;
}

const ORDER: readonly ChangeAction[] = ['delete', 'replace', 'forget', 'update', 'create', 'read', 'no-op'];

/** Summarises a plan; every value passes the redaction on the way. */
export function summarizePlan(plan: Plan, secrets: Secrets): PlanSummary {
  const changes = plan.resourceChanges
    .filter((change) => change.mode === 'managed')
    .filter((change) => change.action !== 'no-op' || change.isImport || isMove(change))
    .map((change) => ({
      address: change.address,
      action: change.action,
      isImport: change.isImport,
      movedFrom: isMove(change) ? change.previousAddress : undefined,
      reason: change.reason?.replaceAll('_', ' '),
      attributes: diffAttributes(change, secrets),
    }))
    .sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action) || a.address.localeCompare(b.address, 'en'));
  const outputs = Object.entries(plan.outputChanges)
    .filter(([, change]) => change.action !== 'no-op')
    .map(([name, change]) => ({ name, action: change.action, attributes: diffAttributes(change, secrets, name) }));
  const count = (action: ChangeAction) => changes.filter((change) => change.action === action).length;
  return {
    counts: {
      create: count('create'),
      update: count('update'),
      replace: count('replace'),
      delete: count('delete'),
      import: changes.filter((change) => change.isImport).length,
      move: changes.filter((change) => change.movedFrom !== undefined).length,
      forget: count('forget'),
    },
    changes,
    outputs,
    isEmpty: changes.length === 0 && outputs.length === 0,
  };
}

function isMove(change: { readonly address: string; readonly previousAddress: string | undefined }): boolean {
  return change.previousAddress !== undefined && change.previousAddress !== change.address;
}
