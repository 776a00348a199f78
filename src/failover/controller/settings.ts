import type { DetectionPolicy } from '../decision';

/** `manual`: the controller declares and tells the one command that promotes, and a human decides. */
export type FailoverMode = 'automatic' | 'manual';

export interface ControllerSettings {
  /** The region of the controller. It only ever promotes the cluster of its own region. */
  readonly ownRegion: string;
  readonly ownClusterArn: string;
  readonly globalClusterId: string;
  readonly mode: FailoverMode;
  readonly policy: DetectionPolicy;
  /** A target that was further behind than this, in ms, is not promoted without a human (O1, O4). */
  readonly lagLimitMs: number;
  /** So long, in ms, a move inside the lost region, or its maintenance, is left to end by itself. */
  readonly inRegionGraceMs: number;
  /** How long one invocation watches, in ms: longer than the time between two, so that they overlap and no moment is unwatched. */
  readonly watchMs: number;
  /** When an invocation must have ended, in ms, also in the midst of a move; the next one goes on with it. */
  readonly limitMs: number;
}

/**
 * A lease that was not renewed for so long is given up, in ms. More than the longest round: probes, a look at the control plane
 * and the call that promotes.
 */
export const LEASE_MS = 15_000;
/** The holder itself stops trusting its lease so much earlier, in ms. */
export const LEASE_MARGIN_MS = 2_000;
/** A promotion that was about to be asked for, and of which the control plane shows nothing after this time, was never accepted; in ms. */
export const SETTLE_MS = 20_000;
/** A promotion is asked for at most so many times in one episode. */
export const MAXIMUM_ATTEMPTS = 3;
/** From the acceptance to a real write, in ms; Aurora's own limit is not documented, minutes are usual. */
export const MOVE_DEADLINE_MS = 12 * 60_000;
/**
 * Passwords are not rotated for so long after a promotion was about to be asked for, in ms; writes that are back end it early. It ends by
 * itself, because a secret that is never rotated again is a failure that nobody would notice.
 */
export const FREEZE_MS = 60 * 60_000;
/** Time between two looks at a move, in ms. */
export const MOVE_POLL_MS = 1_000;
/** All paths must have been seen alive within this time before the loss, in ms: a path that was dead before proves nothing. */
export const ARMED_FOR_MS = 10 * 60_000;
/** While all is well the roles and the lag are read so often, in ms; the control plane's rate limits are shared. */
export const SURVEY_INTERVAL_MS = 30_000;
/** Limit for one look at the surroundings, in ms. */
export const SURVEY_LIMIT_MS = 4_000;
