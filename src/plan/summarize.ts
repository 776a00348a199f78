import { diffAttributes } from './attribute-diff';
import type { PlanSummary } from './environment-plan';
import type { ChangeAction, Plan } from './plan-json';
import type { Secrets } from './secrets';

const ORDER: readonly ChangeAction[] = ['delete', 'replace', 'forget', 'update', 'create', 'read', 'no-op'];

/** Summarises a plan; every value passes the redaction on the way. */
export function summarizePlan(plan: Plan, secrets: Secrets): PlanSummary {
  const changes = plan.resourceChanges
    .filter((change) => change.mode === 'managed')
    .filter((change) => change.action !== 'no-op' || change.isImport || isMove(change))
    .map((change) => ({
      address: change.address,
      action: change.action,
      label: 'real' as const,
      isImport: change.isImport,
      ...(isMove(change) && change.previousAddress !== undefined ? { movedFrom: change.previousAddress } : {}),
      ...(change.reason === undefined ? {} : { reason: change.reason.replaceAll('_', ' ') }),
      attributes: [...diffAttributes(change, secrets)],
    }))
    .sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action) || a.address.localeCompare(b.address, 'en'));
  const outputs = Object.entries(plan.outputChanges)
    .filter(([, change]) => change.action !== 'no-op')
    .map(([name, change]) => ({ name, action: change.action, attributes: [...diffAttributes(change, secrets, name)] }));
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
    omittedChanges: 0,
    outputs,
    drift: [],
    isEmpty: changes.length === 0 && outputs.length === 0,
  };
}

function isMove(change: { readonly address: string; readonly previousAddress: string | undefined }): boolean {
  return change.previousAddress !== undefined && change.previousAddress !== change.address;
}
