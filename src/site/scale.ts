/** A step of 1, 2 or 5 times a power of ten that divides a length into at most so many parts. */
export function stepOf(length: number, parts: number): number {
  const least = Math.max(length, 1) / parts;
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? least;
}

/**
 * A scale that shows a tenth of a second beside minutes: by powers of ten, with a place of its own for 0, which they never reach.
 *
 * @param leastMs the smallest of the values that are not 0
 */
export interface PowerScale {
  /** From 0 at the bottom to 1 at the top. */
  readonly place: (ms: number) => number;
  readonly ticksMs: readonly number[];
}

/** So much of the height lies between 0 and the first power of ten. */
const ZERO = 0.12;

export function powerScale(valuesMs: readonly number[]): PowerScale {
  const positive = valuesMs.filter((value) => value > 0);
  const low = Math.floor(Math.log10(positive.reduce((least, value) => Math.min(least, value), 1_000)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(positive.reduce((most, value) => Math.max(most, value), 1_000))));
  return {
    place: (ms) => {
      if (ms <= 0) return 0;
      return ZERO + (1 - ZERO) * ((Math.log10(ms) - low) / (high - low));
    },
    ticksMs: [0, ...Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index))],
  };
}
