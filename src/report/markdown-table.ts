import { visible } from './visible';

/** A Markdown table; cells are made harmless here, so callers pass plain text. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [tableHead(header), ...rows.map((cells) => tableRow(cells.map(plainText)))].join('\n');
}

/** The first two lines of a table. */
export function tableHead(header: readonly string[]): string {
  return `${tableRow(header.map(plainText))}\n|${header.map(() => ' --- ').join('|')}|`;
}

/** A line of a table, of Markdown that is harmless already. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Shows nothing, and keeps GitHub from seeing what is before and what is behind it as one. */
const SEPARATOR = '\u200b';

/**
 * What GitHub makes something of after Markdown is read, wherever it stands in a text: mentions and e-mail addresses (`@`), issues (`#12`,
 * `owner/repository#12`), `GH-12` and advisories, commits (seven hexadecimal digits or more), addresses (`://`, `www.`) and emoji (`:name:`).
 */
const READ_BY_GITHUB = String.raw`[@#]|:(?=//|[\w+-]+:)|www(?=\.)|(?:gh|ghsa|cve)-(?=\w)|[0-9a-f]{7,}`;
const IN_HTML = new RegExp(String.raw`[&<>"'$]|${READ_BY_GITHUB}`, 'gi');
const IN_MARKDOWN = new RegExp(String.raw`[&<>|$\`\\*_[\]~]|${READ_BY_GITHUB}`, 'gi');

/** Text for inside an HTML element on a line of its own, where Markdown is not read: no line break, tag, mention or link. */
export function htmlText(text: string): string {
  return inOneLine(text).replace(IN_HTML, (found) => {
    if (found === '$') return DOLLAR;
    return /^[&<>"']$/.test(found) ? entity(found) : separated(found);
  });
}

/** Text for inside a code element, where GitHub looks for no mention and no link, so that a name can be copied as it is. */
export function htmlCodeText(text: string): string {
  return inOneLine(text).replace(/[&<>"'$]/g, (found) => (found === '$' ? DOLLAR : entity(found)));
}

/** Text that cannot break out of its place in Markdown, call anybody or lead anywhere: no line break, table cell, markup, mention, link or HTML. */
export function plainText(text: string): string {
  return inOneLine(text)
    .replace(IN_MARKDOWN, (found) => {
      if (found === '$') return DOLLAR;
      if (/^[&<>|`]$/.test(found)) return entity(found);
      if (found === '#') return `\\${separated(found)}`;
      return /^[\\*_[\]~]$/.test(found) ? `\\${found}` : separated(found);
    })
    .replace(/^[-+=](?=[-+=\s]|$)/, '\\$&')
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, '$1\\$2');
}

/** A dollar sign begins mathematics, escaped or not; this is GitHub's own way to write one. */
const DOLLAR = '<span>$</span>';

function inOneLine(text: string): string {
  return visible(text.replace(/[\r\n\t ]+/g, ' ').replace(/^ | $/g, ''));
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

function separated(found: string): string {
  // A part of a commit's name may be the name of another commit, so no part is long enough to be one.
  return /^[0-9a-f]{7,}$/i.test(found) ? found.replace(/.{6}(?!$)/g, `$&${SEPARATOR}`) : `${found}${SEPARATOR}`;
}
