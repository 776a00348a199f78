import type { FaultInjector } from '../ports/fault-injector';

/** The fault hook refused, or did not answer. */
export class FaultHookError extends Error {
  override readonly name = 'FaultHookError';
}

const TIMEOUT_MS = 30_000;

/**
 * Calls the fault hook of the environment: `POST url {"action":"start"|"stop","region":"…"}` with a bearer token, answered
 * by any 2xx. docs/drills.md describes the contract for whoever puts a Fault Injection Service experiment behind it.
 */
export function httpFaultInjector(options: { readonly url: string; readonly token: string }): FaultInjector {
  const call = async (action: 'start' | 'stop', region: string): Promise<void> => {
    let response: Response;
    try {
      response = await fetch(options.url, {
        method: 'POST',
        headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ action, region }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'error',
      });
    } catch (error) {
      throw new FaultHookError(`the fault hook did not answer to "${action}" for ${region}; is fault-hook-url right?`, {
        cause: error,
      });
    }
    await response.body?.cancel();
    if (!response.ok) {
      throw new FaultHookError(`the fault hook answered ${response.status} to "${action}" for ${region}`);
    }
  };
  return { start: (region) => call('start', region), stop: (region) => call('stop', region) };
}
