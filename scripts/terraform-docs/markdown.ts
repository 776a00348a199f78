import { plainText } from '../../src/report/markdown-table';

/** A table of cells that are Markdown already, made by `code` and `prose`. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Text to be shown as it is, also inside a table. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

/** A sentence: nothing in it is markup, except code between backticks. */
export function prose(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 === 0 ? readable(plainText(part)) : code(part.slice(1, -1))))
    .join('');
}

/** An underscore inside a word is never markup; escaped ones would make every name hard to read in the file itself. */
function readable(escaped: string): string {
  return escaped.replace(/(?<=\w)\\_(?=\w)/g, '_');
}
