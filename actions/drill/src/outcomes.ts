import type { DrillKind } from '../../../src/drill/kinds';
import type { GuardResult } from '../../../src/drill/preflight/guard';
import type { RecoveryResult } from '../../../src/drill/recovery/recover';
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
