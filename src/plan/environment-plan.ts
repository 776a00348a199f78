import { z } from 'zod';
import { DRILL_KINDS } from '../drill/kinds';

/**
 * What the plan job of one environment hands to the job that comments on the pull request: a small file without secrets. It crosses jobs as an
 * artifact, so it is checked like anything else from outside.
 */

const actionSchema = z.enum(['no-op', 'create', 'read', 'update', 'delete', 'forget', 'replace']);

/**
 * Why a change is there. `real`: the configuration asks for it. `drift`: somebody changed the resource outside Terraform, and this puts it back.
 * `expected after failover`: a swap of the roles explains what differs. `role change`: applying it would undo a swap of the roles.
 */
export const CHANGE_LABELS = ['real', 'drift', 'expected after failover', 'role change'] as const;
const labelSchema = z.enum(CHANGE_LABELS);

const attributeSchema = z.strictObject({
  path: z.string(),
  /** Absent when there was nothing, or nothing comes. Fit to be shown: what may be secret is not in it. */
  before: z.string().optional(),
  after: z.string().optional(),
  forcesReplacement: z.boolean(),
});

const changeSchema = z.strictObject({
  address: z.string(),
  action: actionSchema,
  label: labelSchema,
  isImport: z.boolean(),
  movedFrom: z.string().optional(),
  /** Key of an object that was left behind by a replacement which failed half-way. */
  deposed: z.string().optional(),
  /** Terraform's reason for a surprising action, in words. */
  reason: z.string().optional(),
  attributes: z.array(attributeSchema),
});

const outputSchema = z.strictObject({ name: z.string(), action: actionSchema, attributes: z.array(attributeSchema) });

const driftSchema = z.strictObject({
  address: z.string(),
  /** `delete`: it is gone. */
  action: z.enum(['update', 'delete']),
  label: z.enum(['drift', 'expected after failover']),
  attributes: z.array(attributeSchema),
});

const countsSchema = z.strictObject({
  create: z.number().int(),
  update: z.number().int(),
  replace: z.number().int(),
  delete: z.number().int(),
  import: z.number().int(),
  move: z.number().int(),
  forget: z.number().int(),
});

const summarySchema = z.strictObject({
  /** Of all changes, also of those that are left out below. */
  counts: countsSchema,
  /** Destructive changes first. */
  changes: z.array(changeSchema),
  /** So many changes of a huge plan are counted, and not among `changes`. */
  omittedChanges: z.number().int().nonnegative(),
  outputs: z.array(outputSchema),
  /** What differs from Terraform's state without being among the changes. */
  drift: z.array(driftSchema),
  /** True when applying the plan would do nothing at all. */
  isEmpty: z.boolean(),
});

const violationSchema = z.strictObject({ id: z.string(), address: z.string(), sentence: z.string() });

/** Where the database is written at the moment, as AWS says. */
const writerSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('known'), region: z.string() }),
  /** There is no database yet. */
  z.strictObject({ state: z.literal('none') }),
  z.strictObject({ state: z.literal('moving'), from: z.string().optional(), to: z.string().optional() }),
  z.strictObject({ state: z.literal('unknown'), reason: z.string() }),
]);

const lastDrillSchema = z.strictObject({
  kind: z.enum(DRILL_KINDS),
  verdict: z.enum(['passed', 'failed', 'inconclusive', 'not-run']),
  ageDays: z.number().nonnegative(),
  rpoSeconds: z.number().optional(),
  rtoSeconds: z.number().optional(),
  runUrl: z.string().optional(),
});

/** Whether risky changes may be applied, judged by the last drills. */
const drillGateSchema = z.strictObject({
  /** The last drill of each kind that has ever run. */
  drills: z.array(lastDrillSchema),
  /** Why risky changes must wait; empty when the drills are fresh and passed. */
  concerns: z.array(z.string()),
  /** Addresses of risky changes in this plan. */
  risky: z.array(z.string()),
  /** True when there are concerns and risky changes, and the environment blocks them. */
  blocks: z.boolean(),
});

const plannedSchema = z.strictObject({
  status: z.literal('planned'),
  environment: z.string(),
  homeRegion: z.string(),
  writer: writerSchema,
  summary: summarySchema,
  violations: z.array(violationSchema),
  drillGate: drillGateSchema,
  terraformVersion: z.string(),
  /** ISO 8601. A drill wants a plan that was made just before it. */
  plannedAt: z.iso.datetime().optional(),
  /** SHA-256 of the plan file, as hexadecimal text; the apply says it again. */
  planDigest: z.string(),
  /** Until when the sealed plan may be applied without a new one; absent when it was not sealed. ISO 8601. */
  sealedUntil: z.string().optional(),
  commit: z.string().optional(),
  runUrl: z.string().optional(),
});

const failedSchema = z.strictObject({
  status: z.literal('failed'),
  environment: z.string(),
  /** Without secrets. */
  error: z.string(),
  commit: z.string().optional(),
  runUrl: z.string().optional(),
});

export const environmentPlanSchema = z.discriminatedUnion('status', [plannedSchema, failedSchema]);

export type EnvironmentPlan = z.infer<typeof environmentPlanSchema>;
export type PlannedEnvironment = z.infer<typeof plannedSchema>;
export type FailedEnvironment = z.infer<typeof failedSchema>;
export type ChangeLabel = z.infer<typeof labelSchema>;
export type AttributeChange = z.infer<typeof attributeSchema>;
export type ChangeSummary = z.infer<typeof changeSchema>;
export type OutputSummary = z.infer<typeof outputSchema>;
export type DriftSummary = z.infer<typeof driftSchema>;
export type PlanCounts = z.infer<typeof countsSchema>;
export type PlanSummary = z.infer<typeof summarySchema>;
export type LiveWriter = z.infer<typeof writerSchema>;
export type LastDrill = z.infer<typeof lastDrillSchema>;
export type DrillGate = z.infer<typeof drillGateSchema>;
