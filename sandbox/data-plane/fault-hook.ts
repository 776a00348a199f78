import { randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import { startHttpEndpoint } from './http-endpoint';

/** The service that drills ask for a disaster. */
export interface FaultHook {
  readonly url: string;
  readonly token: string;
  stop(): Promise<void>;
}

export interface FaultHookOptions {
  readonly regions: readonly string[];
  /** The fault strikes at a random moment within this time, in ms: one that the drill is not told. */
  readonly withinMs: { readonly least: number; readonly most: number };
  readonly lose: (region: string) => void;
  readonly recover: (region: string) => void;
}

export async function startFaultHook(options: FaultHookOptions): Promise<FaultHook> {
  const schema = z.object({ action: z.enum(['start', 'stop']), region: z.enum(options.regions) });
  const { least, most } = options.withinMs;
  const token = randomBytes(24).toString('hex');
  let pending: NodeJS.Timeout | undefined;
  const endpoint = await startHttpEndpoint(token, async (_method, _path, body) => {
    const fault = schema.safeParse(body);
    if (!fault.success) return { status: 400, body: { message: fault.error.message } };
    const { action, region } = fault.data;
    clearTimeout(pending);
    if (action === 'start') {
      pending = setTimeout(
        () => {
          options.lose(region);
        },
        randomInt(least, most),
      );
    } else {
      options.recover(region);
    }
    return { status: 202, body: {} };
  });
  return {
    url: endpoint.url,
    token,
    async stop() {
      clearTimeout(pending);
      await endpoint.stop();
    },
  };
}
