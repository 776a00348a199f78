import type { PostedComment } from '../ports/pull-request';
import type { GitHubComment, GitHubComments } from './github-comments';
import {
  hiddenPartMarker,
  markerKey,
  readPartMarker,
  withMarker,
  withoutMarker,
  type PartMarker,
} from './github-marker';

/** So often what was written is compared with what is there; then somebody who keeps writing at the same time is left to it. */
const LOOKS = 3;

export interface PartedText {
  readonly marker: string;
  /** In order, at least one. */
  readonly parts: readonly string[];
  readonly generation: number;
}

/** A comment of ours that is a part of the text. */
interface Kept extends PartMarker {
  readonly comment: GitHubComment;
}

/** The bodies of the comments that a text becomes. */
export function partBodies({ marker, parts, generation }: PartedText): readonly string[] {
  const key = markerKey(marker);
  return parts.map((text, index) =>
    withMarker(text, hiddenPartMarker({ key, part: index + 1, parts: parts.length, generation })),
  );
}

/**
 * Keeps several comments as one text. GitHub can neither write them at once nor compare before it writes, so: the first part, which tells the
 * generation, is written first; each step looks before it writes, so that one whose answer was lost is not done twice; and the whole is
 * looked at again at the end, because another run may have written at the same time. Runs agree on what stays: of the same part the newest
 * generation, and of the same generation the oldest comment, which is the one that people have linked to.
 *
 * @param login whose comments are ours
 * @param retry runs one step, again after a failure that passes
 */
export async function keepParts(
  text: PartedText,
  comments: GitHubComments,
  login: () => Promise<string>,
  retry: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<readonly PostedComment[]> {
  const { marker, generation } = text;
  const bodies = partBodies(text);
  const look = async (): Promise<readonly Kept[]> =>
    (await comments.by(await login()))
      .flatMap((comment) => {
        const found = readPartMarker(comment.body, marker);
        return found === undefined ? [] : [{ ...found, comment }];
      })
      .sort((a, b) => b.generation - a.generation || a.comment.id - b.comment.id);

  let kept = await retry(look);
  if (isNewerThan(generation, kept)) return superseded(bodies, kept);

  const posted: PostedComment[] = [];
  for (const [index, body] of bodies.entries()) {
    let isFresh = index === 0;
    const one = await retry(async (): Promise<PostedComment | undefined> => {
      const isSame = (existing: Kept | undefined): existing is Kept =>
        existing !== undefined && withoutMarker(existing.comment.body) === withoutMarker(body);
      const seen = partOf(kept, index + 1);
      // The first part has to tell the newest generation; the others need not be touched for that.
      if (isSame(seen) && (index > 0 || seen.comment.body === body)) {
        return { url: seen.comment.html_url, outcome: 'unchanged' };
      }
      if (!isFresh) kept = await look();
      isFresh = false;
      if (isNewerThan(generation, kept)) return undefined;
      const existing = partOf(kept, index + 1);
      const updated = existing === undefined ? undefined : await comments.update(existing.comment.id, body);
      if (updated !== undefined) return { url: updated.html_url, outcome: isSame(existing) ? 'unchanged' : 'updated' };
      return { url: (await comments.create(body)).html_url, outcome: 'created' };
    });
    if (one === undefined) break;
    posted.push(one);
  }

  for (let looks = 0; looks < LOOKS; looks++) {
    kept = await retry(look);
    const isSuperseded = isNewerThan(generation, kept);
    const total = isSuperseded ? partOf(kept, 1)?.parts : bodies.length;
    const surplus = kept.filter(
      (one) =>
        one.generation <= generation && (partOf(kept, one.part) !== one || one.part > (total ?? Number.MAX_VALUE)),
    );
    const spoilt = kept.filter((one) => {
      const body = bodies[one.part - 1];
      if (isSuperseded || body === undefined || surplus.includes(one)) return false;
      return withoutMarker(one.comment.body) !== withoutMarker(body) || (one.part === 1 && one.comment.body !== body);
    });
    for (const { comment } of surplus) await retry(() => comments.delete(comment.id));
    // An older run wrote over it at the same moment.
    for (const { comment, part } of spoilt) await retry(() => comments.update(comment.id, bodies[part - 1] ?? ''));
    if (isSuperseded) return superseded(bodies, kept);
    if (surplus.length + spoilt.length === 0) break;
  }
  // A newer run began to write in between, and its comments are gone again.
  return posted.length < bodies.length ? superseded(bodies, kept) : posted;
}

function isNewerThan(generation: number, kept: readonly Kept[]): boolean {
  return kept.some((one) => one.generation > generation);
}

/** @param kept in the order of precedence */
function partOf(kept: readonly Kept[], part: number): Kept | undefined {
  return kept.find((one) => one.part === part);
}

function superseded(bodies: readonly string[], kept: readonly Kept[]): readonly PostedComment[] {
  const first = partOf(kept, 1) ?? kept[0];
  return bodies.map((_body, index) => ({
    url: (partOf(kept, index + 1) ?? first)?.comment.html_url ?? '',
    outcome: 'superseded',
  }));
}
