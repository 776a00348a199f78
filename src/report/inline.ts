import { htmlCodeText, plainText } from './markdown-table';
import { cut, visibleLine } from './visible';

/** Longest name (address, region, rule …) and longest sentence of others that is shown whole; in characters. */
export const LONGEST_NAME = 300;
export const LONGEST_SENTENCE = 1_000;

/** A name in a code span, for example an address; GitHub looks for mentions and links in none. */
export function code(text: string): string {
  const name = visibleLine(cut(text, LONGEST_NAME)).trim();
  // In a table a pipe ends the cell even inside of a code span, and backticks end the span.
  return name === '' || /[`|]/.test(name) ? `<code>${plainText(name)}</code>` : `\`${name}\``;
}

/** A name inside an HTML element on a line of its own, as a summary is. */
export function htmlCode(text: string): string {
  return `<code>${htmlCodeText(cut(text, LONGEST_NAME))}</code>`;
}

/** Words of others, not longer than they can be read. */
export function sentence(text: string): string {
  return plainText(cut(text, LONGEST_SENTENCE));
}

/** A link, if the address is one of the web; otherwise its text alone. */
export function link(text: string, address: string | undefined): string {
  const target = webAddress(address);
  return target === undefined ? sentence(text) : `[${sentence(text)}](${target})`;
}

/**
 * The same for an address that a job of a pull request handed over: it leads only into the repository that `run` is in, so that a comment of ours
 * cannot be made to send its reader elsewhere.
 */
export function linkInto(run: string | undefined, text: string, address: string | undefined): string {
  const repository = /^https?:\/\/[^/]+\/[^/]+\/[^/]+\//.exec(run ?? '')?.[0];
  // Compared as it will be followed: `/../` leads out of the repository.
  const isInside = repository !== undefined && webAddress(address)?.startsWith(repository) === true;
  return isInside ? link(text, address) : sentence(text);
}

/** Where a text was made. */
export interface Origin {
  /** Commit, where known. */
  readonly commit: string | undefined;
  /** The workflow run, where known. */
  readonly runUrl: string | undefined;
}

/** Where the plan or apply of one environment was made. */
export interface PlanContext extends Origin {
  readonly environment: string;
}

/** The last line of a text: commit and run. */
export function footer({ commit, runUrl }: Origin): string {
  const parts = [
    ...(commit === undefined ? [] : [`commit ${code(commit.slice(0, 12))}`]),
    ...(runUrl === undefined ? [] : [link('run', runUrl)]),
  ];
  return parts.length === 0 ? '' : `<sub>${parts.join(' · ')}</sub>`;
}

/** `1 resource`, `3 resources`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** A time as `2026-01-04 09:23 UTC`; what is no time is shown as it is. */
export function minute(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? sentence(time) : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function webAddress(address: string | undefined): string | undefined {
  if (address === undefined || address.length > 2_000 || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!['https:', 'http:'].includes(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return url.href.replace(/[()<>[\]\\|`$\s]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
