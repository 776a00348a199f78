/**
 * What a text may stand for: the text itself, and what comes out of it when JSON escapes, percent encoding, HTML entities, base64 (at any alignment,
 * also base64url) or hexadecimal digits are taken away, in any order. Decoding the text, instead of encoding each secret, costs the same for one
 * secret as for fifty thousand, and finds them inside of longer encoded texts too.
 */
export function* readings(text: string): Iterable<string> {
  const seen = new Set([text]);
  let layer = [text];
  yield text;
  for (let depth = 0; depth < DEEPEST && layer.length > 0; depth += 1) {
    const next: string[] = [];
    for (const reading of layer) {
      for (const { decoded, isText } of decode(reading)) {
        if (seen.has(decoded) || seen.size > MOST_READINGS) continue;
        seen.add(decoded);
        yield decoded;
        if (isText) next.push(decoded);
      }
    }
    layer = next;
  }
}

const DEEPEST = 3;
/** A text of escapes of escapes must not keep us busy for ever. */
const MOST_READINGS = 100;

interface Decoded {
  readonly decoded: string;
  /** Whether it is worth decoding again; what comes out of the base64 of an ordinary word is not. */
  readonly isText: boolean;
}

function* decode(text: string): Iterable<Decoded> {
  if (text.includes('\\')) yield { decoded: withoutEscapes(text), isText: true };
  if (text.includes('%')) yield { decoded: withoutPercents(text), isText: true };
  if (text.includes('+')) yield { decoded: withoutPercents(text.replaceAll('+', ' ')), isText: true };
  if (text.includes('&')) yield { decoded: withoutEntities(text), isText: true };
  yield* withoutBase64(text);
  yield* withoutHex(text);
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

/** Runs that hold at least four characters; they may be broken into lines. */
const BASE64 = /[A-Za-z0-9+/_-]{6,}(?:\r?\n[A-Za-z0-9+/_-]+)*/g;

function* withoutBase64(text: string): Iterable<Decoded> {
  const runs = (text.match(BASE64) ?? []).map((run) => run.replace(/\s/g, ''));
  if (runs.length === 0) return;
  for (const offset of [0, 1, 2, 3]) {
    const pieces = runs.map((run) => Buffer.from(run.slice(offset), 'base64').toString('utf8'));
    yield* joined(pieces);
  }
}

function* withoutHex(text: string): Iterable<Decoded> {
  const runs = text.match(/(?:[0-9a-fA-F]{2}){4,}/g) ?? [];
  if (runs.length === 0) return;
  yield* joined(runs.map((run) => Buffer.from(run, 'hex').toString('utf8')));
}

/** A secret that is the whole of one piece must be found as a whole, so a single piece stands alone. */
function* joined(pieces: readonly string[]): Iterable<Decoded> {
  const texts = pieces.filter((piece) => /^[\x20-\x7e\s\u00a0-\ufffc]*$/u.test(piece));
  yield { decoded: pieces.join('\u0000'), isText: false };
  if (texts.length > 0) yield { decoded: texts.join('\u0000'), isText: true };
}
