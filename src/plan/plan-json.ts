import { z } from 'zod';

/** What we read of `terraform show -json`; https://developer.hashicorp.com/terraform/internals/json-format */

/** The output is not a plan that this version understands. */
export class PlanFormatError extends Error {
  override readonly name = 'PlanFormatError';
}

const actionsSchema = z.union([
  z.tuple([z.literal('no-op')]).transform(() => 'no-op' as const),
  z.tuple([z.literal('create')]).transform(() => 'create' as const),
  z.tuple([z.literal('read')]).transform(() => 'read' as const),
  z.tuple([z.literal('update')]).transform(() => 'update' as const),
  z.tuple([z.literal('delete')]).transform(() => 'delete' as const),
  z.tuple([z.literal('forget')]).transform(() => 'forget' as const),
  z.tuple([z.literal('delete'), z.literal('create')]).transform(() => 'replace' as const),
  z.tuple([z.literal('create'), z.literal('delete')]).transform(() => 'replace' as const),
  // A replacement that leaves the old object alone.
  z.tuple([z.literal('create'), z.literal('forget')]).transform(() => 'replace' as const),
]);

// What is sensitive or unknown throughout is left out of the output altogether.
const changeSchema = z.object({
  actions: actionsSchema,
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
  importing: z.object({}).optional(),
});

const planSchema = z.object({
  format_version: z.string().regex(/^1\./, { error: 'only format 1.x is understood' }),
  terraform_version: z.string().optional(),
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        previous_address: z.string().optional(),
        mode: z.enum(['managed', 'data']),
        type: z.string(),
        change: changeSchema,
        action_reason: z.string().optional(),
      }),
    )
    .default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
});

export type ChangeAction = z.infer<typeof actionsSchema>;

/** A change of a value, with Terraform's marks of what in it is unknown or sensitive. */
export interface ValueChange {
  readonly action: ChangeAction;
  readonly before: unknown;
  readonly after: unknown;
  readonly afterUnknown: unknown;
  readonly beforeSensitive: unknown;
  readonly afterSensitive: unknown;
  /** Paths whose change forces the replacement. */
  readonly replacePaths: readonly (readonly (string | number)[])[];
  readonly isImport: boolean;
}

export interface ResourceChange extends ValueChange {
  readonly address: string;
  readonly previousAddress: string | undefined;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly reason: string | undefined;
}

export interface Plan {
  readonly terraformVersion: string | undefined;
  readonly resourceChanges: readonly ResourceChange[];
  readonly outputChanges: Readonly<Record<string, ValueChange>>;
  /** The whole document; it holds secrets in the clear and is only searched for them. */
  readonly raw: unknown;
}

/**
 * Parses the output of `terraform show -json`.
 *
 * @throws PlanFormatError that quotes no value
 */
export function parsePlanJson(text: string): Plan {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    // Not chained: the parser's message quotes the text, which may be secret.
    throw new PlanFormatError(
      'the output of terraform show -json is not JSON; is something else writing to standard output?',
    );
  }
  const parsed = planSchema.safeParse(raw);
  if (!parsed.success) {
    const where = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new PlanFormatError(`the plan has a form that this version does not understand: ${where.join('; ')}`);
  }
  const { resource_changes: resources, output_changes: outputs, terraform_version: terraformVersion } = parsed.data;
  return {
    terraformVersion,
    resourceChanges: resources.map(
      ({ address, previous_address: previousAddress, mode, type, change, action_reason: reason }) => ({
        address,
        previousAddress,
        mode,
        type,
        reason,
        ...toValueChange(change),
      }),
    ),
    outputChanges: Object.fromEntries(Object.entries(outputs).map(([name, change]) => [name, toValueChange(change)])),
    raw,
  };
}

function toValueChange(change: z.infer<typeof changeSchema>): ValueChange {
  return {
    action: change.actions,
    before: change.before,
    after: change.after,
    afterUnknown: change.after_unknown,
    beforeSensitive: change.before_sensitive,
    afterSensitive: change.after_sensitive,
    replacePaths: change.replace_paths ?? [],
    isImport: change.importing !== undefined,
  };
}
