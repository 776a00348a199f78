import { z } from 'zod';

/**
 * The machine-readable events of `terraform plan|apply -json`; https://developer.hashicorp.com/terraform/internals/machine-readable-ui.
 * They carry addresses, actions and reasons, but no values.
 */

const resource = z.object({ addr: z.string() });

const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('planned_change'), change: z.object({ resource, action: z.string() }) }),
  z.object({ type: z.literal('apply_start'), hook: z.object({ resource, action: z.string() }) }),
  z.object({
    type: z.literal('apply_complete'),
    hook: z.object({ resource, action: z.string(), elapsed_seconds: z.number() }),
  }),
  z.object({ type: z.literal('apply_errored'), hook: z.object({ resource, action: z.string() }) }),
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
  { readonly kind: 'progress'; readonly text: string } | { readonly kind: 'warning' | 'error'; readonly text: string };

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
      return { kind: 'progress', text: `${event.change.resource.addr}: to ${event.change.action}` };
    case 'apply_start':
      return { kind: 'progress', text: `${event.hook.resource.addr}: ${event.hook.action} started` };
    case 'apply_complete':
      return {
        kind: 'progress',
        text: `${event.hook.resource.addr}: ${event.hook.action} done after ${event.hook.elapsed_seconds} s`,
      };
    case 'apply_errored':
      return { kind: 'progress', text: `${event.hook.resource.addr}: ${event.hook.action} failed` };
    case 'diagnostic': {
      const { severity, summary, detail, address, range } = event.diagnostic;
      const where = address ?? (range === undefined ? '' : `${range.filename}:${range.start.line}`);
      const text = [where, summary, detail].filter((part) => part !== '').join(': ');
      return { kind: severity === 'error' ? 'error' : 'warning', text };
    }
  }
}
