import { markTime, type Attempt, type History } from './history';
import { maxLagBeforeMove, measureLag, type LagMeasurement } from './measure-lag';
import { countReads, type RegionalReads } from './reads-per-replica';
import { measureSplitBrain, type SplitBrain } from './split-brain';

/** What one history proves. All times in ms. */
export interface Measurement {
  /** Attempts by outcome. */
  readonly writes: { readonly attempted: number; readonly ok: number; readonly fail: number; readonly unknown: number };
  /** Acknowledged writes before the longest outage: the basis of every other number. */
  readonly baselineWrites: number;
  /**
   * From the last acknowledged write before the outage to the first one after it; `undefined` when writes never came back.
   * 0 when every write was acknowledged within its interval.
   */
  readonly rtoMs: number | undefined;
  /** From the last acknowledged write before the outage to "declared down"; includes up to one probe interval of good time. */
  readonly detectionMs: number | undefined;
  /** From "promoted" to the old region being a healthy replica again. */
  readonly redundancyGapMs: number | undefined;
  /** `undefined` when the surviving writes could not be read. */
  readonly loss: Loss | undefined;
  /** A shorter outage than this may not have been seen: the longest time in which the probe tried nothing. */
  readonly resolutionMs: number;
  /** Every number that compares two clocks may be wrong by this much; 0 when there was one clock. */
  readonly clockUncertaintyMs: number;
  /** `undefined` when nobody looked, or nothing was tried at the old writer after the new one had taken over. */
  readonly splitBrain: SplitBrain | undefined;
  /** By region; `undefined` when nobody read. */
  readonly reads: readonly RegionalReads[] | undefined;
  /** Of the region that is promoted; `undefined` when nobody asked, or nobody could ever answer. */
  readonly lag: LagMeasurement | undefined;
  /** The longest before the fault or the move; `undefined` when nobody could answer then. */
  readonly maxLagBeforeMoveMs: number | undefined;
}

export interface Loss {
  /** Acknowledged, and not there afterwards. */
  readonly lost: readonly number[];
  /** Seconds of acknowledged writes that are missing: newest survivor before the first lost write → last lost write. */
  readonly rpoMs: number;
  /** The same, if every write of unknown outcome that is absent had in truth been acknowledged. */
  readonly rpoUpperBoundMs: number;
  /** Unknown outcome, and there. */
  readonly recovered: number;
  /** Unknown outcome, and not there. */
  readonly undetermined: number;
  /** Certainly failed, and there all the same: must be none, or the probe's verdicts are wrong. */
  readonly phantom: readonly number[];
  /** False when a write survived that is younger than a lost one from before the outage; replication should lose a suffix. */
  readonly lostIsSuffix: boolean;
}

/**
 * Computes recovery time, detection and data loss from a history, and from nothing else.
 *
 * The outage is the longest time without an acknowledged write; measured from acknowledgement to acknowledgement it can
 * only be longer than the real one, by at most one interval, a write on its way and the first one afterwards. A second interval is added when the
 * outage ends while an attempt is under way that is younger than an interval: see docs/calibration.md, "What is guaranteed".
 */
export function measure(history: History): Measurement {
  const ok = history.attempts.filter((attempt) => attempt.outcome === 'ok');
  const outage = longestOutage(history.attempts, history.intervalMs);
  const declared = markTime(history, 'declared-down');
  const promoted = markTime(history, 'promoted');
  const redundant = markTime(history, 'redundancy-restored');
  return {
    writes: {
      attempted: history.attempts.length,
      ok: ok.length,
      fail: history.attempts.filter((attempt) => attempt.outcome === 'fail').length,
      unknown: history.attempts.filter((attempt) => attempt.outcome === 'unknown').length,
    },
    baselineWrites: ok.filter((attempt) => outage === undefined || attempt.endedMs <= outage.fromMs).length,
    rtoMs: outage === undefined ? 0 : outage.toMs === undefined ? undefined : outage.toMs - outage.fromMs,
    detectionMs: declared === undefined || outage === undefined ? undefined : declared - outage.fromMs,
    redundancyGapMs: promoted === undefined || redundant === undefined ? undefined : redundant - promoted,
    loss:
      history.survivors === undefined ? undefined : measureLoss(history.attempts, new Set(history.survivors), outage),
    resolutionMs: resolution(history),
    clockUncertaintyMs: history.clockUncertaintyMs ?? 0,
    splitBrain: measureSplitBrain(history),
    reads: history.reads === undefined || history.reads.length === 0 ? undefined : countReads(history.reads),
    lag: measureLag(history),
    maxLagBeforeMoveMs: maxLagBeforeMove(history),
  };
}

