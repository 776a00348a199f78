import type { ComparableChange } from '../comparable-plan';
import { isRecord } from '../secrets';
import type { ResourceChange, ValueChange } from '../plan-json';

/** Turns a text into something short that no other text has, such as SHA-256: what is compared must not keep what is secret. */
export type Digest = (text: string) => string;

/** Attributes that change on their own while nobody does anything; in them, two plans of the same configuration differ. */
const VOLATILE = new Set(['latest_restorable_time', 'last_modified', 'last_modified_date', 'last_accessed_date']);

/** What of a resource's change another plan is compared with, or `undefined` when it does nothing. */
export function comparableResource(
  change: ResourceChange,
  digest: Digest,
): readonly [key: string, ComparableChange] | undefined {
  if (change.mode !== 'managed') return undefined;
  const isMove = change.previousAddress !== undefined && change.previousAddress !== change.address;
  if (change.action === 'no-op' && !change.isImport && !isMove) return undefined;
  const key = change.deposed === undefined ? change.address : `${change.address} (deposed ${change.deposed})`;
  return [
    key,
    {
      action: change.action,
      digest: digest(essence(change, isMove ? change.previousAddress : undefined)),
      ...(change.action === 'create' || (change.action === 'replace' && change.reason === 'replace_because_tainted')
        ? { makes: digest(creation(change)) }
        : {}),
    },
  ];
}

export function comparableOutput(
  name: string,
  change: ValueChange,
  digest: Digest,
): readonly [key: string, ComparableChange] | undefined {
  if (change.action === 'no-op') return undefined;
  return [`output.${name}`, { action: change.action, digest: digest(essence(change)) }];
}

/** What a creation makes, whatever was there before. */
function creation(change: ValueChange): string {
  return [steady(change.after), canonical(change.afterUnknown), canonical(change.afterSensitive)].join('\n');
}

function essence(change: ValueChange, movedFrom?: string): string {
  const [before, after] =
    change.action === 'update' ? changed(change.before, change.after) : [steady(change.before), steady(change.after)];
  return [
    canonical(change.actions),
    canonical(change.importId),
    before,
    after,
    canonical(change.afterUnknown),
    canonical(change.beforeSensitive),
    canonical(change.afterSensitive),
    canonical(change.replacePaths),
    canonical(movedFrom),
  ].join('\n');
}

/** What an update leaves alone nobody reviews, and it may differ each time that it is read. The identity stays: it says what is updated. */
function changed(before: unknown, after: unknown): readonly [before: string, after: string] {
  if (!isRecord(before) || !isRecord(after)) return [canonical(before), canonical(after)];
  const parts: readonly [string[], string[]] = [[], []];
  for (const key of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    if (VOLATILE.has(key)) continue;
    const texts = [canonical(before[key]), canonical(after[key])] as const;
    if (texts[0] === texts[1] && key !== 'id' && key !== 'arn') continue;
    const name = JSON.stringify(key);
    parts[0].push(`${name}:${texts[0]}`);
    parts[1].push(`${name}:${texts[1]}`);
  }
  return [parts[0].join(), parts[1].join()];
}

function steady(value: unknown): string {
  if (!isRecord(value)) return canonical(value);
  return canonical(
    Object.keys(value).some((key) => VOLATILE.has(key))
      ? Object.fromEntries(Object.entries(value).filter(([key]) => !VOLATILE.has(key)))
      : value,
  );
}

/** JSON whose keys stand in the order of their code units, whoever wrote them. */
export function canonical(value: unknown): string {
  // Terraform writes them so, and then the engine's own way is the quickest.
  if (isInOrder(value)) return JSON.stringify(value ?? null);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isRecord(value)) return JSON.stringify(value ?? null);
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
    .join()}}`;
}

function isInOrder(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isInOrder);
  if (!isRecord(value)) return true;
  let last = '';
  for (const key in value) {
    if (key < last || value[key] === undefined || !isInOrder(value[key])) return false;
    last = key;
  }
  return true;
}
