import type { ChangeLabel, DriftSummary, LiveWriter } from './environment-plan';
import type { Plan, ResourceChange } from './plan-json';
import { canonical } from './plan-stream/comparable-changes';
import { isRoleAttribute } from './role-attributes';
import { isRecord } from './secrets';

/** Says of every change of a plan why it is there. */
export function labelling(writer: LiveWriter, homeRegion: string) {
  return (plan: Plan) => {
    const drifts = new Map<string, ResourceChange[]>();
    for (const drift of plan.resourceDrift) {
      const known = drifts.get(drift.address);
      if (known === undefined) drifts.set(drift.address, [drift]);
      else known.push(drift);
    }
    return {
      labelOf: (change: ResourceChange): ChangeLabel =>
        labelChange(change, drifts.get(change.address) ?? [], writer, homeRegion),
      driftLabelOf: (drift: ResourceChange) => labelDrift(drift, writer, homeRegion),
    };
  };
}

/**
 * Why a change is there.
 *
 * - `role change`: the roles are swapped, and it would set back an attribute that the swap has changed. Whatever else the change holds, this is what
 *   a reviewer has to know.
 * - `drift`: it does nothing but put back what was changed outside Terraform.
 * - `real`: all else. When in doubt it is real, because that is read with more care.
 *
 * @param drift what differs from Terraform's state; only entries of the same address count
 */
export function labelChange(
  change: ResourceChange,
  drift: readonly ResourceChange[],
  writer: LiveWriter,
  homeRegion: string,
): ChangeLabel {
  const own = drift.find((entry) => entry.address === change.address && entry.deposed === change.deposed);
  switch (change.action) {
    case 'update':
    case 'replace': {
      const attributes = attributesInQuestion(change);
      if (isSwapped(writer, homeRegion) && attributes.some((attribute) => undoesRole(change, attribute))) {
        return 'role change';
      }
      const putsBack =
        own !== undefined && attributes.length > 0 && attributes.every((name) => isPutBack(change, own, name));
      return putsBack ? 'drift' : 'real';
    }
    case 'create':
      return own?.action === 'delete' && isRebuilt(change, own) ? 'drift' : 'real';
    case 'no-op':
    case 'read':
    case 'delete':
    case 'forget':
      return 'real';
  }
}

/** Why something differs from Terraform's state without being among the changes. */
export function labelDrift(drift: ResourceChange, writer: LiveWriter, homeRegion: string): DriftSummary['label'] {
  if (drift.action !== 'update' || !isSwapped(writer, homeRegion)) return 'drift';
  const attributes = differing(drift);
  const roles = attributes.filter((name) => isRoleAttribute(drift.type, name));
  // What was empty when the state was written is filled by other resources of the same apply, as the roles of a cluster: nobody changed it.
  const others = attributes.filter((name) => !roles.includes(name) && !isNothing(valueOf(drift.before, name)));
  return roles.length > 0 && others.length === 0 ? 'expected after failover' : 'drift';
}

/** An unknown writer is not taken for one that is away: that would turn real changes into ones that nobody reads. */
function isSwapped(writer: LiveWriter, homeRegion: string): boolean {
  return writer.state === 'moving' || (writer.state === 'known' && writer.region !== homeRegion);
}

/** A replacement makes every computed attribute unknown; what counts is what is known, and what forces it. */
function attributesInQuestion(change: ResourceChange): readonly string[] {
  if (change.action !== 'replace') return differing(change);
  const forcing = change.replacePaths.map(([attribute]) => String(attribute));
  const known = differing(change).filter((attribute) => !isUnknown(change, attribute));
  return [...new Set([...known, ...forcing])];
}

/** What is only known after the apply sets nothing back. */
function undoesRole(change: ResourceChange, attribute: string): boolean {
  return isRoleAttribute(change.type, attribute) && !isUnknown(change, attribute);
}

/** Whether the change gives an attribute the value that it had before somebody changed it. */
function isPutBack(change: ResourceChange, drift: ResourceChange, attribute: string): boolean {
  return (
    !isUnknown(change, attribute) &&
    !isSame(valueOf(drift.before, attribute), valueOf(drift.after, attribute)) &&
    isSame(valueOf(drift.before, attribute), valueOf(change.after, attribute))
  );
}

/** Whether something that is gone would be made again as it was, as far as that is known. */
function isRebuilt(change: ResourceChange, drift: ResourceChange): boolean {
  const known = isRecord(change.after) ? Object.keys(change.after) : [];
  return known
    .filter((name) => !isUnknown(change, name))
    .every((name) => isSame(valueOf(drift.before, name), valueOf(change.after, name)));
}

/** The attributes that differ, or of which that is not known. An attribute is compared whole: a set has no order to go into. */
function differing(change: ResourceChange): readonly string[] {
  const names = new Set(
    [change.before, change.after, change.afterUnknown].flatMap((of) => (isRecord(of) ? Object.keys(of) : [])),
  );
  return [...names].filter(
    (name) => isUnknown(change, name) || !isSame(valueOf(change.before, name), valueOf(change.after, name)),
  );
}

function valueOf(of: unknown, attribute: string): unknown {
  return isRecord(of) ? (of[attribute] ?? null) : null;
}

function isUnknown({ afterUnknown }: ResourceChange, attribute: string): boolean {
  return isRecord(afterUnknown) && holdsTrue(afterUnknown[attribute]);
}

/** A provider writes nothing in several ways, and another way after a refresh than after an apply. */
function isSame(one: unknown, other: unknown): boolean {
  return (isNothing(one) && isNothing(other)) || canonical(one) === canonical(other);
}

function isNothing(value: unknown): boolean {
  return (
    value === null ||
    value === '' ||
    (Array.isArray(value) ? value.length === 0 : isRecord(value) && Object.keys(value).length === 0)
  );
}

/** Terraform marks what is unknown with `true`, and leaves empty shells of the rest. */
function holdsTrue(mark: unknown): boolean {
  if (mark === true) return true;
  if (Array.isArray(mark)) return mark.some(holdsTrue);
  return isRecord(mark) && Object.values(mark).some(holdsTrue);
}
