import { z } from 'zod';
import type { Attempt, History } from '../drill/history';
import type { MoveKind } from '../drill/verdict';

/**
 * The raw history of a drill as one JSON text: every attempt, read and mark of each measured move, as they happened, with the numbers of the
 * heartbeats that were there afterwards; and the attempts that belong to no measured move, as those before a restore, or of a move that broke off.
 * Times are ms of the drill's monotonic clock; only differences have a meaning. `measure` computes every number of the document from it, and from
 * nothing else.
 */

const FORMAT_VERSION = 1;

const times = { startedMs: z.number(), endedMs: z.number() };
const told = { instance: z.string().exactOptional(), detail: z.string().exactOptional() };
const attempt = z.looseObject({
  seq: z.number().int(),
  ...times,
  outcome: z.enum(['ok', 'fail', 'unknown']),
  ...told,
  isInferred: z.literal(true).exactOptional(),
});
const history = {
  runId: z.string(),
  intervalMs: z.number(),
  attempts: z.array(attempt),
  marks: z.array(
    z.looseObject({
      name: z.enum([
        'fault-requested',
        'declared-down',
        'move-requested',
        'promoted',
        'writer-name-moved',
        'redundancy-restored',
      ]),
      atMs: z.number(),
    }),
  ),
  /** Absent when they could not be read, which is not the same as none. */
  survivors: z.array(z.number().int()).exactOptional(),
  fencing: z
    .looseObject({ region: z.string(), instances: z.array(z.string()), attempts: z.array(attempt) })
    .exactOptional(),
  reads: z
    .array(z.looseObject({ region: z.string(), ...times, outcome: z.enum(['ok', 'fail']), ...told }))
    .exactOptional(),
  lag: z
    .array(
      z.looseObject({
        region: z.string(),
        ...times,
        outcome: z.enum(['ok', 'fail']),
        lagMs: z.number().exactOptional(),
        detail: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
  clockUncertaintyMs: z.number().exactOptional(),
};
const fileSchema = z.looseObject({
  formatVersion: z.literal(FORMAT_VERSION),
  exerciseId: z.string(),
  /** The monotonic clock when the drill began: what the times are counted from. */
  startedMs: z.number(),
  runs: z.array(
    z.looseObject({
      label: z.enum(['failover', 'switchover', 'fail back']),
      kind: z.enum(['failover', 'switchover']),
      fromRegion: z.string(),
      toRegion: z.string(),
      ...history,
    }),
  ),
  /** Files of earlier versions have none. */
  otherAttempts: z.array(z.looseObject({ runId: z.string(), attempts: z.array(attempt) })).default([]),
});

export interface RecordedRun {
  readonly label: 'failover' | 'switchover' | 'fail back';
  readonly kind: MoveKind;
  readonly fromRegion: string;
  readonly toRegion: string;
  readonly history: History;
}

export interface HistoryFile {
  readonly exerciseId: string;
  readonly startedMs: number;
  readonly runs: readonly RecordedRun[];
  /** By the run of the probe, in order. */
  readonly otherAttempts: readonly OtherAttempts[];
}

export interface OtherAttempts {
  readonly runId: string;
  readonly attempts: readonly Attempt[];
}

/** The text is no history of a drill; the message says where. */
export class HistoryFileError extends Error {
  override readonly name = 'HistoryFileError';
}

export function historyText({ exerciseId, startedMs, runs, otherAttempts }: HistoryFile): string {
  const flat = runs.map(({ history: recorded, label, kind, fromRegion, toRegion }) => ({
    label,
    kind,
    fromRegion,
    toRegion,
    ...recorded,
  }));
  return `${JSON.stringify({ formatVersion: FORMAT_VERSION, exerciseId, startedMs, runs: flat, ...(otherAttempts.length === 0 ? {} : { otherAttempts }) })}\n`;
}

/** @throws HistoryFileError */
export function parseHistory(text: string): HistoryFile {
  let parsed: z.infer<typeof fileSchema>;
  try {
    parsed = fileSchema.parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new HistoryFileError(`it is no history of a drill: ${reason}`, { cause });
  }
  return {
    exerciseId: parsed.exerciseId,
    startedMs: parsed.startedMs,
    runs: parsed.runs.map(({ label, kind, fromRegion, toRegion, survivors, ...rest }) => ({
      label,
      kind,
      fromRegion,
      toRegion,
      history: { ...rest, survivors },
    })),
    otherAttempts: parsed.otherAttempts,
  };
}
