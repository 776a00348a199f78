import type { Clock } from '../ports/clock';

/** The time for some work has passed. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
}

/**
 * Waits for `work` no longer than `ms`. The work itself is not ended: `tidyUp` receives what it yields too late, so that a connection
 * that is made after everybody has gone is closed.
 *
 * @throws TimeLimitError, or what `work` rejects with in time
 */
export async function withinTime<T>(
  work: Promise<T>,
  ms: number,
  clock: Clock,
  tidyUp: (late: T) => void = () => undefined,
): Promise<T> {
  const ended = new AbortController();
  let isLate = false;
  // Also hears a rejection that comes too late, which would otherwise be fatal.
  work.then(
    (result) => {
      if (isLate) tidyUp(result);
    },
    () => undefined,
  );
  const limit = clock.sleep(Math.max(0, ms), ended.signal).then(() => {
    if (ended.signal.aborted) return new Promise<never>(() => undefined);
    isLate = true;
    throw new TimeLimitError(`no answer within ${Math.round(ms)} ms`);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    ended.abort();
  }
}
