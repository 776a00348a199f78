import type { RestoreEvidence } from '../evidence/document';
import type { DrillResult } from './result';
import { MINIMUM_BASELINE_WRITES, type Judgement } from './verdict';

export interface RestoreDrillResult extends DrillResult {
  readonly kind: 'restore';
}

/**
 * Judges restores by their content: a server that is up proves nothing, because PostgreSQL also opens with too little or too much data.
 *
 * A check that is `unknown`, because the application was changing what it is about, is reported and nothing more; but where nothing of any table could be
 * compared, nothing was proved.
 *
 * @param errors what went wrong on the way
 */
export function judgeRestores(restores: readonly RestoreEvidence[], errors: readonly string[]): Judgement {
  const failed = [...errors, ...restores.flatMap(failuresOf)];
  const unclear = restores.flatMap(gapsOf);
  if (failed.length > 0) return { verdict: 'failed', reasons: [...failed, ...unclear] };
  if (unclear.length > 0 || restores.length === 0) return { verdict: 'inconclusive', reasons: unclear };
  return { verdict: 'passed', reasons: [] };
}

function failuresOf(restore: RestoreEvidence): readonly string[] {
  const { checks, negativeControl } = restore;
  const reasons = checks
    .filter(({ outcome }) => outcome === 'failed')
    .map(({ check, value, expected }) => `${nameOf(restore)}: ${check}: ${value}; expected: ${expected}`);
  return negativeControl.rejected
    ? reasons
    : [
        ...reasons,
        `${nameOf(restore)}: the comparison is blind: it did not refuse an expectation with ${negativeControl.altered}`,
      ];
}

function gapsOf(restore: RestoreEvidence): readonly string[] {
  const { expected, mustBeAbsent } = restore.heartbeats;
  const reasons: string[] = [];
  if (expected < MINIMUM_BASELINE_WRITES) {
    reasons.push(`only ${expected} heartbeats were written before the moment`);
  }
  if (restore.from === 'point-in-time' && mustBeAbsent < MINIMUM_BASELINE_WRITES) {
    reasons.push(`only ${mustBeAbsent} heartbeats were written after the moment`);
  }
  const contents = restore.checks.filter(({ check }) => check.startsWith('content of '));
  if (!contents.some(({ outcome }) => outcome !== 'unknown')) reasons.push('the rows of no table could be compared');
  return reasons.map((reason) => `${nameOf(restore)}: ${reason}`);
}

function nameOf({ from, region }: RestoreEvidence): string {
  return `${from === 'snapshot' ? 'snapshot' : 'point in time'} in ${region}`;
}
