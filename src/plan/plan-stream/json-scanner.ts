/** What happens to a value: its parts are looked at one by one, it is handed over as a whole, or nothing of it is kept. */
export type Decision = 'enter' | 'take' | 'skip';

/** The text is not JSON. No message quotes it: it may be secret. */
export class JsonScanError extends Error {
  override readonly name = 'JsonScanError';
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
/** In bytes. */
const SHORT_TEXT = 20;
/** With this bit, [ is { and ] is }. */
const BRACKET_BIT = 0x20;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;

/** Stands in a path for an item of a list. */
export const ITEM = '[]';
/** V8 has no longer string. */
const LONGEST_VALUE = 500_000_000;

/**
 * Reads JSON from chunks of bytes and hands over the values that are asked for, each as a text of one character for each byte (latin1), which costs
 * nothing where a value lies in one chunk: see {@link parseBytes}. It never holds more than one of them, and looks at each byte about once: what is not
 * asked for is neither decoded nor checked.
 */
export class JsonScanner {
  private readonly path: string[] = [];
  private readonly isList: boolean[] = [];
  /** What happens to the items of the list that was entered last: the same to all of them. */
  private ofItems: Decision | undefined;
  private expected: 'value' | 'first' | 'key' | 'colon' | 'next' | 'end' = 'value';

  /** What is being read across chunks. */
  private inside: 'nothing' | 'structure' | 'scalar' = 'nothing';
  private depth = 0;
  private isInString = false;
  /** Of the next chunk: a backslash was the last byte of the one before. */
  private toIgnore = 0;
  private isKey = false;
  private isTaken = false;
  private readonly pieces: string[] = [];
  private piecesLength = 0;
  /** The chunk, one character for each byte: in it, the engine finds the next quote twice as quickly as a loop over the bytes. */
  private text = '';

  /** @param decide asked for each member of what was entered, and for the items of a list together; the path is only valid during the call */
  constructor(
    private readonly decide: (path: readonly string[]) => Decision,
    private readonly take: (path: readonly string[], value: string) => void,
  ) {}

  write(chunk: Buffer): void {
    let index = 0;
    this.text = chunk.toString('latin1');
    while (index < chunk.length) {
      index = this.inside === 'nothing' ? this.step(chunk, index) : this.pass(chunk, index);
    }
  }

  end(): void {
    this.text = '';
    if (this.inside === 'scalar') this.finish(0, 0);
    if (this.expected !== 'end') throw new JsonScanError('it ends too early');
  }

  /** Looks at one byte between values. @returns the index of the next one */
  private step(chunk: Buffer, index: number): number {
    const byte = chunk[index] ?? 0;
    if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) return index + 1;
    switch (this.expected) {
      case 'value':
        return this.begin(chunk, index, byte);
      case 'first':
        if ((byte | BRACKET_BIT) === CLOSE) return this.leave(index);
        if (this.isList.at(-1) === true) {
          this.expected = 'value';
          return index;
        }
        this.expected = 'key';
        return index;
      case 'key':
        if (byte !== QUOTE) throw new JsonScanError('a name is missing');
        this.isKey = true;
        this.isTaken = true;
        return this.read('structure', 0, true, chunk, index);
      case 'colon':
        if (byte !== COLON) throw new JsonScanError('a colon is missing');
        this.expected = 'value';
        return index + 1;
      case 'next':
        if ((byte | BRACKET_BIT) === CLOSE) return this.leave(index);
        if (byte !== COMMA) throw new JsonScanError('a comma is missing');
        this.expected = this.isList.at(-1) === true ? 'value' : 'key';
        return index + 1;
      case 'end':
        throw new JsonScanError('something comes after its end');
    }
  }

  private begin(chunk: Buffer, index: number, byte: number): number {
    const isContainer = (byte | BRACKET_BIT) === OPEN;
    const decision = this.decision();
    if (this.isList.length === 0 && !isContainer) throw new JsonScanError('it does not begin with a bracket');
    if (decision === 'enter' && isContainer) {
      this.isList.push(byte === OPEN_LIST);
      this.path.push(ITEM);
      this.expected = 'first';
      this.ofItems = undefined;
      return index + 1;
    }
    this.isTaken = decision === 'take';
    if (isContainer) return this.read('structure', 1, false, chunk, index);
    if (byte === QUOTE) return this.read('structure', 0, true, chunk, index);
    // Anything else is a number or a word; its bytes are only looked at by whoever takes it.
    return this.read('scalar', 0, false, chunk, index);
  }

