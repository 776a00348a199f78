import type { DrillKind } from '../../../src/drill/kinds';
import type { GuardResult } from '../../../src/drill/preflight/guard';
import type { RecoveryResult } from '../../../src/drill/recovery/recover';
import type { UntoldDrill } from '../../../src/drill/recovery/untold';
import type { DrillResult } from '../../../src/drill/result';
import type { EvidenceDocument } from '../../../src/evidence/document';

export interface Outcome {
  readonly result: DrillResult;
  readonly interruption: EvidenceDocument['interruption'];
}

/** A drill that was not begun. */
export function notRun(kind: DrillKind, reason: string, guards: readonly GuardResult[] = []): Outcome {
  return {
    result: { kind, verdict: 'not-run', reasons: [reason], guards, runs: [], restores: [] },
    interruption: undefined,
  };
}

/**
 * A drill that had to be recovered is failed: it did not end by itself.
 *
 * @param result what it came to by itself; empty when nobody knows
 * @param by who recovered it
 */
export function afterRecovery(
  result: DrillResult,
  recovery: Exclude<RecoveryResult, { kind: 'nothing-to-do' }>,
  by: string,
): Outcome {
  const brokenOffIn = recovery.drill?.brokenOffIn ?? 'unknown: its record cannot be read';
  const done = recovery.done.length === 0 ? [] : [`recovered: ${recovery.done.join('; ')}`];
  const human =
    recovery.kind === 'needs-human' ? [`needs a human: ${recovery.reason}; begin with ${recovery.runbook}`] : [];
  return {
    result: { ...result, verdict: 'failed', reasons: [...result.reasons, ...done, ...human] },
    interruption: {
      brokenOffIn,
      ...(recovery.kind === 'recovered'
        ? { recoveredBy: by }
        : { needsHuman: `${recovery.reason}; begin with ${recovery.runbook}` }),
    },
  };
}

/**
 * A drill that did not come to tell of itself is failed, whatever it measured: nobody can say how it ended.
 *
 * @param by who tells of it
 */
export function outcomeOfUntold(
  { drill, status, history }: UntoldDrill,
  recovery: RecoveryResult,
  by: string,
): Outcome {
  const about = `the drill of ${drill.run}, begun at ${drill.startedAt},`;
  const failed = (reason: string): DrillResult => ({
    kind: drill.kind,
    verdict: 'failed',
    reasons: [reason],
    guards: [],
    runs: [],
    restores: [],
  });
  if (recovery.kind !== 'nothing-to-do') {
    return afterRecovery(failed(`${about} was broken off in "${drill.brokenOffIn}"`), recovery, by);
  }
  return {
    result: failed(
      `${about} is ${status}, and its evidence was never kept; what it measured may still be in its journal: ${history}`,
    ),
    interruption: { brokenOffIn: drill.brokenOffIn },
  };
}
