/**
 * The history of a measured run: every write that was attempted and every event that was seen, as they happened.
 * All numbers of a drill are computed from it afterwards, by `measure`; nothing is measured while the drill runs.
 */

/**
 * `ok`: the server acknowledged the commit. `fail`: the write certainly did not happen. `unknown`: the connection was lost
 * after the write was sent; it may be there or not, and neither would be a loss.
 */
export type Outcome = 'ok' | 'fail' | 'unknown';

export interface Attempt {
  /** Number of the write; each attempt has its own, a repeated write would hide a loss. */
  readonly seq: number;
  /** Monotonic time in ms when the attempt began and when its outcome was known. */
  readonly startedMs: number;
  readonly endedMs: number;
  readonly outcome: Outcome;
  /** Why it was not `ok`; free of secrets. */
  readonly detail?: string;
}

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
}

/** The time of a mark in ms, or `undefined` when the run never came there. */
export function markTime(history: History, name: MarkName): number | undefined {
  return history.marks.find((mark) => mark.name === name)?.atMs;
}