interface Outage {
  /** The last acknowledgement before it. */
  readonly fromMs: number;
  /** The first acknowledgement after it; `undefined` when there was none. */
  readonly toMs: number | undefined;
}

/**
 * The longest stretch between two acknowledgements in which the database kept a write waiting: an attempt failed, or the
 * acknowledgement took longer than an interval, or nobody saw what happened. A gap without any of these is the probe's own pause
 * and counts as resolution. A hole at the very end is no outage: it tells nothing, and the resolution says so.
 */
export function longestOutage(attempts: readonly Attempt[], intervalMs: number): Outage | undefined {
  let longest: Outage | undefined;
  let lastOkMs: number | undefined;
  let failedSince = false;
  let unseenSince = false;
  for (const attempt of attempts) {
    if (attempt.outcome !== 'ok') {
      if (attempt.isInferred === true) unseenSince = true;
      else failedSince = true;
      continue;
    }
    const waited = failedSince || unseenSince || attempt.endedMs - attempt.startedMs > intervalMs;
    if (waited && lastOkMs !== undefined && attempt.endedMs - lastOkMs > length(longest)) {
      longest = { fromMs: lastOkMs, toMs: attempt.endedMs };
    }
    lastOkMs = attempt.endedMs;
    failedSince = false;
    unseenSince = false;
  }
  // Writes that never came back outweigh any outage that ended.
  return failedSince && lastOkMs !== undefined ? { fromMs: lastOkMs, toMs: undefined } : longest;
}

function length(outage: Outage | undefined): number {
  return outage?.toMs === undefined ? -1 : outage.toMs - outage.fromMs;
}

function measureLoss(attempts: readonly Attempt[], survivors: ReadonlySet<number>, outage: Outage | undefined): Loss {
  const lost = attempts.filter((attempt) => attempt.outcome === 'ok' && !survivors.has(attempt.seq));
  const unknown = attempts.filter((attempt) => attempt.outcome === 'unknown');
  const undetermined = unknown.filter((attempt) => !survivors.has(attempt.seq));
  const firstLost = lost[0];
  const survivedBeforeOutage = attempts.filter(
    (attempt) =>
      attempt.outcome === 'ok' &&
      survivors.has(attempt.seq) &&
      (outage === undefined || attempt.endedMs <= outage.fromMs),
  );
  return {
    lost: lost.map((attempt) => attempt.seq),
    rpoMs: span(attempts, survivors, lost),
    rpoUpperBoundMs: span(
      attempts,
      survivors,
      attempts.filter((attempt) => lost.includes(attempt) || undetermined.includes(attempt)),
    ),
    recovered: unknown.length - undetermined.length,
    undetermined: undetermined.length,
    phantom: attempts
      .filter((attempt) => attempt.outcome === 'fail' && survivors.has(attempt.seq))
      .map((attempt) => attempt.seq),
    lostIsSuffix: firstLost === undefined || survivedBeforeOutage.every((attempt) => attempt.seq < firstLost.seq),
  };
}

/** From the newest surviving write before the first missing one to the last missing one; 0 when none is missing. */
function span(attempts: readonly Attempt[], survivors: ReadonlySet<number>, missing: readonly Attempt[]): number {
  const first = missing[0];
  const last = missing.at(-1);
  if (first === undefined || last === undefined) return 0;
  const newest = attempts.findLast(
    (attempt) => attempt.outcome === 'ok' && attempt.seq < first.seq && survivors.has(attempt.seq),
  );
  // Nothing survived: then everything since the run's first attempt is gone.
  const fromMs = newest?.endedMs ?? attempts[0]?.startedMs ?? first.startedMs;
  return last.endedMs - fromMs;
}

/**
 * The longest time in which nothing was tried, as far as anybody knows. A stalled probe (a busy machine, a paused process) sees less
 * than its interval promises, and so does one whose history has a hole; the report must not hide that.
 */
function resolution(history: History): number {
  let longest = history.intervalMs;
  let previousEndMs: number | undefined;
  let holeFromMs: number | undefined;
  for (const attempt of history.attempts) {
    if (attempt.isInferred === true) {
      holeFromMs ??= Math.min(attempt.startedMs, previousEndMs ?? attempt.startedMs);
      longest = Math.max(longest, attempt.endedMs - holeFromMs);
      continue;
    }
    if (previousEndMs !== undefined) longest = Math.max(longest, attempt.startedMs - previousEndMs);
    previousEndMs = attempt.endedMs;
    holeFromMs = undefined;
  }
  return longest;
}
