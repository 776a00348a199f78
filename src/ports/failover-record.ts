/**
 * What a failover controller knows beyond its own lifetime. There is one record for each global database and region, and whoever
 * acts holds its lease; another controller, or the same one after a crash, goes on from what is written here.
 */
export interface FailoverRecord {
  /** Counts the writes. A write names the version that it replaces, so of two that race one fails. */
  readonly version: number;
  /** Who may act; empty when nobody does. */
  readonly leaseOwner: string;
  /** Grows with each change of the owner (the fencing token): what an earlier owner still writes is told by its version. */
  readonly leaseToken: number;
  /** Set while the writer has been seen alive by every path in the present roles. Without it nothing is ever promoted. */
  readonly armed: ArmedRecord | undefined;
  /** The present or the last loss of the writer's region. */
  readonly episode: Episode | undefined;
}

export interface ArmedRecord {
  /** The writer that was seen. Another writer disarms. */
  readonly writerArn: string;
  /** How far the target was behind then, in ms. */
  readonly lagMs: number;
  /** Wall-clock time, ISO 8601. */
  readonly at: string;
}

/**
 * `declared`: the region is down, and either the guards or a human decide. `promoting`: the promotion is about to be asked for, or
 * has been; nobody knows until the control plane shows it. `requested`: it was accepted. `promoted`: the control plane names the new
 * writer. `closed`: over, see the outcome.
 */
export type EpisodeStage = 'declared' | 'promoting' | 'requested' | 'promoted' | 'closed';

/**
 * `failed-over`: a real write went through the writer name. `recovered`: the region answered again before anything was done.
 * `moved`: somebody else moved the writer. `failed`: the promotion did not come to its end; a human has to look. `rehearsed`: a drill had
 * announced that it makes the controller blind, so nothing was promoted.
 */
export type EpisodeOutcome = 'failed-over' | 'recovered' | 'moved' | 'failed' | 'rehearsed';

export interface Episode {
  readonly id: string;
  readonly lostRegion: string;
  readonly targetRegion: string;
  readonly stage: EpisodeStage;
  readonly outcome: EpisodeOutcome | undefined;
  /** Why the region was declared down. */
  readonly reasons: readonly string[];
  /** How long before the declaration all paths were last seen alive, in ms; `undefined` when no clock could tell. */
  readonly armedAgeMs: number | undefined;
  /**
   * How long before the declaration the first look began that went unanswered, in ms by the clock of the controller that declared; absent when
   * that controller had never heard the region before, and so cannot know.
   */
  readonly firstFailureAgeMs?: number | undefined;
  /** The rehearsal that closed the episode. */
  readonly rehearsal?: string | undefined;
  /** How long the region has been seen down without a break, in ms: added up by all who watched. */
  readonly downForMs: number;
  /** Why it is not promoted at the moment; empty when nothing stands in the way. */
  readonly refusals: readonly string[];
  /** So many times a promotion was about to be asked for. */
  readonly attempts: number;
  /** What people have been told, by the key of the message. */
  readonly told: readonly string[];
  readonly steps: readonly EpisodeStep[];
}

/** A stage that was reached, with its wall-clock time (ISO 8601), for reports. */
export interface EpisodeStep {
  readonly stage: EpisodeStage;
  readonly at: string;
}

export const FIRST_RECORD: FailoverRecord = {
  version: 0,
  leaseOwner: '',
  leaseToken: 0,
  armed: undefined,
  episode: undefined,
};

export interface FailoverRecords {
  /** Reads what was written last, never an older state. `FIRST_RECORD` when nothing was written yet. */
  read(): Promise<FailoverRecord>;
  /**
   * Writes `next` in the place of the record with the version `next.version - 1`.
   *
   * @returns false when somebody else has written in between; then nothing was changed
   * @throws an error when it is not known whether it was written
   */
  replace(next: FailoverRecord): Promise<boolean>;
}

/**
 * The announcement of a drill: in a moment the controller is made blind for `region`, has to find out, and must not promote. A promise that
 * nothing is lost cannot be given for long, so it ends by itself.
 */
export interface Rehearsal {
  /** A UUID. */
  readonly id: string;
  /** The region that only seems to be lost. */
  readonly region: string;
  /** Wall-clock time, ISO 8601: from then on it is void. */
  readonly until: string;
}

/** A rehearsal that ends later than so many ms from now is none: it would keep the controller from its work for too long. */
export const LONGEST_REHEARSAL_MS = 5 * 60_000;

/** What the controller knows of rehearsals. */
export interface Rehearsals {
  /**
   * Reads what was announced last, never an older state; `undefined` when nothing is, or when it makes no sense.
   *
   * @throws an error when it cannot be read
   */
  announced(): Promise<Rehearsal | undefined>;
}

/** What a drill can do about the rehearsals of the deployed controllers. */
export interface RehearsalBoard {
  /** Whether the controller that promotes `controllerRegion` takes notice of rehearsals: one of an older version would promote. */
  isRead(controllerRegion: string): Promise<boolean>;
  /**
   * Announces a rehearsal, unless the controller's record is another than `seen` by now: a loss may have been recorded since.
   *
   * @returns whether it was announced
   * @throws an error when that is not known
   */
  announce(controllerRegion: string, rehearsal: Rehearsal, seen: FailoverRecord): Promise<boolean>;
  /** Takes back the rehearsal with this id; harmless when it is gone, or another one has taken its place. */
  withdraw(controllerRegion: string, id: string): Promise<void>;
}

/** The records of the deployed controllers, for those who only look on. */
export interface ControllerRecords {
  /** The record of the controller that promotes the cluster of `region`; `undefined` where none is deployed. */
  of(region: string): Promise<FailoverRecord | undefined>;
}
