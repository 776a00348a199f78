import { z } from 'zod';
import { FaultRefusedError, type FaultInjector, type HealthPathInjector } from '../ports/fault-injector';

/** The fault hook refused, or did not answer. */
export class FaultHookError extends Error {
  override readonly name = 'FaultHookError';
}

const TIMEOUT_MS = 30_000;
/** What a hook says of itself; short, and the rest of it is of no interest. */
const ANSWER_LIMIT = 4_096;

const offerSchema = z.object({ faults: z.array(z.string()) });

/**
 * Calls the fault hook of the environment with a bearer token; any 2xx means accepted. docs/drills.md describes the contract for whoever puts a
 * Fault Injection Service experiment behind it.
 *
 * - `{"action":"start"|"stop","region":"…"}`: the loss of the region; `stop` ends every fault in it.
 * - `{"action":"describe"}`: answers `{"faults":["region","health-path"]}`. Asked before the next one, because a hook that reads no further than
 *   `"start"` would take the whole region away.
 * - `{"action":"start","region":"…","fault":"health-path","forSeconds":120}`: the controller's paths to the region, for so long at most.
 */
export function httpFaultInjector(options: {
  readonly url: string;
  readonly token: string;
}): FaultInjector & HealthPathInjector {
  const ask = async (body: Readonly<Record<string, unknown>>, what: string): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(options.url, {
        method: 'POST',
        headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'error',
      });
    } catch (error) {
      throw new FaultHookError(`the fault hook did not answer to ${what}; is fault-hook-url right?`, { cause: error });
    }
    if (response.ok) return response;
    await response.body?.cancel();
    const message = `the fault hook answered ${response.status} to ${what}`;
    const isRefused = response.status >= 400 && response.status < 500;
    throw isRefused ? new FaultRefusedError(message) : new FaultHookError(message);
  };
  const order = async (body: Readonly<Record<string, unknown>>, what: string): Promise<void> => {
    const response = await ask(body, what);
    await response.body?.cancel();
  };
  return {
    start: (region) => order({ action: 'start', region }, `"start" for ${region}`),
    stop: (region) => order({ action: 'stop', region }, `"stop" for ${region}`),
    blind: (region, forSeconds) =>
      order(
        { action: 'start', region, fault: 'health-path', forSeconds },
        `"start" of the fault health-path for ${region}`,
      ),
    async offersHealthPath() {
      let response: Response;
      try {
        response = await ask({ action: 'describe' }, '"describe"');
      } catch (error) {
        if (error instanceof FaultRefusedError) return false;
        throw error;
      }
      const offer = offerSchema.safeParse(parseJson((await response.text()).slice(0, ANSWER_LIMIT)));
      return offer.success && offer.data.faults.includes('health-path');
    },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
