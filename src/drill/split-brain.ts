import type { Attempt, History } from './history';

/** What the old writer did after the new one had acknowledged its first write. */
export interface SplitBrain {
  /** Writes that were tried at the old writer's own endpoint after that; never 0, or nothing is known. */
  readonly attempted: number;
  /** Writes that the old writer acknowledged: must be none, or two databases took writes and one of them will be thrown away. */
  readonly acknowledged: number;
  /** Connections that were lost after the write was sent: it may have been taken. */
  readonly unknown: number;
}

/**
 * Counts only what **began** after the new writer's first acknowledgement was known, by more than the clocks may differ: a write that
 * the old one took a moment before is an ordinary write, and is measured as loss if it is missing.
 *
 * @returns `undefined` when nobody looked, the new writer never acknowledged, or nothing was tried after that
 */
export function measureSplitBrain({ attempts, fencing, clockUncertaintyMs = 0 }: History): SplitBrain | undefined {
  if (fencing === undefined) return undefined;
  const old = new Set(fencing.instances);
  const takenOver = attempts.find(
    (attempt) => attempt.outcome === 'ok' && attempt.instance !== undefined && !old.has(attempt.instance),
  );
  if (takenOver === undefined) return undefined;
  const later = fencing.attempts.filter(
    (attempt) => attempt.startedMs > takenOver.endedMs + 2 * clockUncertaintyMs && attempt.isInferred !== true,
  );
  if (later.length === 0) return undefined;
  const count = (outcome: Attempt['outcome']) => later.filter((attempt) => attempt.outcome === outcome).length;
  return { attempted: later.length, acknowledged: count('ok'), unknown: count('unknown') };
}
