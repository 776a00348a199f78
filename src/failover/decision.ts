/**
 * The decision that a region is down, as a pure function of what was observed.
 *
 * Two independent paths must both have failed several times in a row: one broken path alone is a broken path, not a
 * broken region. An in-region failover of Aurora silences the writer for about half a minute but leaves the readers
 * answering, so the reader path keeps it from being mistaken for the loss of the region.
 */

/**
 * What one probe of one path learned about the region's database.
 *
 * `answered`: a database server of the region spoke, in whatever words. `silent`: nothing answered, or somebody who looked from
 * inside the region says that nothing answers there. `unclear`: an answer that tells neither, for example that of a gate-keeper
 * who does not let us in. `stalled`: somebody inside the region waits for an answer, which may be slow or may never come. A path that
 * is unclear or stalled is not dead, and does not make a region alive.
 */
export type Answer = 'answered' | 'silent' | 'unclear' | 'stalled';

/** One answer, or missing answer, of one path. */
export interface Observation {
  readonly path: string;
  /** When this became known, in ms of the monotonic clock. */
  readonly atMs: number;
  readonly answer: Answer;
  /** One short phrase for the log, without host names or secrets. */
  readonly reason: string;
}

export interface DetectionPolicy {
  /** Time between the starts of two probes of a path, in ms. */
  readonly intervalMs: number;
  /** A probe without an answer after this time counts as silent, in ms, until it answers after all. */
  readonly timeoutMs: number;
  /** So many consecutive silences of a path make it a dead path. */
  readonly failureThreshold: number;
}

export type Decision =
  | { readonly kind: 'healthy' }
  | { readonly kind: 'suspect'; readonly failing: readonly string[] }
  /** All paths that can tell anything are dead, the others are unclear or stalled: too little to act on without another witness. */
  | {
      readonly kind: 'unclear';
      readonly dead: readonly string[];
      readonly unclear: readonly string[];
      /** Whether every path that is not dead is stalled. */
      readonly isStalled: boolean;
    }
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
  const unclear: string[] = [];
  let isStalled = true;
  for (const path of paths) {
    const ofPath = observations.filter((observation) => observation.path === path);
    const newest = ofPath.at(-1);
    if (newest === undefined || newest.answer === 'answered') continue;
    failing.push(`${path} (${newest.reason})`);
    const silences = trailingSilences(ofPath);
    if (!isFresh(newest, policy, nowMs)) continue;
    if (newest.answer !== 'silent') {
      unclear.push(`${path}: ${newest.reason}`);
      isStalled &&= newest.answer === 'stalled';
    } else if (silences >= policy.failureThreshold) {
      dead.push(`${path}: ${newest.reason} (${silences} times)`);
    }
  }
  if (dead.length === paths.length) return { kind: 'down', reasons: dead };
  if (dead.length > 0 && dead.length + unclear.length === paths.length)
    return { kind: 'unclear', dead, unclear, isStalled };
  return failing.length > 0 ? { kind: 'suspect', failing } : { kind: 'healthy' };
}

/** The longest detection that the policy allows: a fault that strikes just after a good probe, in ms. */
export function worstDetectionMs(policy: DetectionPolicy): number {
  return policy.intervalMs * policy.failureThreshold + policy.timeoutMs;
}

/**
 * How long a probe is still listened to after it counted as silent, in ms: an answer that comes late proves life all the same, so a
 * primary that takes three seconds for everything is slow, not lost. As long as it takes to declare a region down; what is slower
 * than that serves nobody.
 */
export function patienceMs(policy: DetectionPolicy): number {
  return policy.intervalMs * policy.failureThreshold;
}

function trailingSilences(ofPath: readonly Observation[]): number {
  const lastOther = ofPath.findLastIndex((observation) => observation.answer !== 'silent');
  return ofPath.length - 1 - lastOther;
}

/** Old failures say nothing about now: a controller that was paused must look again before it acts. */
function isFresh(newest: Observation, policy: DetectionPolicy, nowMs: number): boolean {
  return nowMs - newest.atMs <= policy.intervalMs + policy.timeoutMs;
}
