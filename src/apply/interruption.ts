import { InterruptedError } from './refusals';

/** @throws InterruptedError once the run was cancelled */
export function refuseAfterInterrupt(interrupted: AbortSignal): void {
  if (interrupted.aborted) throw interruption(interrupted);
}

/**
 * Waits for `work`, but not after the run was cancelled: the runner kills it seconds later, and what happened has to be told before.
 *
 * @param late is given what comes of `work` after all, to give it back
 * @throws InterruptedError; what `work` throws
 */
export async function unlessInterrupted<T>(
  interrupted: AbortSignal,
  work: Promise<T>,
  late: (result: T) => Promise<void>,
): Promise<T> {
  let isOver = false;
  const watched = work.then(async (result) => {
    if (isOver) await late(result);
    return result;
  });
  // Nobody waits for it after an interrupt.
  watched.catch(() => undefined);
  let listener: (() => void) | undefined;
  const interrupt = new Promise<never>((_, reject) => {
    listener = () => {
      isOver = true;
      reject(interruption(interrupted));
    };
    if (interrupted.aborted) listener();
    else interrupted.addEventListener('abort', listener);
  });
  try {
    return await Promise.race([interrupt, watched]);
  } finally {
    if (listener !== undefined) interrupted.removeEventListener('abort', listener);
  }
}

function interruption(interrupted: AbortSignal): InterruptedError {
  return new InterruptedError(
    `the run was interrupted by ${String(interrupted.reason)} before anything was applied`,
    'Run this job again.',
  );
}
