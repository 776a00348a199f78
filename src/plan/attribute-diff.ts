import type { AttributeChange } from './environment-plan';
import type { ValueChange } from './plan-json';
import { HIDDEN, ValueRedaction } from './redaction/value-redaction';
import { isRecord, type Secrets } from './secrets';

const UNKNOWN = '(known after apply)';
const LONGEST_VALUE = 200;
/** So many attributes of one change are listed; a map of a million entries must not become a million lines. */
const MOST_ATTRIBUTES = 1_000;

type Path = readonly (string | number)[];

/**
 * The attributes in which a change differs, in the order of their paths.
 *
 * @param name of the whole value, as of an output; a telltale one hides all of it
 */
export function diffAttributes(change: ValueChange, secrets: Secrets, name = ''): readonly AttributeChange[] {
  const changes: AttributeChange[] = [];
  const redaction = new ValueRedaction(secrets, name);
  let unlisted = 0;
  compare(
    [],
    change.before,
    change.after,
    change.afterUnknown,
    change.beforeSensitive,
    change.afterSensitive,
    (leaf) => {
      if (changes.length === MOST_ATTRIBUTES) {
        unlisted += 1;
        return;
      }
      const show = (value: unknown, isSensitive: boolean) =>
        shown(redaction.redact(leaf.path, value, isSensitive), value);
      changes.push({
        path: redaction.path(leaf.path),
        ...(leaf.before === undefined || leaf.before === null
          ? {}
          : { before: show(leaf.before, leaf.beforeSensitive) }),
        ...(leaf.isUnknown
          ? { after: UNKNOWN }
          : leaf.after === undefined || leaf.after === null
            ? {}
            : { after: show(leaf.after, leaf.afterSensitive) }),
        forcesReplacement: change.replacePaths.some((path) => path.every((key, index) => leaf.path[index] === key)),
      });
    },
  );
  if (unlisted > 0) {
    const note = `(${unlisted} more attributes are not listed)`;
    changes.push({ path: '…', after: note, forcesReplacement: false });
  }
  return changes;
}

function shown(redacted: unknown, value: unknown): string {
  if (redacted === HIDDEN) return HIDDEN;
  const text = JSON.stringify(redacted);
  const length = typeof value === 'string' ? value.length : text.length - 2;
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}… (${length} characters)` : text;
}

interface Leaf {
  readonly path: Path;
  readonly before: unknown;
  readonly after: unknown;
  readonly isUnknown: boolean;
  readonly beforeSensitive: boolean;
  readonly afterSensitive: boolean;
}

function compare(
  path: Path,
  before: unknown,
  after: unknown,
  unknown: unknown,
  beforeSensitive: unknown,
  afterSensitive: unknown,
  found: (leaf: Leaf) => void,
): void {
  const keys =
    isContainer(before) || isContainer(after) || isContainer(unknown)
      ? new Set([...keysOf(before), ...keysOf(after), ...keysOf(unknown)])
      : NO_KEYS;
  // A mark on the whole hides its parts, their number and their names as well.
  if (keys.size > 0 && unknown !== true && beforeSensitive !== true && afterSensitive !== true) {
    for (const key of keys) {
      compare(
        [...path, key],
        child(before, key),
        child(after, key),
        child(unknown, key),
        child(beforeSensitive, key),
        child(afterSensitive, key),
        found,
      );
    }
    return;
  }
  const isUnknown = unknown === true;
  // Empty lists, maps and blocks where there was nothing are Terraform's way of saying nothing.
  if (!isUnknown && isNothing(before) && isNothing(after)) return;
  if (!isUnknown && isSame(before ?? null, after ?? null)) return;
  found({
    path,
    before,
    after,
    isUnknown,
    beforeSensitive: beforeSensitive === true,
    afterSensitive: afterSensitive === true,
  });
}

const NO_KEYS: ReadonlySet<string | number> = new Set();

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || ((isContainer(one) || isContainer(other)) && JSON.stringify(one) === JSON.stringify(other));
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function keysOf(value: unknown): readonly (string | number)[] {
  if (Array.isArray(value)) return [...value.keys()];
  return isRecord(value) ? Object.keys(value) : [];
}

function child(value: unknown, key: string | number): unknown {
  // A mark or an "unknown" that covers the whole covers each part.
  if (value === true) return true;
  if (Array.isArray(value)) return value[Number(key)];
  return isRecord(value) ? value[key] : undefined;
}
