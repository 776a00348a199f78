import { z } from 'zod';
import { DRILL_KINDS } from '../drill/kinds';
import { GUARDS } from '../drill/preflight/guard';

/**
 * The evidence of one drill, as it is kept, signed and published: everything that was measured, and nothing that has to be believed. The raw
 * history stands in a file of its own, whose digest is here. `docs/evidence-schema.json` is made from this.
 *
 * Durations are in ms, moments are ISO 8601 in UTC. What was not measured is absent, never 0.
 */

const ms = z.number().nonnegative();
const count = z.number().int().nonnegative();
const moment = z.iso.datetime();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const verdict = z.enum(['passed', 'failed', 'inconclusive', 'not-run']);

const measuredMove = z.strictObject({
  label: z.enum(['failover', 'switchover', 'fail back']),
  kind: z.enum(['failover', 'switchover']),
  fromRegion: z.string(),
  toRegion: z.string(),
  promotedBy: z.enum(['controller', 'drill']).optional(),
  verdict,
  reasons: z.array(z.string()),
  /** Identifies its heartbeats in the database and in the raw history. */
  runId: z.uuid(),
  writes: z.strictObject({ attempted: count, ok: count, fail: count, unknown: count }),
  baselineWrites: count,
  intervalMs: ms,
  resolutionMs: ms,
  clockUncertaintyMs: ms,
  rtoMs: ms.optional(),
  detectionMs: ms.optional(),
  redundancyGapMs: ms.optional(),
  loss: z
    .strictObject({
      lost: count,
      rpoMs: ms,
      rpoUpperBoundMs: ms,
      recovered: count,
      undetermined: count,
      phantom: count,
      lostIsSuffix: z.boolean(),
    })
    .optional(),
  splitBrain: z.strictObject({ attempted: count, acknowledged: count, unknown: count }).optional(),
  /** Reads through the reader endpoint of each region, by the instance that answered (O6). */
  reads: z
    .array(
      z.strictObject({
        region: z.string(),
        answered: z.array(z.strictObject({ instance: z.string(), reads: count })),
        failed: count,
      }),
    )
    .optional(),
  /** Replication lag of the region that is promoted (O4): as the database reports it, before and while the move lasts. */
  lag: z
    .strictObject({
      samples: count,
      failed: count,
      medianMs: ms,
      maxMs: ms,
      /** The last one before the fault or the move: what the loss of a failover is compared with. */
      beforeMoveMs: ms.optional(),
    })
    .optional(),
});

const restored = z.strictObject({
  /** `point-in-time` beside the writer, or `snapshot` in the other region. */
  from: z.enum(['point-in-time', 'snapshot']),
  region: z.string(),
  clusterId: z.string(),
  /** Asked for, to the second. */
  pointInTime: moment,
  backupDelayMs: ms,
  restoreMs: ms,
  verifyMs: ms,
  heartbeats: z.strictObject({ expected: count, found: count, unexpected: count, mustBeAbsent: count }),
  checks: z.array(
    z.strictObject({
      check: z.string(),
      outcome: z.enum(['passed', 'failed', 'unknown']),
      value: z.string(),
      expected: z.string(),
    }),
  ),
  /** The comparison was given a manifest with one thing altered, and has to have rejected it. */
  negativeControl: z.strictObject({ altered: z.string(), rejected: z.boolean() }),
  /** How long the temporary cluster existed, and what that costs about. */
  cost: z.strictObject({ instanceMs: ms, instanceClass: z.string(), estimate: z.string() }).optional(),
  removed: z.boolean(),
});

const detection = z.strictObject({
  region: z.string(),
  /** From the first failed look of the controller to "declared down". */
  detectionMs: ms.optional(),
  /** From the order to the fault hook to "declared down": an upper bound, because the hook strikes when it wants. */
  sinceRequestMs: ms.optional(),
  /** Time between two looks at the controller's record: so exact is the above. */
  resolutionMs: ms,
  /** Writes through the writer name during the drill; all of them should have succeeded. */
  writes: z.strictObject({ attempted: count, ok: count, fail: count, unknown: count }),
  writerMoved: z.boolean(),
});

const rotation = z.strictObject({
  region: z.string(),
  secrets: z.array(
    z.strictObject({
      secret: z.string(),
      rotationMs: ms.optional(),
      newVersionLogsIn: z.boolean(),
      oldVersionRefused: z.boolean().optional(),
      error: z.string().optional(),
    }),
  ),
});

const timelineEntry = z.strictObject({
  at: moment,
  /** Since the drill began, by the monotonic clock. */
  sinceStartMs: ms,
  what: z.string(),
  /** Who says so: `drill`, `probe`, `controller`, `aws`, `database`. */
  source: z.enum(['drill', 'probe', 'controller', 'aws', 'database']),
});

export const evidenceSchema = z.strictObject({
  formatVersion: z.literal(2),
  exerciseId: z.uuid(),
  kind: z.enum(DRILL_KINDS),
  environment: z.string(),
  verdict,
  reasons: z.array(z.string()),
  startedAt: moment,
  finishedAt: moment,
  scope: z.strictObject({
    account: z.string(),
    globalCluster: z.string(),
    regions: z.array(z.string()),
    writerName: z.string(),
  }),
  conduct: z.strictObject({
    trigger: z.enum(['schedule', 'manual', 'laptop']),
    /** Who started it, as GitHub or the shell says; who approved is in the run's own record. */
    actor: z.string().optional(),
    runUrl: z.url({ protocol: /^https?$/ }).optional(),
    /** ARN of the role that acted. */
    principal: z.string().optional(),
    commit: z.string().optional(),
    /** Digest of the drill's bundle: which code measured. */
    codeSha256: sha256.optional(),
    planDigest: z.string().optional(),
  }),
  objectives: z.strictObject({ rpoSeconds: z.number(), rtoSeconds: z.number(), detectionSeconds: z.number() }),
  preflight: z.array(
    z.strictObject({
      guard: z.enum(GUARDS),
      outcome: z.enum(['passed', 'refused', 'unknown']),
      value: z.string(),
      limit: z.string(),
    }),
  ),
  timeline: z.array(timelineEntry),
  /** Failover and switchover, in order; a rotation drill moves the writer there and back, too. */
  moves: z.array(measuredMove),
  restores: z.array(restored),
  detection: detection.optional(),
  rotation: rotation.optional(),
  /** Orders that changed something, with the id under which CloudTrail knows each. */
  awsCalls: z.array(
    z.strictObject({
      at: moment,
      service: z.string(),
      operation: z.string(),
      region: z.string(),
      requestId: z.string(),
    }),
  ),
  /** Drills that were broken off and what was done about it. */
  interruption: z
    .strictObject({ brokenOffIn: z.string(), recoveredBy: z.string().optional(), needsHuman: z.string().optional() })
    .optional(),
  rawHistory: z.strictObject({ file: z.string(), sha256, bytes: count }).optional(),
});

export type EvidenceDocument = z.infer<typeof evidenceSchema>;
export type MeasuredMoveEvidence = z.infer<typeof measuredMove>;
export type RestoreEvidence = z.infer<typeof restored>;
export type DetectionEvidence = z.infer<typeof detection>;
export type RotationEvidence = z.infer<typeof rotation>;
export type TimelineEntry = z.infer<typeof timelineEntry>;
