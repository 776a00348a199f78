import { diffAttributes } from './attribute-diff';
import { driftNoise } from './drift-noise';
import type {
  AttributeChange,
  ChangeLabel,
  ChangeSummary,
  DriftSummary,
  OutputSummary,
  PlanSummary,
} from './environment-plan';
import type { Plan, ResourceChange, ValueChange } from './plan-json';
import { byWeight, doesSomething, isMove, Tally, theWeightiest } from './plan-stream/weight';
import { redactAddress } from './redaction/value-redaction';
import type { Secrets } from './secrets';

/** Says why a change, or a difference from the state, is there. */
export interface ChangeLabels {
  labelOf(change: ResourceChange): ChangeLabel;
  driftLabelOf(drift: ResourceChange): DriftSummary['label'];
}

const UNLABELLED: ChangeLabels = { labelOf: () => 'real', driftLabelOf: () => 'drift' };

/** So many changes are told in detail; more would be read by nobody, and fill memories. */
const DETAILED = 2_000;
/** So many characters of attributes are told in all, then only addresses and actions: as many as all the parts of a comment hold. */
const LONGEST_DETAILS = 325_000;
/** When no more is left than this, or so many changes did not fit, the others are not even tried. */
const SHORTEST_DETAILS = 4_000;
const MOST_TRIES = 100;

/** Summarises a plan; every value passes the redaction on the way. */
export function summarizePlan(plan: Plan, secrets: Secrets, labels: ChangeLabels = UNLABELLED): PlanSummary {
  const doing = plan.resourceChanges.filter(doesSomething);
  const { counts, total } = plan.tally ?? Tally.of(doing);
  const told = theWeightiest(doing, DETAILED);
  const limit = new DetailLimit();
  const changes = [...told].sort(byWeight).map((change) => limit.cut(summarizeChange(change, secrets, labels, limit)));
  const outputs = Object.entries(plan.outputChanges)
    .filter(([, change]) => change.action !== 'no-op')
    .map(([name, change]) => limit.cut(summarizeOutput(name, change, secrets, limit)));
  const changed = new Set(doing.map(({ address }) => address));
  const isNoise = driftNoise(plan);
  const drift = plan.resourceDrift
    .filter((entry) => entry.mode === 'managed' && !changed.has(entry.address))
    // What a swap of the roles explains is told, as that.
    .filter((entry) => labels.driftLabelOf(entry) !== 'drift' || !isNoise(entry))
    .flatMap((entry) => summarizeDrift(entry, secrets, labels))
    .map((entry) => limit.cut(entry));
  return {
    counts,
    changes,
    omittedChanges: total - changes.length,
    outputs,
    drift,
    isEmpty: total === 0 && outputs.length === 0,
  };
}

const UNTOLD: AttributeChange[] = [{ path: '…', after: '(its attributes are not listed)', forcesReplacement: false }];

/** Keeps the summary of a plan of huge values small enough to be handed on: what comes late loses its attributes, not its place. */
class DetailLimit {
  private left = LONGEST_DETAILS;

  /** How often something did not fit. */
  private tries = 0;

  /** The attributes of a change, unless no more are told: to redact them is most of the work. */
  attributesOf(change: ValueChange, secrets: Secrets, name?: string): AttributeChange[] {
    if (this.left >= SHORTEST_DETAILS && this.tries < MOST_TRIES) return [...diffAttributes(change, secrets, name)];
    return UNTOLD;
  }

  cut<T extends { readonly attributes: AttributeChange[] }>(entry: T): T {
    const { attributes } = entry;
    if (attributes === UNTOLD) return entry;
    const length = attributes.reduce(
      (sum, { path, before = '', after = '' }) => sum + path.length + before.length + after.length + 60,
      0,
    );
    if (length > this.left) {
      this.tries += 1;
      const note = `(${attributes.length} attributes are not listed)`;
      return { ...entry, attributes: [{ path: '…', after: note, forcesReplacement: false }] };
    }
    this.left -= length;
    return entry;
  }
}

function summarizeChange(
  change: ResourceChange,
  secrets: Secrets,
  labels: ChangeLabels,
  limit: DetailLimit,
): ChangeSummary {
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
    attributes: change.isOutline === true ? UNTOLD : limit.attributesOf(change, secrets),
  };
}

function summarizeOutput(name: string, change: ValueChange, secrets: Secrets, limit: DetailLimit): OutputSummary {
  return { name, action: change.action, attributes: limit.attributesOf(change, secrets, name) };
}

function summarizeDrift(drift: ResourceChange, secrets: Secrets, labels: ChangeLabels): readonly DriftSummary[] {
  // Terraform also notes here what only moved.
  if (drift.action !== 'update' && drift.action !== 'delete') return [];
  const attributes = drift.isOutline === true ? UNTOLD : [...diffAttributes(drift, secrets)];
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
