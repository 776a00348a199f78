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
  const show = (path: Path, value: unknown, isSensitive: boolean) =>
    shown(redaction.redact(path, value, isSensitive), value);
  let unlisted = 0;
  const found = ({ path, before, after, isUnknown, beforeSensitive, afterSensitive }: Leaf): void => {
    if (changes.length === MOST_ATTRIBUTES) {
      unlisted += 1;
      return;
    }
    const attribute: AttributeChange = {
      path: redaction.path(path),
      forcesReplacement: change.replacePaths.some((forcing) => forcing.every((key, index) => path[index] === key)),
    };
    if (before !== undefined && before !== null) attribute.before = show(path, before, beforeSensitive);
    if (isUnknown) attribute.after = UNKNOWN;
    else if (after !== undefined && after !== null) attribute.after = show(path, after, afterSensitive);
    changes.push(attribute);
  };
  compare([], change.before, change.after, change.afterUnknown, change.beforeSensitive, change.afterSensitive, found);
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

/** @param path changes while its parts are gone through: whoever keeps it copies it */
function compare(
  path: (string | number)[],
  before: unknown,
  after: unknown,
  unknown: unknown,
  beforeSensitive: unknown,
  afterSensitive: unknown,
  found: (leaf: Leaf) => void,
): void {
  const keys = unionOf(unionOf(keysOf(before), keysOf(after)), keysOf(unknown));
  // A mark on the whole hides its parts, their number and their names as well.
  if (keys.length > 0 && unknown !== true && beforeSensitive !== true && afterSensitive !== true) {
    for (const key of keys) {
      path.push(key);
      compare(
        path,
        child(before, key),
        child(after, key),
        child(unknown, key),
        child(beforeSensitive, key),
        child(afterSensitive, key),
        found,
      );
      path.pop();
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

type Keys = readonly (string | number)[];
const NO_KEYS: Keys = [];

function unionOf(one: Keys, other: Keys): Keys {
  if (other.length === 0) return one;
  return one.length === 0 ? other : [...new Set([...one, ...other])];
}

function isContainer(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isSame(one: unknown, other: unknown): boolean {
  return one === other || ((isContainer(one) || isContainer(other)) && JSON.stringify(one) === JSON.stringify(other));
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

function keysOf(value: unknown): Keys {
  if (Array.isArray(value)) return [...value.keys()];
  return isRecord(value) ? Object.keys(value) : NO_KEYS;
}

function child(value: unknown, key: string | number): unknown {
  // A mark or an "unknown" that covers the whole covers each part.
  if (value === true) return true;
  if (Array.isArray(value)) return value[Number(key)];
  return isRecord(value) ? value[key] : undefined;
}
