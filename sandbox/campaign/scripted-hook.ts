import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { startHttpEndpoint } from '../data-plane/http-endpoint';
import { SANDBOX_REGIONS } from '../data-plane/start-data-plane';

export type SandboxRegion = (typeof SANDBOX_REGIONS)[number];

/** A fault hook whose disaster is somebody else's script; see docs/drills.md for what it is asked. */
export interface ScriptedHook {
  readonly url: string;
  readonly token: string;
  /** What drills asked for, in order. */
  readonly asked: readonly { readonly action: 'start' | 'stop'; readonly region: SandboxRegion }[];
  stop(): Promise<void>;
}

export interface DisasterScript {
  /** Is not waited for: a fault hook strikes when it wants. */
  readonly lose: (region: SandboxRegion) => void;
  readonly recover: (region: SandboxRegion) => void;
}

const orderSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('describe') }),
  z.object({ action: z.enum(['start', 'stop']), region: z.enum(SANDBOX_REGIONS) }),
]);

export async function startScriptedHook(script: DisasterScript): Promise<ScriptedHook> {
  const token = randomBytes(24).toString('hex');
  const asked: { readonly action: 'start' | 'stop'; readonly region: SandboxRegion }[] = [];
  const endpoint = await startHttpEndpoint(token, async (_method, _path, body) => {
    const order = orderSchema.safeParse(body);
    if (!order.success) return { status: 400, body: { message: order.error.message } };
    if (order.data.action === 'describe') return { status: 200, body: { faults: ['region'] } };
    const { action, region } = order.data;
    asked.push({ action, region });
    if (action === 'start') script.lose(region);
    else script.recover(region);
    return { status: 202, body: {} };
  });
  return { url: endpoint.url, token, asked, stop: () => endpoint.stop() };
}
