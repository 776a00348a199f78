import { z } from 'zod';
import type { PlanCounts } from './environment-plan';

/** What we read of `terraform show -json`; https://developer.hashicorp.com/terraform/internals/json-format */

/** The output is not a plan that this version understands. */
export class PlanFormatError extends Error {
  override readonly name = 'PlanFormatError';
}

// Each is kept once, not for each of a hundred thousand changes.
const KNOWN_ACTIONS = new Map<string, { readonly action: ChangeAction; readonly actions: readonly string[] }>(
  (
    [
      ['no-op', 'no-op'],
      ['create', 'create'],
      ['read', 'read'],
      ['update', 'update'],
      ['delete', 'delete'],
      ['forget', 'forget'],
      ['delete,create', 'replace'],
      ['create,delete', 'replace'],
      // A replacement that leaves the old object alone.
      ['create,forget', 'replace'],
    ] as const
  ).map(([joined, action]) => [joined, { action, actions: joined.split(',') }]),
);

/** What Terraform's own words, joined by commas, say is done; `undefined` when this version does not know them. */
export function actionOf(words: string): Pick<ValueChange, 'action' | 'actions'> | undefined {
  return KNOWN_ACTIONS.get(words);
}

const actionsSchema = z.array(z.string()).transform((actions, context) => {
  const known = KNOWN_ACTIONS.get(actions.join());
  if (known !== undefined) return known;
  context.addIssue({ code: 'custom', message: `unknown actions ${JSON.stringify(actions)}` });
  return z.NEVER;
});

// What is sensitive or unknown throughout is left out of the output altogether.
const changeSchema = z.object({
  actions: actionsSchema,
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).optional(),
  // Without an id when it is only known after apply, or when an identity takes its place.
  importing: z.object({ id: z.string().optional() }).optional(),
});

const resourceSchema = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.enum(['managed', 'data']),
  type: z.string(),
  deposed: z.string().optional(),
  change: changeSchema,
  action_reason: z.string().optional(),
});

const formatVersionSchema = z.string().regex(/^1\./, { error: 'only format 1.x is understood' });

const planSchema = z.object({
  format_version: formatVersionSchema,
  terraform_version: z.string().optional(),
  resource_changes: z.array(resourceSchema).default([]),
  resource_drift: z.array(resourceSchema).default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
});

export type ChangeAction = 'no-op' | 'create' | 'read' | 'update' | 'delete' | 'forget' | 'replace';

/** A change of a value, with Terraform's marks of what in it is unknown or sensitive. */
export interface ValueChange {
  readonly action: ChangeAction;
  /** Terraform's own words, whose order tells how something is replaced. */
  readonly actions: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
  readonly afterUnknown: unknown;
  readonly beforeSensitive: unknown;
  readonly afterSensitive: unknown;
  /** Paths whose change forces the replacement. */
  readonly replacePaths: readonly (readonly (string | number)[])[];
  readonly isImport: boolean;
  /** By which id it is imported, where the plan knows it. */
  readonly importId: string | undefined;
}

export interface ResourceChange extends ValueChange {
  readonly address: string;
  readonly previousAddress: string | undefined;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly reason: string | undefined;
  /** Key of an object that a replacement which failed half-way left behind; what is planned is for that object, not for the current one. */
  readonly deposed: string | undefined;
  /** True when the plan is so large that the values of this change were not kept. */
  readonly isOutline?: boolean;
}

export interface Plan {
  readonly terraformVersion: string | undefined;
  readonly resourceChanges: readonly ResourceChange[];
  /** What Terraform found changed outside of it, compared with its state; `before` is the state, `after` what is there. */
  readonly resourceDrift: readonly ResourceChange[];
  readonly outputChanges: Readonly<Record<string, ValueChange>>;
  /**
   * Of a plan that was read as a whole, the document. Of one that was streamed, only what rules read: the configuration and the subnets that were read.
   * It holds secrets in the clear.
   */
  readonly raw: unknown;
  /** Of a plan that was streamed, because `resourceChanges` then holds all of `aws_*`, and of the rest of a huge plan only a part. */
  readonly tally?: PlanTally;
}

/** What a plan does, counted. */
export interface PlanTally {
  readonly counts: PlanCounts;
  /** So many managed resources change, move, are imported or forgotten. */
  readonly total: number;
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
  const parsed = checked(planSchema, raw, '');
  const { resource_changes: resources, resource_drift: drift, output_changes: outputs } = parsed;
  return {
    terraformVersion: parsed.terraform_version,
    resourceChanges: resources.map(toResourceChange),
    resourceDrift: drift.map(toResourceChange),
    outputChanges: Object.fromEntries(Object.entries(outputs).map(([name, change]) => [name, toValueChange(change)])),
    raw,
  };
}

/** @throws PlanFormatError when it is a version that this one does not understand */
export function checkFormatVersion(version: unknown): void {
  checked(formatVersionSchema, version, 'format_version');
}

/**
 * One item of `resource_changes` or `resource_drift`.
 *
 * @param where in the plan, for the message
 * @throws PlanFormatError that quotes no value
 */
export function parseResourceChange(raw: unknown, where: string): ResourceChange {
  return toResourceChange(checked(resourceSchema, raw, where));
}

/** One value of `output_changes`. @throws PlanFormatError that quotes no value */
export function parseValueChange(raw: unknown, where: string): ValueChange {
  return toValueChange(checked(changeSchema, raw, where));
}

function checked<T>(schema: z.ZodType<T>, raw: unknown, where: string): T {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, 5).map(({ path, message }) => {
    const place = [...(where === '' ? [] : [where]), ...path].join('.');
    return `${place}: ${message}`;
  });
  throw new PlanFormatError(`the plan has a form that this version does not understand: ${problems.join('; ')}`);
}

function toResourceChange(resource: z.infer<typeof resourceSchema>): ResourceChange {
  const { change } = resource;
  // Written out, because there may be a hundred thousand of them.
  return {
    address: resource.address,
    previousAddress: resource.previous_address,
    mode: resource.mode,
    type: resource.type,
    reason: resource.action_reason,
    deposed: resource.deposed,
    action: change.actions.action,
    actions: change.actions.actions,
    before: change.before,
    after: change.after,
    afterUnknown: change.after_unknown,
    beforeSensitive: change.before_sensitive,
    afterSensitive: change.after_sensitive,
    replacePaths: change.replace_paths ?? NONE,
    isImport: change.importing !== undefined,
    importId: change.importing?.id,
  };
}

const NONE: ResourceChange['replacePaths'] = [];

function toValueChange(change: z.infer<typeof changeSchema>): ValueChange {
  return {
    action: change.actions.action,
    actions: change.actions.actions,
    before: change.before,
    after: change.after,
    afterUnknown: change.after_unknown,
    beforeSensitive: change.before_sensitive,
    afterSensitive: change.after_sensitive,
    replacePaths: change.replace_paths ?? NONE,
    isImport: change.importing !== undefined,
    importId: change.importing?.id,
  };
}
