import { HclSyntaxError, tokens, type Token } from './tokens';

/** What an attribute says, as far as it is written out; everything computed is `other`. */
export type HclValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly HclValue[] }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, HclValue> }
  | { readonly kind: 'other' };

export interface HclAttribute {
  readonly line: number;
  readonly value: HclValue;
}

export interface HclBody {
  readonly attributes: ReadonlyMap<string, HclAttribute>;
  readonly blocks: readonly HclBlock[];
}

/** `kind "label" { … }` */
export interface HclBlock extends HclBody {
  readonly kind: string;
  readonly labels: readonly string[];
  readonly line: number;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

/** Reads the blocks of a file in Terraform's native syntax. @throws HclSyntaxError */
export function readBlocks(text: string): readonly HclBlock[] {
  const reader: Reader = { tokens: tokens(text), at: 0 };
  const { attributes, blocks } = body(reader);
  const [attribute] = attributes.values();
  if (attribute !== undefined) throw new HclSyntaxError(attribute.line, 'there is an attribute outside of every block');
  if (reader.at < reader.tokens.length) throw unexpected(reader);
  return blocks;
}

/** Reads up to the brace that ends the body, or the end of the file. */
function body(reader: Reader): HclBody {
  const attributes = new Map<string, HclAttribute>();
  const blocks: HclBlock[] = [];
  for (;;) {
    while (reader.tokens[reader.at]?.kind === 'newline') reader.at++;
    const token = reader.tokens[reader.at];
    if (token === undefined || isMark(token, '}')) return { attributes, blocks };
    if (token.kind !== 'identifier' || token.text === undefined) throw unexpected(reader);
    reader.at++;
    if (isMark(reader.tokens[reader.at], '=')) {
      reader.at++;
      if (attributes.has(token.text)) throw new HclSyntaxError(token.line, `${token.text} is set twice`);
      attributes.set(token.text, { line: token.line, value: toValue(expressionTokens(reader)) });
    } else {
      blocks.push(block(reader, token.text, token.line));
    }
    const next = reader.tokens[reader.at];
    if (next !== undefined && next.kind !== 'newline' && !isMark(next, '}')) throw unexpected(reader);
  }
}

function block(reader: Reader, kind: string, line: number): HclBlock {
  const labels: string[] = [];
  for (;;) {
    const token = reader.tokens[reader.at];
    if (isMark(token, '{')) break;
    if ((token?.kind !== 'identifier' && token?.kind !== 'text') || token.text === undefined) throw unexpected(reader);
    labels.push(token.text);
    reader.at++;
  }
  reader.at++;
  const inside = body(reader);
  if (!isMark(reader.tokens[reader.at], '}')) throw unexpected(reader);
  reader.at++;
  return { kind, labels, line, ...inside };
}

/** An expression ends with its line, but not inside brackets. */
function expressionTokens(reader: Reader): readonly Token[] {
  const open: string[] = [];
  const first = reader.at;
  for (;;) {
    const token = reader.tokens[reader.at];
    const text = token?.kind === 'mark' ? (token.text ?? '') : '';
    if (open.length === 0 && (token === undefined || token.kind === 'newline' || text === '}')) break;
    if (token === undefined) throw unexpected(reader);
    const closing = CLOSING.get(text);
    if (closing !== undefined) open.push(closing);
    else if (text === ')' || text === ']' || text === '}') {
      if (open.pop() !== text) throw unexpected(reader);
    }
    reader.at++;
  }
  if (reader.at === first) throw unexpected(reader);
  return reader.tokens.slice(first, reader.at);
}

const CLOSING = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

const OTHER: HclValue = { kind: 'other' };

function toValue(expression: readonly Token[]): HclValue {
  const reader: Reader = { tokens: expression, at: 0 };
  const value = literal(reader);
  return reader.at === expression.length ? value : OTHER;
}

/** Reads one value that is written out. What follows it makes the whole an expression; the caller sees that it is left over. */
function literal(reader: Reader): HclValue {
  const token = reader.tokens[reader.at];
  if (token?.kind === 'text' && token.text !== undefined) {
    reader.at++;
    return { kind: 'text', text: token.text };
  }
  if (isMark(token, '[')) return list(reader);
  if (isMark(token, '{')) return object(reader);
  return OTHER;
}

function list(reader: Reader): HclValue {
  const items: HclValue[] = [];
  reader.at++;
  for (;;) {
    skipNewlines(reader);
    if (isMark(reader.tokens[reader.at], ']')) break;
    const before = reader.at;
    items.push(literal(reader));
    skipNewlines(reader);
    if (reader.at === before) return OTHER;
    if (isMark(reader.tokens[reader.at], ',')) reader.at++;
    else if (!isMark(reader.tokens[reader.at], ']')) return OTHER;
  }
  reader.at++;
  return { kind: 'list', items };
}

function object(reader: Reader): HclValue {
  const entries = new Map<string, HclValue>();
  reader.at++;
  for (;;) {
    skipNewlines(reader);
    const key = reader.tokens[reader.at];
    if (isMark(key, '}')) break;
    if ((key?.kind !== 'identifier' && key?.kind !== 'text') || key.text === undefined || entries.has(key.text))
      return OTHER;
    const sign = reader.tokens[reader.at + 1];
    if (!isMark(sign, '=') && !isMark(sign, ':')) return OTHER;
    reader.at += 2;
    entries.set(key.text, objectValue(reader));
    const next = reader.tokens[reader.at];
    if (isMark(next, ',') || next?.kind === 'newline') reader.at++;
    else if (!isMark(next, '}')) return OTHER;
  }
  reader.at++;
  return { kind: 'object', entries };
}

/** A value inside an object; when it is computed, its tokens are passed over. */
function objectValue(reader: Reader): HclValue {
  const before = reader.at;
  const value = literal(reader);
  if (value.kind !== 'other' && endsValue(reader.tokens[reader.at])) return value;
  reader.at = before;
  let depth = 0;
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token === undefined || (depth === 0 && endsValue(token))) return OTHER;
    if (token.kind === 'mark' && CLOSING.has(token.text ?? '')) depth++;
    if (isMark(token, ')') || isMark(token, ']') || isMark(token, '}')) depth--;
    reader.at++;
  }
}

function endsValue(token: Token | undefined): boolean {
  return token?.kind === 'newline' || isMark(token, ',') || isMark(token, '}');
}

function skipNewlines(reader: Reader): void {
  while (reader.tokens[reader.at]?.kind === 'newline') reader.at++;
}

function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === 'mark' && token.text === text;
}

function unexpected(reader: Reader): HclSyntaxError {
  const token = reader.tokens[reader.at];
  const line = token?.line ?? reader.tokens.at(-1)?.line ?? 1;
  const what =
    token === undefined
      ? 'the end of the file'
      : (token.text ?? (token.kind === 'newline' ? 'the end of the line' : 'a computed text'));
  return new HclSyntaxError(line, `${what} is not understood here`);
}
