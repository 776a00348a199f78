/**
 * The decision that a region is down, as a pure function of what was observed.
 *
 * Two independent paths must both have failed several times in a row: one broken path alone is a broken path, not a
 * broken region. An in-region failover of Aurora silences the writer for about half a minute but leaves the readers
 * answering, so the reader path keeps it from being mistaken for the loss of the region.
 */

/** One answer, or missing answer, of one path. */
export interface Observation {
  readonly path: string;
  /** When the probe of the path finished, in ms of the monotonic clock. */
  readonly atMs: number;
  readonly healthy: boolean;
  /** One short phrase for the log, without host names or secrets. */
  readonly reason: string;
}

export interface DetectionPolicy {
  /** Time between the starts of two probes of a path, in ms. */
  readonly intervalMs: number;
  /** A probe without an answer after this time has failed, in ms. */
  readonly timeoutMs: number;
  /** So many consecutive failures of a path make it a dead path. */
  readonly failureThreshold: number;
}

export type Decision =
  | { readonly kind: 'healthy' }
  | { readonly kind: 'suspect'; readonly failing: readonly string[] }
  | { readonly kind: 'down'; readonly reasons: readonly string[] };

/**
 * Judges the region from all observations so far.
 *
 * @param observations every observation of every path, in any order across paths but ordered within one path
 * @param paths        the names of all paths that must agree; at least two
 * @param nowMs        the monotonic time of the decision, in ms
 * @throws RangeError for fewer than two paths: a single path cannot tell a dead region from its own death
 */
export function decide(
  observations: readonly Observation[],
  paths: readonly string[],
  policy: DetectionPolicy,
  nowMs: number,
): Decision {
  if (new Set(paths).size < 2) {
    throw new RangeError('a region is only declared down by at least two independent paths');
  }
  const failing: string[] = [];
  const dead: string[] = [];
  for (const path of paths) {
    const ofPath = observations.filter((observation) => observation.path === path);
    const streak = trailingFailures(ofPath);
    if (streak.length > 0) failing.push(path);
    if (streak.length >= policy.failureThreshold && isFresh(streak, policy, nowMs)) {
      dead.push(`${path}: ${streak.at(-1)?.reason ?? 'no answer'} (${streak.length} times)`);
    }
  }
  if (dead.length === paths.length) return { kind: 'down', reasons: dead };
  return failing.length > 0 ? { kind: 'suspect', failing } : { kind: 'healthy' };
}

/** The longest detection that the policy allows: a fault that strikes just after a good probe, in ms. */
export function worstDetectionMs(policy: DetectionPolicy): number {
  return policy.intervalMs * policy.failureThreshold + policy.timeoutMs;
}

function trailingFailures(ofPath: readonly Observation[]): readonly Observation[] {
  const lastHealthy = ofPath.findLastIndex((observation) => observation.healthy);
  return ofPath.slice(lastHealthy + 1);
}

/** Old failures say nothing about now: a controller that was paused must look again before it acts. */
function isFresh(streak: readonly Observation[], policy: DetectionPolicy, nowMs: number): boolean {
  const newest = streak.at(-1);
  return newest !== undefined && nowMs - newest.atMs <= policy.intervalMs + policy.timeoutMs;
}
