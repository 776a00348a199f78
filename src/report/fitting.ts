/** GitHub refuses longer comments; room is left for the hidden marker. In characters. */
const LIMIT = 65_000;

/**
 * Joins the parts of a comment: `fixed` always, then as many of `details` as fit, then the note about the rest.
 *
 * @param note the sentence for so many omitted details
 * @throws RangeError when not even the fixed parts fit
 */
export function fitParts(
  fixed: readonly string[],
  details: readonly string[],
  note: (omitted: number) => string,
): string {
  const present = fixed.filter((part) => part !== '');
  const shown: string[] = [];
  let length = present.join('\n\n').length + note(details.length).length + 4;
  if (length > LIMIT)
    throw new RangeError(`the fixed parts of a comment have ${length} characters, GitHub takes ${LIMIT}`);
  for (const detail of details) {
    if (length + detail.length + 2 > LIMIT) break;
    length += detail.length + 2;
    shown.push(detail);
  }
  const omitted = details.length - shown.length;
  const head = present.slice(0, -1);
  const foot = present.slice(-1);
  return [...head, ...shown, ...(omitted === 0 ? [] : [note(omitted)]), ...foot].join('\n\n');
}
