/**
 * How far the drill of an environment has come, so that somebody else can end what was broken off. There is one record for each environment; the
 * next drill writes over that of the last one, and only when it is closed. It never holds a secret.
 */
export interface DrillState {
  /** Counts the writes, over all drills of the environment. A write names the drill and the version that it replaces. */
  readonly version: number;
  readonly drillId: string;
  readonly kind: 'switchover' | 'failover' | 'restore' | 'detection' | 'rotation';
  /** Of the one process that wrote this last: a write whose answer was lost is told by it. */
  readonly writtenBy: string;
  readonly status: DrillStatus;
  /** Wall-clock time, ISO 8601, as all times here. */
  readonly startedAt: string;
  /** The workflow run, or who it is on a laptop. */
  readonly run: string;
  /** Which region wrote before the drill: where the writer belongs when it is to be failed back. */
  readonly writerBefore: string;
  readonly failBack: boolean;
  /** The last move of the writer that the drill began; absent before the first one. */
  readonly move?: { readonly fromRegion: string; readonly toRegion: string };
  /** Regions that the drill may have asked the fault hook to disturb. They stay here until the drill is closed. */
  readonly faultIn: readonly string[];
  /** What the drill makes and has to remove again; named before it is made. */
  readonly temporary: readonly TemporaryName[];
  /** The steps that were begun, in order; each is written before it acts. The last one may not have ended. */
  readonly steps: readonly DrillStep[];
  readonly limits: DrillLimits;
  /** Where the journal and the raw history are. */
  readonly history: string;
  /** Set once the drill was broken off and somebody took up the recovery; the last one who did. */
  readonly recovery?: { readonly by: string; readonly at: string; readonly attempt: number };
  /** Why it could not be recovered, and what a person has to do. Kept when it is resolved. */
  readonly needsHuman?: NeedsHuman;
  readonly resolution?: Resolution;
  /** When a drill that is over was told of: its evidence kept, or people told that it could not be. Absent: whoever comes next tells. */
  readonly toldAt?: string;
}

/**
 * `running`: a drill is under way, or was broken off. `recovering`: a recovery is, or was. `needs-human`: a person has to act, and no drill begins before.
 * `ended`, `recovered`, `resolved`: closed.
 */
export type DrillStatus = 'running' | 'recovering' | 'needs-human' | 'ended' | 'recovered' | 'resolved';

export interface DrillStep {
  readonly name: string;
  readonly at: string;
}

export interface TemporaryName {
  readonly kind: 'cluster' | 'snapshot';
  readonly region: string;
  readonly id: string;
}

/** In ms. */
export interface DrillLimits {
  /** For one move of the writer. */
  readonly moveMs: number;
  /** For a region to be a replica again. */
  readonly redundancyMs: number;
}

export interface NeedsHuman {
  readonly reason: string;
  /** `docs/runbooks/<file>.md#<heading>`: where to begin. */
  readonly runbook: string;
  readonly at: string;
}

export interface Resolution {
  readonly by: string;
  readonly note: string;
  readonly at: string;
}

/** What is there: nothing, a record, or something that this version of the code did not write and must not pass over. */
export type StoredDrillState =
  | { readonly kind: 'none' }
  | { readonly kind: 'state'; readonly state: DrillState }
  | { readonly kind: 'unreadable'; readonly why: string; readonly text: string | undefined };

export interface DrillStateStore {
  /** Reads what was written last, never an older state. */
  read(): Promise<StoredDrillState>;
  /**
   * Writes `next` in the place of `before`.
   *
   * @returns false when something else is there. It may be this very record, when the first answer was lost and it was tried again: whoever needs to know reads
   * @throws DrillStateRefusedError when asking again would not help, another error when it is not known whether it was written
   */
  replace(before: StoredDrillState, next: DrillState): Promise<boolean>;
}

/** The store answered, and it will not answer differently: a permission, the table, or what would be written. */
export class DrillStateRefusedError extends Error {
  override readonly name = 'DrillStateRefusedError';
}
