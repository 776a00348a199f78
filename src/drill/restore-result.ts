import { MINIMUM_BASELINE_WRITES, type Verdict } from './verdict';

/** What a restore proved. Durations in ms. */
export interface RestoreMeasurement {
  readonly pointInTime: Date;
  /** Heartbeats acknowledged before the point in time: all must be there. */
  readonly expected: number;
  /** Heartbeats acknowledged after it: none may be there. Without them nothing shows that the restore stopped in time. */
  readonly expectedAbsent: number;
  /** Numbers of expected heartbeats that are not there. */
  readonly missing: readonly number[];
  /** How many heartbeats are there that must not be. */
  readonly unexpected: number;
  /** How long the backups took to reach the point in time. */
  readonly backupDelayMs: number;
  /** From the request to a restored cluster with an available instance. */
  readonly restoreMs: number;
  /** From available to compared. */
  readonly verifyMs: number;
}

export interface RestoreDrillResult {
  readonly verdict: Verdict;
  readonly reasons: readonly string[];
  readonly measurement: RestoreMeasurement | undefined;
}

/**
 * Judges a restore by its content: a server that is up proves nothing, because PostgreSQL also opens with too little or too much data.
 *
 * @param errors what went wrong on the way
 */
export function judgeRestore(
  measurement: RestoreMeasurement | undefined,
  errors: readonly string[],
): RestoreDrillResult {
  const failed = [...errors];
  const unclear: string[] = [];
  if (measurement !== undefined) {
    const { missing, unexpected, expected, expectedAbsent } = measurement;
    if (missing.length > 0)
      failed.push(`${missing.length} of ${expected} heartbeats before the point in time are missing`);
    if (unexpected > 0) failed.push(`${unexpected} heartbeats are there that must not be`);
    if (expected < MINIMUM_BASELINE_WRITES)
      unclear.push(`only ${expected} heartbeats were written before the point in time`);
    if (expectedAbsent < MINIMUM_BASELINE_WRITES) {
      unclear.push(`only ${expectedAbsent} heartbeats were written after the point in time`);
    }
  }
  if (failed.length > 0) return { verdict: 'failed', reasons: [...failed, ...unclear], measurement };
  if (unclear.length > 0 || measurement === undefined)
    return { verdict: 'inconclusive', reasons: unclear, measurement };
  return { verdict: 'passed', reasons: [], measurement };
}
