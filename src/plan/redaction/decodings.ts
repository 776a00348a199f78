import { alphabet, LETTERS_AND_DIGITS, longestRun } from './longest-run';

/** Length in characters of the shortest one that is looked for inside of a text, and of the shortest of all. */
export interface Shortest {
  readonly part: number;
  readonly whole: number;
}

/**
 * What a text may stand for: the text itself, and what comes out of it when JSON escapes, percent encoding, HTML entities, base64 (at any alignment,
 * also base64url) or hexadecimal digits are taken away, in any order. Decoding the text, instead of encoding each secret, costs the same for one
 * secret as for fifty thousand, and finds them inside of longer encoded texts too.
 *
 * @param shortest of what is looked for: shorter runs are not decoded
 */
export function* readings(text: string, shortest: Shortest): Iterable<string> {
  const seen = new Set([text]);
  let layer = [text];
  yield text;
  for (let depth = 0; depth < DEEPEST && layer.length > 0; depth += 1) {
    const next: string[] = [];
    for (const reading of layer) {
      for (const { decoded, isText } of decode(reading, shortest)) {
        if (seen.has(decoded) || seen.size > MOST_READINGS) continue;
        seen.add(decoded);
        yield decoded;
        if (isText) next.push(decoded);
      }
    }
    layer = next;
  }
}

/** Whether a text has any reading besides itself. One look tells most texts. */
export function mayBeEncoded(text: string, { part, whole }: Shortest): boolean {
  if (ESCAPES.test(text) || longestRun(text, BASE64_ALPHABET) * 3 >= part * 4) return true;
  // As a whole, with padding and spaces around it; hexadecimal digits are of the same alphabet.
  return text.length * 3 >= whole * 4 && WHOLE_BASE64.test(text);
}

const ESCAPES = /[\\%+&]/;
const WHOLE_BASE64 = /^\s*[A-Za-z0-9+/_-]+={0,2}\s*$/;
const DEEPEST = 3;
/** A text of escapes of escapes must not keep us busy for ever. */
const MOST_READINGS = 100;

interface Decoded {
  readonly decoded: string;
  /** Whether it is worth decoding again; what comes out of the base64 of an ordinary word is not. */
  readonly isText: boolean;
}

function* decode(text: string, shortest: Shortest): Iterable<Decoded> {
  if (text.includes('\\')) yield { decoded: withoutEscapes(text), isText: true };
  if (text.includes('%')) yield { decoded: withoutPercents(text), isText: true };
  if (text.includes('+')) yield { decoded: withoutPercents(text.replaceAll('+', ' ')), isText: true };
  if (text.includes('&')) yield { decoded: withoutEntities(text), isText: true };
  yield* withoutBase64(text, shortest);
  yield* withoutHex(text, shortest);
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function withoutEscapes(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|(.))/gs,
    (_all, code: string | undefined, character: string | undefined) =>
      code === undefined
        ? (ESCAPED[character ?? ''] ?? character ?? '')
        : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function withoutPercents(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

function withoutEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(\w{2,6}));/g,
    (all, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return ENTITIES[name] ?? all;
      const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}

const BASE64_ALPHABET = alphabet(`${LETTERS_AND_DIGITS}+/_-\r\n`);
const HEX_ALPHABET = alphabet('0123456789abcdefABCDEF');
/** Runs may be broken into lines. */
const BASE64 = /[A-Za-z0-9+/_-]{4,}(?:\r?\n[A-Za-z0-9+/_-]+)*/g;

function* withoutBase64(text: string, { part, whole }: Shortest): Iterable<Decoded> {
  // Base64 takes four characters for three.
  if (text.length * 3 >= whole * 4 && WHOLE_BASE64.test(text)) {
    yield { decoded: Buffer.from(text, 'base64').toString('utf8'), isText: false };
  }
  if (longestRun(text, BASE64_ALPHABET) * 3 < part * 4) return;
  const runs = (text.match(BASE64) ?? []).filter(({ length }) => length * 3 >= part * 4);
  if (runs.length === 0) return;
  const joinedLines = runs.map((run) => (run.includes('\n') ? run.replace(/\s/g, '') : run));
  for (const offset of [0, 1, 2, 3]) {
    yield* joined(joinedLines.map((run) => Buffer.from(run.slice(offset), 'base64').toString('utf8')));
  }
}

function* withoutHex(text: string, { part, whole }: Shortest): Iterable<Decoded> {
  if (text.length >= whole * 2 && /^\s*[0-9a-fA-F]+\s*$/.test(text)) {
    yield { decoded: Buffer.from(text.trim(), 'hex').toString('utf8'), isText: false };
  }
  if (longestRun(text, HEX_ALPHABET) < part * 2) return;
  const runs = (text.match(/(?:[0-9a-fA-F]{2}){6,}/g) ?? []).filter(({ length }) => length >= part * 2);
  if (runs.length === 0) return;
  yield* joined(runs.map((run) => Buffer.from(run, 'hex').toString('utf8')));
}

/** A secret that is the whole of one piece must be found as a whole, so a single piece stands alone. */
function* joined(pieces: readonly string[]): Iterable<Decoded> {
  const texts = pieces.filter((piece) => /^[\x20-\x7e\s\u00a0-\ufffc]*$/u.test(piece));
  yield { decoded: pieces.join('\u0000'), isText: false };
  if (texts.length > 0) yield { decoded: texts.join('\u0000'), isText: true };
}