  private decision(): Decision {
    if (this.isList.length === 0) return 'enter';
    if (this.isList.at(-1) !== true) return this.decide(this.path);
    return (this.ofItems ??= this.decide(this.path));
  }

  private leave(index: number): number {
    this.ofItems = undefined;
    this.isList.pop();
    this.path.pop();
    this.expected = this.isList.length === 0 ? 'end' : 'next';
    return index + 1;
  }

  private read(
    inside: 'structure' | 'scalar',
    depth: number,
    isInString: boolean,
    chunk: Buffer,
    index: number,
  ): number {
    this.inside = inside;
    this.depth = depth;
    this.isInString = isInString;
    return this.pass(chunk, index + 1, index);
  }

  /** Goes on to the end of the value, or of the chunk. @returns the index behind it */
  private pass(chunk: Buffer, from: number, start = from): number {
    const end = this.inside === 'scalar' ? scalarEnd(chunk, from) : this.structureEnd(chunk, from);
    if (end !== undefined) return this.finish(start, end);
    if (this.isTaken) {
      this.piecesLength += chunk.length - start;
      if (this.piecesLength > LONGEST_VALUE) throw new JsonScanError('one value in it is too long');
      this.pieces.push(this.text.slice(start));
    }
    return chunk.length;
  }

  private structureEnd(chunk: Buffer, from: number): number | undefined {
    const { length } = chunk;
    let index = from + this.toIgnore;
    const { text } = this;
    let { depth, isInString } = this;
    this.toIgnore = 0;
    while (index < length) {
      if (isInString) {
        // Most texts are names and short values, which a loop passes before a search has begun.
        const near = Math.min(length, index + SHORT_TEXT);
        let byte = chunk[index];
        while (index < near && byte !== QUOTE && byte !== BACKSLASH) byte = chunk[++index];
        if (index < near && byte === QUOTE) {
          index += 1;
          isInString = false;
          if (depth === 0) return index;
          continue;
        }
        const quote = text.indexOf('"', index);
        const end = quote === -1 ? length : quote;
        const isEscaped = backslashesBefore(chunk, index, end) % 2 === 1;
        index = end + 1;
        if (quote === -1) {
          this.toIgnore = isEscaped ? 1 : 0;
          break;
        }
        if (isEscaped) continue;
        isInString = false;
        if (depth === 0) return index;
      } else {
        const byte = chunk[index] ?? 0;
        index += 1;
        if (byte === QUOTE) isInString = true;
        // Commas, colons and numbers come before all brackets.
        else if (byte >= OPEN_LIST) {
          const bracket = byte | BRACKET_BIT;
          if (bracket === OPEN) depth += 1;
          else if (bracket === CLOSE) {
            depth -= 1;
            if (depth === 0) return index;
          }
        }
      }
    }
    this.depth = depth;
    this.isInString = isInString;
    return undefined;
  }

  private finish(start: number, end: number): number {
    this.inside = 'nothing';
    if (this.isTaken) {
      let value = this.text.slice(start, end);
      if (this.pieces.length > 0) {
        value = this.pieces.join('') + value;
        this.pieces.length = 0;
        this.piecesLength = 0;
      }
      if (this.isKey) {
        this.isKey = false;
        this.path[this.path.length - 1] = keyOf(value);
        this.expected = 'colon';
        return end;
      }
      this.take(this.path, value);
    }
    this.expected = 'next';
    return end;
  }
}

function backslashesBefore(chunk: Buffer, from: number, end: number): number {
  let index = end;
  while (index > from && chunk[index - 1] === BACKSLASH) index -= 1;
  return end - index;
}

function scalarEnd(chunk: Buffer, from: number): number | undefined {
  for (let index = from; index < chunk.length; index += 1) {
    const byte = chunk[index] ?? 0;
    if (byte === COMMA || byte <= 0x20 || (byte | BRACKET_BIT) === CLOSE) return index;
  }
  return undefined;
}

function keyOf(bytes: string): string {
  const key: unknown = parseBytes(bytes);
  return String(key);
}

/**
 * Parses what a scanner handed over.
 *
 * @throws SyntaxError whose message quotes the text
 */
export function parseBytes(bytes: string): unknown {
  // Of ASCII alone, the bytes are the text.
  return JSON.parse(Buffer.byteLength(bytes) === bytes.length ? bytes : Buffer.from(bytes, 'latin1').toString('utf8'));
}
