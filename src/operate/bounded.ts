import { withinTime } from '../health/time-limit';
import type { Clock } from '../ports/clock';

/** What a look came to. While a region is lost, that nothing came back is news too. */
export type Look<T> = { readonly seen: T } | { readonly silent: string };

/** Looks, and says so when nothing comes back in time. Never throws: one thing that is silent must not hide all the others. */
export async function look<T>(limitMs: number, clock: Clock, work: () => Promise<T>): Promise<Look<T>> {
  try {
    return { seen: await withinTime(work(), limitMs, clock) };
  } catch (error) {
    return { silent: error instanceof Error ? error.message || error.name : String(error) };
  }
}
