import { diffAttributes } from './attribute-diff';
import type { ChangeLabel, ChangeSummary, DriftSummary, OutputSummary, PlanSummary } from './environment-plan';
import type { ChangeAction, Plan, ResourceChange, ValueChange } from './plan-json';
import { redactAddress } from './redaction/value-redaction';
import type { Secrets } from './secrets';

const ORDER: readonly ChangeAction[] = ['delete', 'replace', 'forget', 'update', 'create', 'read', 'no-op'];

/** Says why a change, or a difference from the state, is there. */
export interface ChangeLabels {
  labelOf(change: ResourceChange): ChangeLabel;
  driftLabelOf(drift: ResourceChange): DriftSummary['label'];
}

const UNLABELLED: ChangeLabels = { labelOf: () => 'real', driftLabelOf: () => 'drift' };

/** Summarises a plan; every value passes the redaction on the way. */
export function summarizePlan(plan: Plan, secrets: Secrets, labels: ChangeLabels = UNLABELLED): PlanSummary {
  const doing = plan.resourceChanges.filter(isShown);
  const changes = doing
    .map((change) => summarizeChange(change, secrets, labels))
    .sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action) || a.address.localeCompare(b.address, 'en'));
  const outputs = Object.entries(plan.outputChanges)
    .filter(([, change]) => change.action !== 'no-op')
    .map(([name, change]) => summarizeOutput(name, change, secrets));
  const changed = new Set(doing.map(({ address }) => address));
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
    drift: plan.resourceDrift
      .filter((drift) => drift.mode === 'managed' && !changed.has(drift.address))
      .flatMap((drift) => summarizeDrift(drift, secrets, labels)),
    isEmpty: changes.length === 0 && outputs.length === 0,
  };
}

/** Whether a change does something that belongs into a summary. */
function isShown(change: ResourceChange): boolean {
  return change.mode === 'managed' && (change.action !== 'no-op' || change.isImport || isMove(change));
}

function summarizeChange(change: ResourceChange, secrets: Secrets, labels: ChangeLabels): ChangeSummary {
  return {
    address: redactAddress(change.address, secrets),
    action: change.action,
    label: labels.labelOf(change),
    isImport: change.isImport,
    ...(isMove(change) && change.previousAddress !== undefined
      ? { movedFrom: redactAddress(change.previousAddress, secrets) }
      : {}),
    ...(change.deposed === undefined ? {} : { deposed: change.deposed }),
    ...(change.reason === undefined ? {} : { reason: change.reason.replaceAll('_', ' ') }),
    attributes: [...diffAttributes(change, secrets)],
  };
}

function summarizeOutput(name: string, change: ValueChange, secrets: Secrets): OutputSummary {
  return { name, action: change.action, attributes: [...diffAttributes(change, secrets, name)] };
}

function summarizeDrift(drift: ResourceChange, secrets: Secrets, labels: ChangeLabels): readonly DriftSummary[] {
  // Terraform also notes here what only moved.
  if (drift.action !== 'update' && drift.action !== 'delete') return [];
  const attributes = [...diffAttributes(drift, secrets)];
  if (drift.action === 'update' && attributes.length === 0) return [];
  return [
    {
      address: redactAddress(drift.address, secrets),
      action: drift.action,
      label: labels.driftLabelOf(drift),
      attributes,
    },
  ];
}

function isMove(change: { readonly address: string; readonly previousAddress: string | undefined }): boolean {
  return change.previousAddress !== undefined && change.previousAddress !== change.address;
}
