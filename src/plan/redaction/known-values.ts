import { mayBeEncoded, readings, type Shortest } from './decodings';
import { Remembered } from './remembered';

/** A value of this length or more is removed also where it is part of a longer text. */
export const PART_LENGTH = 6;
/** A short secret is removed from a free text only where it is a word of at least this length: a digit is everywhere. */
const WORD_LENGTH = 4;
const REDACTED = '(redacted)';

/** Values that are known to be secret, and where they stand, in the clear or encoded. */
export class KnownValues {
  private readonly whole: ReadonlySet<string>;
  /** Values by their first characters: one look-up for each place in a text, however many there are. */
  private readonly parts: ReadonlyMap<string, readonly string[]>;

  readonly longest: number;
  private readonly shortest: Shortest;
  /** Where no part can begin: nearly everywhere. Most places in a text are told by this, without a look-up. */
  private readonly beginnings = new Uint8Array(1 << 16);
  private readonly remembered = new Remembered<boolean>();

  constructor(values: Iterable<string>) {
    this.whole = new Set([...values].filter((value) => value !== ''));
    const parts = new Map<string, string[]>();
    for (const value of this.whole) {
      if (value.length < PART_LENGTH) continue;
      const start = value.slice(0, PART_LENGTH);
      const same = parts.get(start);
      if (same === undefined) parts.set(start, [value]);
      else same.push(value);
    }
    // The longest first, so that no rest of one stays.
    for (const same of parts.values()) same.sort((a, b) => b.length - a.length);
    this.parts = parts;
    let shortestPart = Infinity;
    for (const same of parts.values())
      for (const part of same) {
        this.beginnings[beginningAt(part, 0)] = 1;
        shortestPart = Math.min(shortestPart, part.length);
      }
    const shortestWhole = [...this.whole].reduce((shortest, { length }) => Math.min(shortest, length), Infinity);
    this.shortest = { part: shortestPart, whole: shortestWhole };
    this.longest = [...this.whole].reduce((longest, { length }) => Math.max(longest, length), 0);
  }

  /** Whether `text` is, or holds, one of them, however encoded. */
  isIn(text: string): boolean {
    // What encodes a text is never shorter than it.
    if (text.length < this.shortest.whole) return false;
    const known = this.remembered.get(text);
    if (known !== undefined) return known;
    return this.remembered.set(
      text,
      this.isRead(text) || (mayBeEncoded(text, this.shortest) && this.isEncodedIn(text)),
    );
  }

  /** The text without them: each one where it stands in the clear, else the word, the line or at last everything that holds one encoded. */
  remove(text: string): string {
    if (this.whole.size === 0) return text;
    const clear = this.withoutWords(this.withoutParts(text));
    if (!this.isIn(clear)) return clear;
    const lines = clear.split('\n').map((line) => {
      if (!this.isIn(line)) return line;
      const words = line.replace(/[^\s]+/g, (word) => (this.isIn(word) ? REDACTED : word));
      return this.isIn(words) ? REDACTED : words;
    });
    const rest = lines.join('\n');
    return this.isIn(rest) ? REDACTED : rest;
  }

  private isEncodedIn(text: string): boolean {
    for (const reading of readings(text, this.shortest)) if (this.isRead(reading)) return true;
    return false;
  }

  private isRead(reading: string): boolean {
    // Encoders may leave a line break or padding behind.
    return this.whole.has(reading) || this.holdsPart(reading) || this.whole.has(reading.trim());
  }

  private holdsPart(text: string): boolean {
    for (let index = 0; index + PART_LENGTH <= text.length; index += 1) {
      if (this.partAt(text, index) !== undefined) return true;
    }
    return false;
  }

  private partAt(text: string, index: number): string | undefined {
    if (this.beginnings[beginningAt(text, index)] === 0) return undefined;
    const candidates = this.parts.get(text.slice(index, index + PART_LENGTH));
    return candidates?.find((part) => text.startsWith(part, index));
  }

  private withoutParts(text: string): string {
    if (this.parts.size === 0) return text;
    const kept: string[] = [];
    let from = 0;
    for (let index = 0; index + PART_LENGTH <= text.length;) {
      const part = this.partAt(text, index);
      if (part === undefined) {
        index += 1;
      } else {
        kept.push(text.slice(from, index), REDACTED);
        index += part.length;
        from = index;
      }
    }
    kept.push(text.slice(from));
    return kept.join('');
  }

  private withoutWords(text: string): string {
    return text.replace(/[^\s"'`=,;:()[\]{}<>|]+/g, (word) =>
      word.length >= WORD_LENGTH && this.whole.has(word) ? REDACTED : word,
    );
  }
}

/** A number for the four characters from a place on. */
function beginningAt(text: string, index: number): number {
  return (
    (text.charCodeAt(index) ^
      (text.charCodeAt(index + 1) << 3) ^
      (text.charCodeAt(index + 2) << 6) ^
      (text.charCodeAt(index + 3) << 9)) &
    0xffff
  );
}
