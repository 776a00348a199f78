import type { AttributeChange } from './environment-plan';
import type { ValueChange } from './plan-json';
import { isRecord, type Secrets } from './secrets';

const UNKNOWN = '(known after apply)';
const HIDDEN = '(sensitive)';
const LONGEST_VALUE = 200;
/** Names of attributes whose values are hidden even if nobody marked them. */
const TELLTALE =
  /pass(?:word|wd|phrase)|secret|token|private|credential|api_?key|access_?key|client_?key|auth|cert.*key|user_data/i;
/** Long runs of letters and digits mixed are more often keys than prose. ARNs and ids are not matched. */
const KEY_SHAPED =
  /(?:^|[^A-Za-z0-9/+=_-])(?=[A-Za-z0-9/+=_-]*\d)(?=[A-Za-z0-9/+=_-]*[a-z])(?=[A-Za-z0-9/+=_-]*[A-Z])[A-Za-z0-9/+=_-]{32,}(?:$|[^A-Za-z0-9/+=_-])/;

type Path = readonly (string | number)[];

/**
 * The attributes in which a change differs, in the order of their paths.
 *
 * @param name of the whole value, as of an output; a telltale one hides all of it
 */
export function diffAttributes(change: ValueChange, secrets: Secrets, name = ''): readonly AttributeChange[] {
  const changes: AttributeChange[] = [];
  const shower = new Shower(secrets, TELLTALE.test(name));
  compare(
    [],
    change.before,
    change.after,
    change.afterUnknown,
    change.beforeSensitive,
    change.afterSensitive,
    (leaf) => {
      changes.push({
        path: pathText(leaf.path),
        ...(leaf.before === undefined || leaf.before === null
          ? {}
          : { before: shower.show(leaf.path, leaf.before, leaf.beforeSensitive) }),
        ...(leaf.isUnknown
          ? { after: UNKNOWN }
          : leaf.after === undefined || leaf.after === null
            ? {}
            : { after: shower.show(leaf.path, leaf.after, leaf.afterSensitive) }),
        forcesReplacement: change.replacePaths.some((path) => path.every((key, index) => leaf.path[index] === key)),
      });
    },
  );
  return changes;
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
  const keys = new Set([...keysOf(before), ...keysOf(after), ...keysOf(unknown)]);
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
  // Empty lists and blocks where there was nothing are Terraform's way of saying nothing.
  if (!isUnknown && isNothing(before) && isNothing(after)) return;
  if (!isUnknown && JSON.stringify(before ?? null) === JSON.stringify(after ?? null)) return;
  found({
    path,
    before,
    after,
    isUnknown,
    beforeSensitive: beforeSensitive === true,
    afterSensitive: afterSensitive === true,
  });
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
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

/** Turns values into text that may be shown; what is not known to be harmless is hidden. */
class Shower {
  constructor(
    private readonly secrets: Secrets,
    private readonly isAllHidden: boolean,
  ) {}

  show(path: Path, value: unknown, isSensitive: boolean): string {
    if (isSensitive || this.isAllHidden) return HIDDEN;
    const masked = this.mask(path, value);
    if (masked === HIDDEN) return HIDDEN;
    const text = JSON.stringify(masked);
    return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}… (${text.length - 2} characters)` : text;
  }

  /** The value with everything in it hidden that has a telltale name, is known to be secret, or looks like a key. */
  private mask(path: Path, value: unknown): unknown {
    if (path.some((key) => TELLTALE.test(String(key)))) return HIDDEN;
    if (Array.isArray(value)) return value.map((item, index) => this.mask([...path, index], item));
    if (isRecord(value))
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.mask([...path, key], item)]));
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return this.secrets.isIn(text) || KEY_SHAPED.test(text) ? HIDDEN : value;
  }
}

function pathText(path: Path): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');
}
