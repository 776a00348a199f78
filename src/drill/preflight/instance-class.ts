/** What an instance class says of the machine. */
interface Machine {
  /** `r` and `x` have much memory, `m` and `c` less, `t` is burstable. */
  readonly family: string;
  readonly generation: number;
  /** A number, because the words do not sort: a large is 4, an xlarge 8, a 12xlarge 96. */
  readonly size: number;
}

/**
 * Whether a machine of class `own` can do the work of one of class `wanted`: at least its size, no older generation, and the same family, or one with more
 * memory. What cannot be compared, such as serverless with provisioned, is no match unless it is the same word.
 *
 * @returns why not; `undefined` when it can
 */
export function shortfall(own: string, wanted: string): string | undefined {
  if (own === wanted) return undefined;
  const [mine, theirs] = [parse(own), parse(wanted)];
  if (mine === undefined || theirs === undefined) return `${own} cannot be compared with ${wanted}`;
  if (mine.family !== theirs.family && !(mine.family === 'x' && theirs.family === 'r')) {
    return `${own} is of another family than ${wanted}`;
  }
  if (mine.size < theirs.size) return `${own} is smaller than ${wanted}`;
  if (mine.family === theirs.family && mine.generation < theirs.generation) {
    return `${own} is of an older generation than ${wanted}`;
  }
  return undefined;
}

const SIZES: Readonly<Record<string, number>> = { medium: 2, large: 4, xlarge: 8 };

/** `db.r6g.2xlarge` → family r, generation 6, size 16. */
function parse(text: string): Machine | undefined {
  const match = /^db\.(?<family>[a-z]+)(?<generation>\d+)[a-z-]*\.(?:(?<times>\d+)xlarge|(?<name>[a-z]+))$/.exec(text);
  const { family, generation, times, name } = match?.groups ?? {};
  if (family === undefined || generation === undefined) return undefined;
  const size = times === undefined ? SIZES[name ?? ''] : Number(times) * 8;
  return size === undefined ? undefined : { family, generation: Number(generation), size };
}
