import type { History, LagSample } from './history';

/** How far the region that is promoted was behind, while it followed. All times in ms. */
export interface LagMeasurement {
  /** Questions that were answered; never 0, or nothing was measured. */
  readonly samples: number;
  /** Questions that nobody could answer: the rule while a region is lost. */
  readonly failed: number;
  readonly medianMs: number;
  readonly maxMs: number;
  /** The last one before the fault or the move was asked for: what the loss of a failover is compared with. */
  readonly beforeMoveMs?: number;
}

/** @returns `undefined` when nobody asked, or nobody could ever answer */
export function measureLag({ lag = [], marks }: Pick<History, 'lag' | 'marks'>): LagMeasurement | undefined {
  const values = answersOf(lag);
  if (values.length === 0) return undefined;
  const beforeMove = answersOf(beforeTheMove({ lag, marks })).at(-1);
  return {
    samples: values.length,
    failed: lag.length - values.length,
    medianMs: median(values),
    maxMs: Math.max(...values),
    ...(beforeMove === undefined ? {} : { beforeMoveMs: beforeMove }),
  };
}

/** The longest lag before the fault or the move, in ms: what O4 is about. A lag that grows while the writer is lost is no surprise. */
export function maxLagBeforeMove({ lag = [], marks }: Pick<History, 'lag' | 'marks'>): number | undefined {
  const values = answersOf(beforeTheMove({ lag, marks }));
  return values.length === 0 ? undefined : Math.max(...values);
}

function beforeTheMove({ lag = [], marks }: Pick<History, 'lag' | 'marks'>): readonly LagSample[] {
  const requested = marks.filter(({ name }) => name === 'fault-requested' || name === 'move-requested');
  const begunMs = Math.min(Infinity, ...requested.map(({ atMs }) => atMs));
  return lag.filter(({ endedMs }) => endedMs <= begunMs);
}

function answersOf(lag: readonly LagSample[]): readonly number[] {
  return lag.flatMap(({ lagMs }) => (lagMs === undefined ? [] : [lagMs]));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
