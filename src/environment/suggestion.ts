import { distance } from 'fastest-levenshtein';

/** The candidate that is close enough to `word` to be what was meant, or `undefined`. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const scored = candidates
    .map((candidate) => ({ candidate, score: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.score - b.score);
  const best = scored[0];
  return best !== undefined && best.score <= Math.max(2, word.length / 3) ? best.candidate : undefined;
}
