import type { ContentManifest, Horizon } from './content';

/**
 * The instrument of a drill: it writes, and reads, as applications do, and keeps what came of it. It works wherever the database can be
 * reached from: in this process, or as a function inside the VPC, because the runners of GitHub cannot reach a private database.
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
  /** The instance that took the write. */
  readonly instance?: string;
  /** Why it was not `ok`; free of secrets. */
  readonly detail?: string;
  /** Nobody saw this attempt: it is what may have happened in a hole of the history. Its outcome is always `unknown`. */
  readonly isInferred?: true;
}

/** One connection through the reader endpoint of a region, and one question. */
export interface Read {
  readonly region: string;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly outcome: 'ok' | 'fail';
  /** The instance that answered. */
  readonly instance?: string;
  readonly detail?: string;
}

/** One question after how far a region is behind the writer. */
export interface LagSample {
  readonly region: string;
  /** Monotonic time in ms of the question and of what came of it. */
  readonly startedMs: number;
  readonly endedMs: number;
  readonly outcome: 'ok' | 'fail';
  /** How far the region is behind, in ms; set when the outcome is `ok`. */
  readonly lagMs?: number;
  /** Why it was not `ok`; free of secrets. */
  readonly detail?: string;
}

/** Where the cluster of one region is reached. */
export interface RegionalEndpoints {
  readonly region: string;
  readonly endpoint: string;
  readonly readerEndpoint: string;
  readonly port: number;
}

export interface ProbeOptions {
  /** Identifies the heartbeats in the database; a UUID. */
  readonly runId: string;
  /** Time between the starts of two writes, in ms. */
  readonly intervalMs: number;
  /** Limit for one connection and for one write, in ms. */
  readonly timeoutMs: number;
  /** A second prober writes at the regional endpoint of the old writer, with a UUID of its own: nothing may succeed there later. */
  readonly fencing?: { readonly runId: string; readonly region: string };
  /** The regions through whose reader endpoints is read as well. */
  readonly readers: readonly string[];
  readonly regions: readonly RegionalEndpoints[];
  /** Told each write when its outcome is known here. */
  readonly onAttempt: (attempt: Attempt) => void;
}

/** What a probe saw. All times in ms of the clock of the drill. */
export interface Observations {
  /** In the order in which they ended. */
  readonly writes: readonly Attempt[];
  /** `undefined` when the probe was not asked to look. */
  readonly fencing: readonly Attempt[] | undefined;
  readonly reads: readonly Read[];
  /** A time that was taken by another clock may be wrong by this much, in ms, in either direction; 0 when there is one clock. */
  readonly clockUncertaintyMs: number;
}

export interface RunningProbe {
  /** The writes that are known by now, in the order in which they ended. */
  seen(): readonly Attempt[];
  /** Ends the probe. What it did not hand over is in the result as inferred attempts; it never rejects for that. */
  stop(): Promise<Observations>;
}

export interface LagQuestion {
  /** The region that follows. */
  readonly region: string;
  readonly regions: readonly RegionalEndpoints[];
  /** Limit for one connection and for one statement, in ms. */
  readonly timeoutMs: number;
}

/** Where heartbeats are looked for: behind the writer name, or in a cluster that was restored beside it. */
export type HeartbeatPlace =
  { readonly kind: 'writer' } | { readonly kind: 'restored'; readonly host: string; readonly port: number };

export interface DrillProbe {
  /** Creates the heartbeat table where it is missing and prunes old rows. @throws when that is not possible */
  prepare(): Promise<void>;
  /** Resolves when the first write has been tried. @throws when the probe cannot be started */
  start(options: ProbeOptions): Promise<RunningProbe>;
  /** The numbers of a run that are there, in order. @throws when they cannot be read */
  survivors(runId: string, place: HeartbeatPlace): Promise<readonly number[]>;
  /**
   * What the database of a place holds, in digests. Nothing is written at the original; in a restored copy indexes are checked as well.
   *
   * @param tables whose rows are summed up, as `schema.table`
   * @param horizon of the manifest that this one is to be compared with; its own when it is the first
   * @throws when it cannot be asked
   */
  inspect(place: HeartbeatPlace, tables: readonly string[], horizon?: Horizon): Promise<ContentManifest>;
  /** The clock of the database's writer. */
  serverTime(): Promise<Date>;
  /** Writes once through the writer name and leaves nothing behind. @returns the instance that took the write; throws when none did */
  writeOnce(): Promise<string>;
  /**
   * How far a region is behind the writer at this moment, in ms, as the database itself says.
   *
   * @throws when nobody can say: the writer does not answer, or the region does not follow it
   */
  lag(question: LagQuestion): Promise<number>;
  /** Removes the heartbeats of a run. */
  cleanUp(runId: string): Promise<void>;
}

/** Probes by the region that they stand in. A region that is about to be lost is no place to watch its loss from. */
export interface DrillProbes {
  in(region: string): DrillProbe;
}
