import { isRecord, parseDocument, type Secrets } from '../secrets';
import { isDigest, isHarmless, isTelltale, withoutLooks } from './shapes';

export const HIDDEN = '(sensitive)';

/** So much of a long text is looked at: more than is ever shown, because what is hidden makes room. */
const LOOKED_AT = 4_096;
/** A secret at the end of what is looked at would be cut, and not known any more. */
const MARGIN = 512;
/** What encodings of encodings make of one character, about. */
const GROWTH = 8;
const LONGEST_DOCUMENT = 256 * 1024;
/** So many parts of one value are looked at; the rest is not shown. */
const MOST_PARTS = 1_000;

type Path = readonly (string | number)[];

/** Turns values into values that may be shown; what is not known to be harmless is hidden. It comes before all escaping. */
export class ValueRedaction {
  private readonly isAllHidden: boolean;
  private readonly lookedAt: number;

  /** @param name of the whole, as of an output; a telltale one hides everything in it */
  constructor(
    private readonly secrets: Secrets,
    private readonly name: string,
  ) {
    this.isAllHidden = isTelltale(name);
    this.lookedAt = Math.max(LOOKED_AT, MARGIN + secrets.longest * GROWTH);
  }

  /** @param isSensitive by a mark of Terraform, against which nothing helps */
  redact(path: Path, value: unknown, isSensitive: boolean): unknown {
    if (isSensitive) return HIDDEN;
    const isHidden = this.isAllHidden || path.some((key) => isTelltale(String(key)));
    const name = path.findLast((key) => typeof key === 'string') ?? this.name;
    return this.mask(value, isHidden, name, { left: MOST_PARTS });
  }

  /** A path as text; keys of maps are values too. */
  path(path: Path): string {
    return path
      .map((key, index) => {
        if (typeof key === 'number') return `[${key}]`;
        return index === 0 ? this.key(key) : `.${this.key(key)}`;
      })
      .join('');
  }

  private mask(value: unknown, isHidden: boolean, name: string, budget: { left: number }): unknown {
    budget.left -= 1;
    if (Array.isArray(value))
      return value.slice(0, Math.max(0, budget.left)).map((item) => this.mask(item, isHidden, name, budget));
    if (isRecord(value))
      return Object.fromEntries(
        Object.entries(value)
          .slice(0, Math.max(0, budget.left))
          .map(([key, item]) => [this.key(key), this.mask(item, isHidden || isTelltale(key), key, budget)]),
      );
    if (typeof value === 'string') return this.text(value, isHidden, name);
    if (typeof value === 'number') return isHidden || this.secrets.isIn(String(value)) ? HIDDEN : value;
    return value;
  }

  private text(value: string, isHidden: boolean, name: string): string {
    if (value === '') return value;
    if (isHidden && !isHarmless(value)) return HIDDEN;
    const start = value.slice(0, this.lookedAt);
    if (this.secrets.isIn(start)) return HIDDEN;
    const document = value.length > LONGEST_DOCUMENT ? undefined : parseDocument(value);
    if (document !== undefined) {
      const masked = JSON.stringify(this.mask(document, false, name, { left: MOST_PARTS }));
      // The author's spaces stay where nothing was hidden.
      return masked === JSON.stringify(document) ? value : masked;
    }
    if (isDigest(name, value)) return value;
    const redacted = withoutLooks(start);
    return start.length === value.length || redacted === start ? redacted : redacted.slice(0, -MARGIN);
  }

  private key(key: string): string {
    return this.secrets.isIn(key) ? HIDDEN : withoutLooks(key.slice(0, this.lookedAt));
  }
}

/** An address whose instance keys, which are values, are fit to be shown. The rest of it stands in the configuration. */
export function redactAddress(address: string, secrets: Secrets): string {
  return address.replace(/\["((?:[^"\\]|\\.)*)"\]/g, (all, key: string) =>
    secrets.isIn(key) ? `["${HIDDEN}"]` : withoutLooks(all),
  );
}
