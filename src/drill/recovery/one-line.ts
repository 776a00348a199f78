/** A text of somebody else as one line of at most `most` characters, as the record of a drill holds it. */
export function oneLine(text: string, most: number): string {
  const line = text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  const kept = line === '' ? 'no text' : line;
  return kept.length <= most ? kept : `${kept.slice(0, most - 1)}…`;
}
