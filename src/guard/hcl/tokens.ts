/**
 * The tokens of HCL, strictly: what HashiCorp's own scanner could take in another way is refused, never guessed, because a block that this
 * reader takes for a part of a text or a comment is a block that nobody checks.
 * https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */

/** The text is no HCL, or a form of it that can be read in two ways. */
export class HclSyntaxError extends Error {
  override readonly name = 'HclSyntaxError';
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

export interface Token {
  readonly kind: 'identifier' | 'number' | 'text' | 'newline' | 'mark';
  /** The identifier, number or mark; of a text what it says, when that does not depend on anything. */
  readonly text: string | undefined;
  readonly line: number;
}

interface Cursor {
  readonly text: string;
  at: number;
  line: number;
}

const LAYOUT = /[ \t]+|\/\*[^]*?\*\//y;
const NEWLINE = /(?:(?:#|\/\/)[^\n]*)?\n/y;
const LAST_COMMENT = /(?:#|\/\/)[^\n]*$/y;
const IDENTIFIER = /[A-Za-z_][A-Za-z0-9_-]*/y;
const NUMBER = /\d+/y;
const HEREDOC = /<<-?([A-Za-z_][A-Za-z0-9_-]*)\n/y;
const MARK = /==|=>|!=|<=|>=|&&|\|\||\.\.\.|[()[\]{}.,:?=+\-*/%!<>~]/y;
const PLAIN = /[^"\\$%\n]+/y;
const ESCAPE = /\\(?:[nrt"\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/y;
const SIGNS = /[$%]+\{?/y;
const PLAIN_OF_LINE = /[^$%\n]+/y;

/** @throws HclSyntaxError */
export function tokens(text: string): readonly Token[] {
  // Terraform takes both ends of a line as one.
  const cursor: Cursor = { text: text.replaceAll('\r\n', '\n'), at: 0, line: 1 };
  const strange = /(?![\n\t])[\p{Cc}\p{Bidi_Control}\u2028\u2029\ufeff\ufffd]/u.exec(cursor.text);
  if (strange !== null) {
    const line = cursor.text.slice(0, strange.index).split('\n').length;
    const code = strange[0].charCodeAt(0).toString(16).padStart(4, '0');
    throw new HclSyntaxError(line, `the character U+${code} has no place in a configuration`);
  }
  const found: Token[] = [];
  expression(cursor, found, false);
  return found;
}

/** Reads to the end of the text, or to the brace that ends an interpolation. */
function expression(cursor: Cursor, found: Token[], isInterpolation: boolean): void {
  let depth = 0;
  for (;;) {
    if (take(cursor, LAYOUT) !== undefined || take(cursor, LAST_COMMENT) !== undefined) continue;
    const { line } = cursor;
    if (take(cursor, NEWLINE) !== undefined) {
      found.push({ kind: 'newline', text: undefined, line });
      continue;
    }
    if (cursor.at === cursor.text.length) {
      if (isInterpolation || depth > 0) throw new HclSyntaxError(line, 'the file ends inside braces');
      return;
    }
    const token = simple(cursor) ?? textual(cursor);
    if (token.text === '{' && token.kind === 'mark') depth++;
    if (token.text === '}' && token.kind === 'mark') {
      if (depth === 0 && isInterpolation) return;
      if (depth === 0) throw new HclSyntaxError(line, 'a brace is closed that was never opened');
      depth--;
    }
    found.push(token);
  }
}

function simple(cursor: Cursor): Token | undefined {
  const { line } = cursor;
  const identifier = take(cursor, IDENTIFIER);
  if (identifier !== undefined) return { kind: 'identifier', text: identifier, line };
  const number = take(cursor, NUMBER);
  if (number !== undefined) return { kind: 'number', text: number, line };
  // Where a heredoc could begin, nothing else does.
  if (cursor.text.startsWith('<<', cursor.at) || cursor.text.startsWith('/*', cursor.at)) return undefined;
  const mark = take(cursor, MARK);
  return mark === undefined ? undefined : { kind: 'mark', text: mark, line };
}

function textual(cursor: Cursor): Token {
  const { line } = cursor;
  if (cursor.text[cursor.at] === '"') {
    cursor.at++;
    return { kind: 'text', text: quoted(cursor), line };
  }
  HEREDOC.lastIndex = cursor.at;
  const marker = HEREDOC.exec(cursor.text)?.[1];
  if (marker === undefined) {
    const character = cursor.text.slice(cursor.at, cursor.at + 2).trim();
    throw new HclSyntaxError(line, `${JSON.stringify(character)} is not understood here`);
  }
  take(cursor, HEREDOC);
  heredoc(cursor, marker);
  return { kind: 'text', text: undefined, line };
}

/** @returns what the text says, when nothing in it is computed or escaped */
function quoted(cursor: Cursor): string | undefined {
  const parts: string[] = [];
  let isLiteral = true;
  for (;;) {
    const plain = take(cursor, PLAIN);
    if (plain !== undefined) {
      parts.push(plain);
      continue;
    }
    if (cursor.text[cursor.at] === '"') {
      cursor.at++;
      return isLiteral ? parts.join('') : undefined;
    }
    if (take(cursor, ESCAPE) !== undefined) {
      isLiteral = false;
      continue;
    }
    const signs = take(cursor, SIGNS);
    if (signs === undefined)
      throw new HclSyntaxError(cursor.line, 'a text in quotes does not end, or has an unknown escape');
    parts.push(signs);
    if (interpolation(cursor, signs)) isLiteral = false;
  }
}

/** @returns whether the signs are more than themselves */
function interpolation(cursor: Cursor, signs: string): boolean {
  if (!signs.endsWith('{')) return false;
  if (signs === '$${' || signs === '%%{') return true;
  if (signs !== '${' && signs !== '%{') throw new HclSyntaxError(cursor.line, `${signs} can be read in two ways`);
  expression(cursor, [], true);
  return true;
}

/** Reads to the line that is the marker; the end of that line is left. */
function heredoc(cursor: Cursor, marker: string): void {
  let isStartOfLine = true;
  for (;;) {
    const end = cursor.text.indexOf('\n', cursor.at);
    if (end === -1) throw new HclSyntaxError(cursor.line, `the text up to ${marker} does not end`);
    const rest = cursor.text.slice(cursor.at, end);
    if (isStartOfLine && rest.replace(/^[ \t]+|[ \t]+$/g, '') === marker) {
      cursor.at = end;
      return;
    }
    // HashiCorp's scanner trims more than blanks, and forgets what stood before on the line when that was computed.
    if (rest.trim() === marker)
      throw new HclSyntaxError(cursor.line, `${marker} can be taken for the end of the text here`);
    isStartOfLine = false;
    const signs = take(cursor, PLAIN_OF_LINE) === undefined ? take(cursor, SIGNS) : '';
    if (signs === undefined) {
      cursor.at++;
      cursor.line++;
      isStartOfLine = true;
    } else {
      interpolation(cursor, signs);
    }
  }
}

function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found === undefined || found === '') return undefined;
  cursor.at += found.length;
  for (let at = found.indexOf('\n'); at !== -1; at = found.indexOf('\n', at + 1)) cursor.line++;
  return found;
}
