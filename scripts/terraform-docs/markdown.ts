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
    .map((part, index) => (index % 2 === 0 ? readable(escaped(part)) : code(part.slice(1, -1))))
    .join('');
}

/** Our own words: nobody is mentioned in them by malice, so they hold no invisible separators, which would be copied along. */
function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[\\`*_[\]|~]/g, '\\$&');
}

/** An underscore inside a word is never markup; escaped ones would make every name hard to read in the file itself. */
function readable(text: string): string {
  return text.replace(/(?<=\w)\\_(?=\w)/g, '_');
}
