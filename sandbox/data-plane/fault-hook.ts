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
  /** Takes the ways to a region from the functions of the other one, and from nobody else. */
  readonly blind: (region: string) => void;
  readonly see: (region: string) => void;
}

const FAULTS = ['region', 'health-path'] as const;

export async function startFaultHook(options: FaultHookOptions): Promise<FaultHook> {
  const region = z.enum(options.regions);
  const schema = z.discriminatedUnion('action', [
    z.object({ action: z.literal('describe') }),
    z.discriminatedUnion('fault', [
      z.object({ action: z.literal('start'), region, fault: z.literal('region').optional() }),
      z.object({
        action: z.literal('start'),
        region,
        fault: z.literal('health-path'),
        forSeconds: z.number().int().min(1).max(300),
      }),
    ]),
    z.object({ action: z.literal('stop'), region }),
  ]);
  const { least, most } = options.withinMs;
  const token = randomBytes(24).toString('hex');
  let strike: NodeJS.Timeout | undefined;
  let end: NodeJS.Timeout | undefined;
  const clear = () => {
    clearTimeout(strike);
    clearTimeout(end);
  };
  const endpoint = await startHttpEndpoint(token, async (_method, _path, body) => {
    const parsed = schema.safeParse(body);
    if (!parsed.success) return { status: 400, body: { message: parsed.error.message } };
    const asked = parsed.data;
    if (asked.action === 'describe') return { status: 200, body: { faults: FAULTS } };
    clear();
    if (asked.action === 'stop') {
      options.see(asked.region);
      options.recover(asked.region);
    } else if (asked.fault === 'health-path') {
      strike = setTimeout(
        () => {
          options.blind(asked.region);
        },
        randomInt(least, most),
      );
      end = setTimeout(() => {
        clearTimeout(strike);
        options.see(asked.region);
      }, asked.forSeconds * 1000);
    } else {
      strike = setTimeout(
        () => {
          options.lose(asked.region);
        },
        randomInt(least, most),
      );
    }
    return { status: 202, body: {} };
  });
  return {
    url: endpoint.url,
    token,
    async stop() {
      clear();
      await endpoint.stop();
    },
  };
}
