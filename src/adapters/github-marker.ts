/** What a part of a text of ours says about itself, hidden at its very end. */
export interface PartMarker {
  readonly key: string;
  /** From 1. */
  readonly part: number;
  /** How many parts the text had; `undefined` for one from before that was written. */
  readonly parts: number | undefined;
  /** The run that wrote this part; 0 for one from before generations were written. */
  readonly generation: number;
}

/** HTML comments are not shown; the key must not be able to end one. */
export function markerKey(marker: string): string {
  return marker.replace(/[^\w:.-]/g, '_');
}

/** The marker of a text that is whole. */
export function hiddenMarker(marker: string): string {
  return `<!-- dr:${markerKey(marker)} -->`;
}

/** The marker of one part of a text. */
export function hiddenPartMarker({ key, part, parts, generation }: PartMarker & { readonly parts: number }): string {
  return `<!-- dr:${key} part=${part}/${parts} generation=${generation} -->`;
}

export function withMarker(text: string, hidden: string): string {
  return `${text.trimEnd()}\n\n${hidden}`;
}

/** The text above the marker. */
export function withoutMarker(body: string): string {
  return body.trimEnd().replace(/\n*<!-- dr:[^\n]* -->$/, '');
}

/**
 * The marker of one key at the end of a text. Anybody can write one and our own texts may quote one, so it counts only on the last line, and
 * only together with the author.
 *
 * @param body a text as GitHub gives it back
 * @returns `undefined` when the text carries none, or that of another key
 */
export function readPartMarker(body: string, marker: string): PartMarker | undefined {
  const key = markerKey(marker);
  const [, found = '', part, parts, generation] =
    /(?:^|\n)<!-- dr:([\w:.-]+)(?: part=([1-9]\d{0,5})\/([1-9]\d{0,5}) generation=(\d{1,16}))? -->$/.exec(
      body.trimEnd(),
    ) ?? [];
  if (generation !== undefined) {
    return found === key
      ? { key, part: Number(part), parts: Number(parts), generation: Number(generation) }
      : undefined;
  }
  // From before: the first part carried the key alone, and each next one its number behind it.
  if (found === key) return { key, part: 1, parts: undefined, generation: 0 };
  const [, old] = found.startsWith(`${key}:`) ? (/^([2-9]|[1-9]\d{1,5})$/.exec(found.slice(key.length + 1)) ?? []) : [];
  return old === undefined ? undefined : { key, part: Number(old), parts: undefined, generation: 0 };
}
