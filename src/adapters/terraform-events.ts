import { z } from 'zod';
import type { ResourceProgress } from '../ports/terraform';

/**
 * The machine-readable events of `terraform plan|apply -json`; https://developer.hashicorp.com/terraform/internals/machine-readable-ui.
 * They carry addresses, actions and reasons, but no values.
 */

const resource = z.object({ addr: z.string() });

const timedHook = z.object({ resource, action: z.string(), elapsed_seconds: z.number() });

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('planned_change'), change: z.object({ resource, action: z.string() }) }),
  z.object({ type: z.literal('apply_start'), hook: z.object({ resource, action: z.string() }) }),
  z.object({ type: z.enum(['apply_progress', 'apply_complete', 'apply_errored']), hook: timedHook }),
  z.object({
    type: z.literal('diagnostic'),
    diagnostic: z.object({
      severity: z.string(),
      summary: z.string(),
      detail: z.string().default(''),
      address: z.string().optional(),
      range: z.object({ filename: z.string(), start: z.object({ line: z.number() }) }).optional(),
    }),
  }),
]);

/** What an event means to us. */
export type TerraformEvent =
  | { readonly kind: 'resource'; readonly progress: ResourceProgress }
  | { readonly kind: 'warning' | 'error'; readonly text: string };

const OUTCOMES = { apply_progress: 'running', apply_complete: 'done', apply_errored: 'failed' } as const;

/** Reads one line; lines of other kinds, which a newer Terraform may add, are `undefined`. */
export function parseTerraformEvent(line: string): TerraformEvent | undefined {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return undefined;
  }
  const parsed = eventSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const event = parsed.data;
  switch (event.type) {
    case 'planned_change':
      return resourceEvent(event.change, 'planned');
    case 'apply_start':
      return resourceEvent(event.hook, 'started');
    case 'apply_progress':
    case 'apply_complete':
    case 'apply_errored':
      return resourceEvent(event.hook, OUTCOMES[event.type], event.hook.elapsed_seconds);
    case 'diagnostic': {
      const { severity, summary, detail, address, range } = event.diagnostic;
      const where = address ?? (range === undefined ? '' : `${range.filename}:${range.start.line}`);
      const text = [where, summary, detail].filter((part) => part !== '').join(': ');
      return { kind: severity === 'error' ? 'error' : 'warning', text };
    }
  }
}

/** One line of the log about a resource; `undefined` for what is not worth one. */
export function describeProgress({ address, action, outcome, seconds = 0 }: ResourceProgress): string | undefined {
  switch (outcome) {
    case 'planned':
      return `${address}: to ${action}`;
    case 'started':
      return `${address}: ${action} started`;
    case 'running':
      return undefined;
    case 'done':
      return `${address}: ${action} done after ${seconds} s`;
    case 'failed':
      return `${address}: ${action} failed after ${seconds} s`;
  }
}

function resourceEvent(
  { resource: { addr }, action }: { readonly resource: { readonly addr: string }; readonly action: string },
  outcome: ResourceProgress['outcome'],
  seconds?: number,
): TerraformEvent {
  return {
    kind: 'resource',
    progress: { address: addr, action, outcome, ...(seconds === undefined ? {} : { seconds }) },
  };
}
