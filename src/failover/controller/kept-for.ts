import type { Clock } from '../../ports/clock';

/**
 * Reads at most once in `keepMs`, and lives with what was read last while reading fails: the other region may be lost together with the
 * means to read.
 *
 * @returns a function that rejects only when nothing was ever read
 */
export function keptFor<T>(keepMs: number, read: () => Promise<T>, clock: Clock): () => Promise<T> {
  let kept: { readonly value: T } | undefined;
  let triedAtMs = -Infinity;
  let reading: Promise<T> | undefined;
  return async () => {
    if (kept !== undefined && clock.monotonicMs() - triedAtMs < keepMs) return kept.value;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    triedAtMs = clock.monotonicMs();
    try {
      kept = { value: await reading };
    } catch (error) {
      if (kept === undefined) throw error;
    }
    return kept.value;
  };
}
