import { visible } from './visible';

/**
 * Text in a fence that the text cannot close: longer than any run of backticks in it. What nobody would see is shown as codes, so that a
 * comment reads as what it is.
 */
export function codeBlock(text: string, language: string): string {
  const shown = visible(text);
  let longest = 2;
  for (const [run] of shown.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${shown}\n${fence}`;
}
