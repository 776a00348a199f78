import type { Measurement } from './measure';

/** `inconclusive`: the instrument saw too little. `not-run`: it never began. Neither is ever read as passed. */
export type Verdict = 'passed' | 'failed' | 'inconclusive' | 'not-run';

/** `failover` may lose data; `switchover` synchronises first, so it proves nothing about the RPO of a disaster. */
export type MoveKind = 'failover' | 'switchover';

export interface Objectives {
  readonly rpoSeconds: number;
  readonly rtoSeconds: number;
  readonly detectionSeconds: number;
  /** O4; without one, that of the requirements. */
  readonly replicationLagSeconds?: number;
}

export interface Judgement {
  readonly verdict: Verdict;
  /** One sentence each; empty for a passed run. */
  readonly reasons: readonly string[];
}

/** O4, where an environment says nothing stricter. */
const REPLICATION_LAG_SECONDS = 60;

/** Fewer acknowledged writes than this before the outage are no baseline. */
export const MINIMUM_BASELINE_WRITES = 10;

/**
 * Judges a measured run.
 *
 * A run that broke off is failed, whatever the numbers say; missing or contradictory evidence is inconclusive and never passed.
 *
 * @param error what ended the run early, if anything did
 */
export function judge(
  kind: MoveKind,
  measurement: Measurement,
  objectives: Objectives,
  error: string | undefined,
): Judgement {
  const unclear = missingEvidence(kind, measurement, objectives);
  const stopped = error === undefined ? [] : [error];
  // Nothing is moved before writes succeed, so without any there is nothing that could have failed, or passed.
  if (measurement.baselineWrites === 0) return { verdict: 'inconclusive', reasons: [...stopped, ...unclear] };
  const failed = [...stopped, ...missedObjectives(kind, measurement, objectives)];
  if (failed.length > 0) return { verdict: 'failed', reasons: [...failed, ...unclear] };
  if (unclear.length > 0) return { verdict: 'inconclusive', reasons: unclear };
  return { verdict: 'passed', reasons: [] };
}

function missedObjectives(kind: MoveKind, measurement: Measurement, objectives: Objectives): readonly string[] {
  const missed: string[] = [];
  const { rtoMs, detectionMs, loss, splitBrain, clockUncertaintyMs, maxLagBeforeMoveMs } = measurement;
  // Judged at the worse end of what is possible: two clocks that are not quite level must not make a drill pass.
  const clocks = clockUncertaintyMs === 0 ? '' : ` ± ${seconds(clockUncertaintyMs)}`;
  if (rtoMs === undefined) {
    missed.push('no write succeeded after the outage began: the recovery time is unlimited');
  } else if (rtoMs + clockUncertaintyMs >= objectives.rtoSeconds * 1000) {
    missed.push(`recovery took ${seconds(rtoMs)}${clocks}, the objective is below ${objectives.rtoSeconds} s`);
  }
  if (detectionMs !== undefined && detectionMs + clockUncertaintyMs > objectives.detectionSeconds * 1000) {
    missed.push(
      `detection took ${seconds(detectionMs)}${clocks}, the objective is at most ${objectives.detectionSeconds} s`,
    );
  }
  if (loss !== undefined && kind === 'switchover' && loss.lost.length > 0) {
    missed.push(`a switchover lost ${loss.lost.length} acknowledged writes; it must lose none`);
  }
  if (loss !== undefined && loss.rpoUpperBoundMs + clockUncertaintyMs >= objectives.rpoSeconds * 1000) {
    missed.push(
      `acknowledged writes of up to ${seconds(loss.rpoUpperBoundMs)}${clocks} are missing, the objective is below ${objectives.rpoSeconds} s`,
    );
  }
  const lagSeconds = objectives.replicationLagSeconds ?? REPLICATION_LAG_SECONDS;
  if (maxLagBeforeMoveMs !== undefined && maxLagBeforeMoveMs >= lagSeconds * 1000) {
    missed.push(
      `the other region was ${seconds(maxLagBeforeMoveMs)} behind before anything was moved, the objective is below ${lagSeconds} s (O4)`,
    );
  }
  if (splitBrain !== undefined && splitBrain.acknowledged > 0) {
    missed.push(
      `the old writer acknowledged ${splitBrain.acknowledged} writes after the new one had taken over: split brain`,
    );
  }
  return missed;
}

function missingEvidence(kind: MoveKind, measurement: Measurement, objectives: Objectives): readonly string[] {
  const missing: string[] = [];
  if (measurement.writes.attempted === 0) missing.push('no write was attempted');
  if (measurement.baselineWrites < MINIMUM_BASELINE_WRITES) {
    missing.push(
      `only ${measurement.baselineWrites} writes were acknowledged before the outage, at least ${MINIMUM_BASELINE_WRITES} are needed`,
    );
  }
  if (kind === 'failover' && measurement.rtoMs === 0) missing.push('no outage was seen, so nothing was measured');
  if (kind === 'failover' && measurement.detectionMs === undefined) missing.push('the region was never declared down');
  if (kind === 'failover' && measurement.maxLagBeforeMoveMs === undefined) {
    missing.push('how far the other region was behind before the failover was never seen');
  }
  if (measurement.loss === undefined) {
    missing.push('the surviving writes could not be read');
  } else {
    if (measurement.loss.phantom.length > 0) {
      missing.push(
        `${measurement.loss.phantom.length} writes that had failed are there: the probe's own verdicts are wrong`,
      );
    }
    if (!measurement.loss.lostIsSuffix)
      missing.push('writes younger than a lost one survived: replication lost from the middle');
  }
  if (measurement.splitBrain !== undefined && measurement.splitBrain.unknown > 0) {
    missing.push(
      `whether the old writer took ${measurement.splitBrain.unknown} writes after the new one had taken over is not known`,
    );
  }
  if (measurement.resolutionMs * 10 > objectives.detectionSeconds * 1000) {
    missing.push(`the probe stalled for ${seconds(measurement.resolutionMs)}: too coarse for these objectives`);
  }
  return missing;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
