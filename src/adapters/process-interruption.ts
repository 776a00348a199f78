/** How the runner cancels a job: SIGINT, 7.5 seconds later SIGTERM, and 2.5 seconds after that it kills. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Notes that the process was asked to end, and keeps it alive: whoever works has to come to an end by itself, in the seconds that it is given, and
 * to say what it has done.
 *
 * @returns aborted at the first signal, with its name as the reason
 */
export function processInterruption(): AbortSignal {
  const interruption = new AbortController();
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (!interruption.signal.aborted) interruption.abort(signal);
    });
  }
  return interruption.signal;
}
