import type { Measurement } from '../drill/measure';
import type { MeasuredRun } from '../drill/result';
import type { MeasuredMoveEvidence } from './document';

/** A measured move as the evidence tells it: counts instead of lists, and nothing where nothing was measured. */
export function toMoveEvidence(run: MeasuredRun): MeasuredMoveEvidence {
  const { label, kind, fromRegion, toRegion, promotedBy, verdict, reasons, history, measurement } = run;
  return {
    label,
    kind,
    fromRegion,
    toRegion,
    ...(promotedBy === undefined ? {} : { promotedBy }),
    verdict,
    reasons: [...reasons],
    runId: history.runId,
    intervalMs: history.intervalMs,
    ...measured(measurement),
  };
}

type Measured = Omit<
  MeasuredMoveEvidence,
  'label' | 'kind' | 'fromRegion' | 'toRegion' | 'promotedBy' | 'verdict' | 'reasons' | 'runId' | 'intervalMs'
>;

/** The numbers alone: what a reader computes again from the raw history. */
export function measured(measurement: Measurement): Measured {
  const { writes, baselineWrites, resolutionMs, clockUncertaintyMs, splitBrain, reads, lag, loss } = measurement;
  const { rtoMs, detectionMs, redundancyGapMs } = measurement;
  return {
    writes,
    baselineWrites,
    resolutionMs,
    clockUncertaintyMs,
    ...(rtoMs === undefined ? {} : { rtoMs }),
    // Two clocks may differ by their uncertainty, which may be more than the number itself.
    ...(detectionMs === undefined ? {} : { detectionMs: Math.max(0, detectionMs) }),
    ...(redundancyGapMs === undefined ? {} : { redundancyGapMs: Math.max(0, redundancyGapMs) }),
    ...(loss === undefined
      ? {}
      : {
          loss: {
            lost: loss.lost.length,
            rpoMs: loss.rpoMs,
            rpoUpperBoundMs: loss.rpoUpperBoundMs,
            recovered: loss.recovered,
            undetermined: loss.undetermined,
            phantom: loss.phantom.length,
            lostIsSuffix: loss.lostIsSuffix,
          },
        }),
    ...(splitBrain === undefined ? {} : { splitBrain }),
    ...(reads === undefined
      ? {}
      : { reads: reads.map(({ region, answered, failed }) => ({ region, answered: [...answered], failed })) }),
    ...(lag === undefined ? {} : { lag }),
  };
}
