import type { Clock } from '../ports/clock';
import type { Logger } from '../ports/logger';
import { explain, failureOf, GitHubError, type Failure } from './github-failure';

const TRIES = 4;
/** GitHub asks for a minute at least after a rate limit that names no time. */
const RATE_LIMIT_PAUSE_MS = 60_000;
/** A job that holds a lock of Terraform must not sleep for the hour that a used-up quota can take. */
const LONGEST_PAUSE_MS = 120_000;

/**
 * Runs `work`, up to four times: again after a server error, a conflict, a request without an answer, or a rate limit, with the pause
 * that GitHub asks for. `work` is repeated whole, so it looks again at what is there before it writes: a comment whose
 * creation was done but not answered is found, not created twice.
 *
 * @param what  for messages: what `work` does, after "could not"
 * @param hints what to do when GitHub refuses, by HTTP status
 * @throws GitHubError when GitHub refuses, stays silent, or asks for a pause of more than two minutes
 */
export async function withRetries<T>(
  what: string,
  hints: Readonly<Record<number, string>>,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger | undefined },
  work: () => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await work();
    } catch (error) {
      // Explained already.
      if (error instanceof GitHubError) throw error;
      const failure = failureOf(error, clock.now());
      const pauseMs = pauseAfter(failure, tried);
      if (pauseMs === undefined || pauseMs > LONGEST_PAUSE_MS || tried === TRIES) {
        throw explain(what, failure, hints, error);
      }
      const answer = failure.status === undefined ? 'no usable answer' : `the answer ${failure.status}`;
      logger?.warn(`GitHub: ${answer} (try ${tried} of ${TRIES} to ${what}); again in ${Math.ceil(pauseMs / 1_000)} s`);
      await clock.sleep(pauseMs);
    }
  }
}

/** @returns milliseconds, or `undefined` when another try cannot help */
function pauseAfter({ kind, waitMs }: Failure, tried: number): number | undefined {
  switch (kind) {
    case 'refused':
      return undefined;
    case 'misunderstood':
      // Something on the way may have cut one answer off; a second one like it is no accident.
      return tried === 1 ? 1_000 : undefined;
    case 'rate-limit':
      return waitMs ?? RATE_LIMIT_PAUSE_MS;
    case 'server':
    case 'conflict':
    case 'unanswered':
      return waitMs ?? 1_000 * tried ** 2;
  }
}
