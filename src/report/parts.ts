/** Something that is shown whole or not at all. It closes every fence and element that it opens. */
export interface Piece {
  /** Harmless Markdown; made only when there is room, so that a huge plan costs no more than what is shown of it. */
  readonly text: () => string;
  /** So many changes are in it, for the count of what is left out. */
  readonly changes: number;
}

/** Pieces that belong together. Each part that shows some of them is framed by `open` and `close`. */
export interface Section {
  readonly open: string;
  /** Takes the place of `open` in a part that goes on with the section. */
  readonly reopen: string;
  readonly close: string;
  /** Between two pieces. */
  readonly between: string;
  readonly pieces: readonly Piece[];
}

/** What is written on, and what every part of it says. */
export interface Paper {
  readonly limit: number;
  /** The length of a text, in the unit of the limit. */
  readonly measure: (text: string) => number;
  /** At most so many parts. */
  readonly parts: number;
  /** The heading of a part. */
  readonly head: (part: number, of: number) => string;
  /** The last line of the last part. */
  readonly foot: string;
  /** The sentence about what found no room. */
  readonly omitted: (changes: number) => string;
}

/** GitHub takes 65,536 characters; room is left for the hidden marker. A character that JavaScript counts twice counts twice here too. */
export const COMMENT_LIMIT = 65_000;

const GAP = '\n\n';

/** A section of one text. */
export function paragraph(text: string): Section {
  return plainSection([{ text: () => text, changes: 0 }]);
}

/** A section without a frame. */
export function plainSection(pieces: readonly Piece[]): Section {
  return { open: '', reopen: '', close: '', between: GAP, pieces };
}

/** A text of one part, within the limit of a comment or an issue. */
export function onePart(head: string, sections: readonly Section[], foot: string): string {
  const [text = ''] = layOut(sections, {
    limit: COMMENT_LIMIT,
    measure: (part) => part.length,
    parts: 1,
    head: () => head,
    foot,
    omitted: (changes) => `… and ${changes} more; the log of the run names all of them.`,
  });
  return text;
}

/**
 * Lays sections out on as few parts as they need, in order. A piece is never divided, and a section that goes on in the next part is closed in
 * the one before. What finds no room on the last part is counted.
 */
export function layOut(sections: readonly Section[], paper: Paper): readonly string[] {
  const { measure } = paper;
  const most = Number.MAX_SAFE_INTEGER;
  // Room for whatever a part may have to say besides; so nothing has to be taken back later.
  const reserved = [paper.head(paper.parts, paper.parts), paper.foot, paper.omitted(most)]
    .map((text) => measure(text) + GAP.length)
    .reduce((sum, length) => sum + length, 0);
  const capacity = paper.limit - reserved;
  const parts: Part[] = [new Part()];
  let part = parts[0] ?? new Part();
  let isFull = false;
  let omitted = 0;
  for (const section of sections) {
    let isOpen = false;
    let begun = false;
    for (const piece of section.pieces) {
      if (isFull) {
        omitted += piece.changes;
        continue;
      }
      const text = piece.text();
      const frame = begun ? section.reopen : section.open;
      const framed = measure(text) + measure(frame) + measure(section.close) + GAP.length;
      if (framed > capacity) {
        // It alone is left out, and never in silence: it must not displace what comes after it.
        omitted += Math.max(1, piece.changes);
        continue;
      }
      let cost = isOpen ? measure(text) + measure(section.between) : framed;
      if (part.length + cost > capacity) {
        if (isOpen) part.end(section.close);
        isOpen = false;
        cost = framed;
        if (parts.length === paper.parts) {
          isFull = true;
          omitted += piece.changes;
          continue;
        }
        part = new Part();
        parts.push(part);
      }
      if (isOpen) part.add(section.between + text, cost);
      else part.begin(frame + text, cost);
      isOpen = true;
      begun = true;
    }
    if (isOpen) part.end(section.close);
  }
  return parts.map((each, index) =>
    [
      paper.head(index + 1, parts.length),
      each.text(),
      ...(index === parts.length - 1 ? [isFull || omitted > 0 ? paper.omitted(omitted) : '', paper.foot] : []),
    ]
      .filter((text) => text !== '')
      .join(GAP),
  );
}

class Part {
  private readonly texts: string[] = [];
  length = 0;

  begin(text: string, cost: number): void {
    this.add((this.texts.length === 0 ? '' : GAP) + text, cost);
  }

  add(text: string, cost: number): void {
    this.texts.push(text);
    this.length += cost;
  }

  /** What ends a section is paid for when it begins. */
  end(text: string): void {
    this.texts.push(text);
  }

  text(): string {
    return this.texts.join('');
  }
}
