import type { Chunk } from './history-chunks';

/** Two quartz clocks of servers part by less than this: 100 ms in 1,000 s. */
const DRIFT = 1e-4;

export interface CollectedChunk extends Chunk {
  /** When the drill had read it, by the drill's clock. */
  readonly readAtMs: number;
}

export interface Alignment {
  /** Add to a time of the function to get the time of the drill, in ms. */
  readonly offsetMs: number;
  /** The sum may be wrong by this much, in either direction, in ms. */
  readonly uncertaintyMs: number;
}

/**
 * Finds where the clock of a function stands beside the clock of the drill, without believing any wall clock.
 *
 * Nothing can be read before it was sent. A chunk that the function stamped at f and the drill had read at d gives offset ≤ d − f; a
 * beacon that the drill stamped at d and the function had seen at f gives offset ≥ d − f, and so does the invocation, which came before
 * the function began. The offset lies between the best of both, and half of what remains open is the uncertainty; it is as small as the
 * fastest messages, and never smaller than what the two clocks can have drifted apart meanwhile.
 *
 * @param invokedAtMs before the function was invoked, by the drill's clock
 * @param chunks at least one
 */
export function alignClocks(invokedAtMs: number, chunks: readonly CollectedChunk[]): Alignment {
  const [first] = chunks;
  if (first === undefined) throw new RangeError('a segment without chunks has no clock');
  let atMost = Infinity;
  let atLeast = invokedAtMs - first.startedAtMs;
  let lastMs = first.startedAtMs;
  for (const { readAtMs, sentAtMs, beacon } of chunks) {
    atMost = Math.min(atMost, readAtMs - sentAtMs);
    lastMs = Math.max(lastMs, sentAtMs);
    if (beacon !== undefined) atLeast = Math.max(atLeast, beacon.sentAtMs - beacon.seenAtMs);
  }
  return {
    offsetMs: (atLeast + atMost) / 2,
    // Drift can even make the two limits cross; they are then that much further from the truth.
    uncertaintyMs: Math.abs(atMost - atLeast) / 2 + DRIFT * (lastMs - first.startedAtMs),
  };
}
