import type { Attempt, LagSample, Read } from '../ports/drill-probe';

export type { Attempt, LagSample, Outcome, Read } from '../ports/drill-probe';

/**
 * The history of a measured run: every write that was attempted and every event that was seen, as they happened.
 * All numbers of a drill are computed from it afterwards, by `measure`; nothing is measured while the drill runs.
 */

/** The moments of a run, each at most once. */
export type MarkName =
  'fault-requested' | 'declared-down' | 'move-requested' | 'promoted' | 'writer-name-moved' | 'redundancy-restored';

export interface Mark {
  readonly name: MarkName;
  readonly atMs: number;
}

export interface History {
  /** Identifies the heartbeats of this run in the database. */
  readonly runId: string;
  /** The planned time between two writes, in ms. */
  readonly intervalMs: number;
  readonly attempts: readonly Attempt[];
  readonly marks: readonly Mark[];
  /** The numbers found on the writer after the run; `undefined` when they could not be read. */
  readonly survivors: readonly number[] | undefined;
  /** What became of writes at the old writer's own endpoint; absent when nobody tried. */
  readonly fencing?: Fencing;
  /** Reads through the reader endpoints; absent when nobody tried. */
  readonly reads?: readonly Read[];
  /** How far the region that is to be promoted was behind, once a second until it was; absent when nobody asked. */
  readonly lag?: readonly LagSample[];
  /** A time that was taken by another clock than that of the marks may be wrong by this much, in ms; absent for one clock. */
  readonly clockUncertaintyMs?: number;
}

export interface Fencing {
  /** The region that is to stop writing, and the instances of its cluster. */
  readonly region: string;
  readonly instances: readonly string[];
  readonly attempts: readonly Attempt[];
}

/** The time of a mark in ms, or `undefined` when the run never came there. */
export function markTime(history: History, name: MarkName): number | undefined {
  return history.marks.find((mark) => mark.name === name)?.atMs;
}
