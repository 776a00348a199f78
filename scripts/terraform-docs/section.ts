const START = '<!-- generated -->';
const END = '<!-- /generated -->';

/** The markers of a file do not enclose one part of it. */
export class SectionError extends Error {
  override readonly name = 'SectionError';
}

/**
 * Puts a generated part in its place, between two markers; a text without them gets both at its end. What was written by hand stays.
 *
 * @throws SectionError when there is one marker without the other, or a second pair.
 */
export function withGeneratedSection(text: string, generated: string): string {
  const section = `${START}\n\n${generated}\n\n${END}`;
  const [before = '', afterStart, ...moreStarts] = text.split(START);
  const [, after, ...moreEnds] = text.split(END);
  if (afterStart === undefined && after === undefined) return `${text.trimEnd()}\n\n${section}\n`;
  if (after === undefined || !afterStart?.includes(END) || moreStarts.length > 0 || moreEnds.length > 0) {
    throw new SectionError(`there must be one ${START} and, after it, one ${END}`);
  }
  return `${before}${section}${after}`;
}
