import type { DetectionEvidence, RestoreEvidence, RotationEvidence } from '../evidence/document';
import type { History } from './history';
import type { DrillKind } from './kinds';
import { measure, type Measurement } from './measure';
import type { MeasuredMove } from './measured-move';
import type { GuardResult } from './preflight/guard';
import { judge, type MoveKind, type Objectives, type Verdict } from './verdict';

/** One measured move of the writer role. */
export interface MeasuredRun {
  readonly kind: MoveKind;
  readonly label: 'failover' | 'switchover' | 'fail back';
  readonly fromRegion: string;
  readonly toRegion: string;
  /** Who detected and promoted in a failover: the deployed controller, or the drill where none is deployed. */
  readonly promotedBy?: 'controller' | 'drill';
  readonly history: History;
  readonly measurement: Measurement;
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
}

/** What a drill of any kind comes to; the evidence is made from it. */
export interface DrillResult {
  readonly kind: DrillKind;
  readonly verdict: Verdict;
  /** Why the drill as a whole did not pass, beyond the reasons of its runs. */
  readonly reasons: readonly string[];
  /** The preflight, in the order in which it looked; empty when it was not even begun. */
  readonly guards: readonly GuardResult[];
  /** The moves of the writer role, in order. */
  readonly runs: readonly MeasuredRun[];
  readonly restores: readonly RestoreEvidence[];
  readonly detection?: DetectionEvidence;
  readonly rotation?: RotationEvidence;
}

export interface MoveDrillResult extends DrillResult {
  readonly kind: MoveKind;
}

/** Measures and judges one move. */
export function toMeasuredRun(
  run: Pick<MeasuredRun, 'kind' | 'label' | 'fromRegion' | 'toRegion' | 'promotedBy'>,
  move: MeasuredMove,
  objectives: Objectives,
): MeasuredRun {
  const measurement = measure(move.history);
  return { ...run, history: move.history, measurement, ...judge(run.kind, measurement, objectives, move.error) };
}

/** A drill is as good as its worst part; an empty drill has not run. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  const order: readonly Verdict[] = ['failed', 'not-run', 'inconclusive', 'passed'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'not-run';
}
