import type { Attempt } from '../../ports/drill-probe';
import { failed, passed, someOf, type ContentCheck } from './content-check';

/** The heartbeats that a restored copy must and must not hold. */
export interface ExpectedHeartbeats {
  /** Acknowledged before the moment: all must be there. */
  readonly acknowledged: readonly number[];
  /** Of unknown outcome: they may be there. */
  readonly possible: readonly number[];
  /** Those of the second run, which began after. */
  readonly later: {
    readonly acknowledged: readonly number[];
    readonly possible: readonly number[];
    /** A point in time holds none of them; a snapshot holds as many as it came to, without a gap. */
    readonly rule: 'none' | 'without-a-gap';
  };
  /** No heartbeat of anybody may be younger; `undefined` for a snapshot, whose moment nobody knows. In ms since 1970. */
  readonly edgeMs: number | undefined;
}

export interface FoundHeartbeats {
  readonly first: readonly number[];
  readonly later: readonly number[];
}

/** What a run of writes leaves to expect. */
export function expectedOf(attempts: readonly Attempt[]): Pick<ExpectedHeartbeats, 'acknowledged' | 'possible'> {
  const numbersOf = (outcome: Attempt['outcome']) =>
    attempts.filter((attempt) => attempt.outcome === outcome).map(({ seq }) => seq);
  return { acknowledged: numbersOf('ok'), possible: numbersOf('unknown') };
}

/** How the heartbeats of a copy differ from what it must hold. */
export interface HeartbeatDifferences {
  readonly missing: readonly number[];
  /** Of the first run, and must not be there. */
  readonly phantom: readonly number[];
  /** Of the second run, and must not be there. */
  readonly tooNew: readonly number[];
  /** Of the second run, older than one that is there. */
  readonly gaps: readonly number[];
}

export function heartbeatDifferences(expected: ExpectedHeartbeats, found: FoundHeartbeats): HeartbeatDifferences {
  const there = new Set(found.first);
  const allowed = new Set([...expected.acknowledged, ...expected.possible]);
  const { later } = expected;
  const laterThere = new Set(found.later);
  const allowedLater = new Set(later.rule === 'none' ? [] : [...later.acknowledged, ...later.possible]);
  const newest = Math.max(0, ...found.later);
  return {
    missing: expected.acknowledged.filter((seq) => !there.has(seq)),
    phantom: found.first.filter((seq) => !allowed.has(seq)),
    tooNew: found.later.filter((seq) => !allowedLater.has(seq)),
    gaps: later.rule === 'none' ? [] : later.acknowledged.filter((seq) => seq < newest && !laterThere.has(seq)),
  };
}

export function compareHeartbeats(
  expected: ExpectedHeartbeats,
  found: FoundHeartbeats,
  newestMs: number | null,
): readonly ContentCheck[] {
  const { missing, phantom, tooNew, gaps } = heartbeatDifferences(expected, found);
  const { acknowledged, later, edgeMs } = expected;
  const wrong = [
    ...(missing.length > 0 ? [`missing: ${someOf(missing.map(String))}`] : []),
    ...(phantom.length > 0 ? [`never acknowledged: ${someOf(phantom.map(String))}`] : []),
  ];
  const wrongLater = [
    ...(tooNew.length > 0 ? [`${tooNew.length} that must not be there`] : []),
    ...(gaps.length > 0 ? [`missing between others: ${someOf(gaps.map(String))}`] : []),
  ];
  const verdict = (problems: readonly string[], check: string, value: string, wanted: string) =>
    problems.length > 0 ? failed(check, `${value}; ${problems.join('; ')}`, wanted) : passed(check, value, wanted);
  const at = (ms: number | null) => (ms === null ? 'none' : new Date(ms).toISOString());
  return [
    verdict(
      wrong,
      'heartbeats before',
      `${acknowledged.length - missing.length} of ${acknowledged.length}`,
      'all that were acknowledged, and no others',
    ),
    verdict(
      wrongLater,
      'heartbeats after',
      `${found.later.length} of ${later.acknowledged.length}`,
      later.rule === 'none' ? 'none' : 'none, or the first of them without a gap',
    ),
    ...(edgeMs === undefined
      ? []
      : [
          verdict(
            newestMs !== null && newestMs > edgeMs ? ['too young'] : [],
            'heartbeat edge',
            at(newestMs),
            `not after ${at(edgeMs)}`,
          ),
        ]),
  ];
}
