import { seededRandom, type Random } from './random';

/**
 * What can go wrong while a drill runs. The first fault of a run goes round this list, so that as many runs as it is long hold every fault; a
 * second one is the one half a list further on, and the list is in such an order that both fit into one drill.
 */
export const FAULTS = [
  'drill-killed',
  'drill-cancelled',
  'controller-killed',
  'standby-killed',
  'reader-killed',
  'emulator-frozen',
  'emulator-killed',
  'replication-cut',
  'standby-disk-full',
  'aws-answer-lost',
  'writer-killed',
  'database-slow',
  'database-cut',
  'aws-throttled',
  'database-reset',
  'replication-slow',
  'replication-reset',
  'aws-unavailable',
  'database-half-open',
  'old-writer-unfenced',
] as const;
export type FaultName = (typeof FAULTS)[number];

export type ScenarioKind = 'switchover' | 'failover' | 'restore';

/** Nothing more can strike after these, so they wait for the other fault of their run. */
export const ENDS_THE_DRILL: readonly FaultName[] = ['drill-killed', 'drill-cancelled'];

/**
 * When a fault strikes: so long after the first heartbeat, after the move or the restore was ordered (for a failover: after the fault hook was asked),
 * after the writer has moved, after the fail back was ordered, or after the first call that keeps the evidence.
 */
export type Moment = 'baseline' | 'order' | 'moved' | 'fail-back' | 'telling';

export interface PlannedFault {
  readonly fault: FaultName;
  readonly moment: Moment;
  readonly afterMs: number;
  /** How long it lasts from its first effect on, where it is something that ends. */
  readonly forMs: number;
}

export interface Scenario {
  readonly seed: number;
  readonly run: number;
  readonly kind: ScenarioKind;
  readonly failBack: boolean;
  /** Who detects and promotes in a failover. */
  readonly promotedBy: 'drill' | 'controller';
  readonly faults: readonly PlannedFault[];
}

/** Which kinds of drill a fault means something to; the moments where it must strike, if not any. */
const FITS: Partial<
  Record<FaultName, { readonly kinds: readonly ScenarioKind[]; readonly moments?: readonly Moment[] }>
> = {
  'controller-killed': { kinds: ['failover'], moments: ['baseline', 'order'] },
  // Later nobody writes, and a disk to which nothing is written is not full.
  'standby-disk-full': { kinds: ['switchover'], moments: ['baseline'] },
  'replication-cut': { kinds: ['switchover', 'failover'] },
  'replication-slow': { kinds: ['switchover', 'failover'] },
  'replication-reset': { kinds: ['switchover', 'failover'] },
  'standby-killed': { kinds: ['switchover', 'failover'] },
  // From the beginning: the disaster itself is of another kind then.
  'old-writer-unfenced': { kinds: ['failover'], moments: ['baseline'] },
};
/** A failover takes three times as long as a switchover, so there are fewer of them. */
const KINDS: readonly ScenarioKind[] = ['switchover', 'switchover', 'switchover', 'failover', 'failover', 'restore'];
const MOMENTS: Readonly<Record<ScenarioKind, readonly Moment[]>> = {
  switchover: ['baseline', 'order', 'order', 'moved', 'fail-back'],
  failover: ['baseline', 'order', 'order', 'moved', 'fail-back'],
  restore: ['baseline', 'order'],
};

/** The longest time from a moment to a fault, in ms: shorter than what the drill still has to do then, so that it is there to be struck. */
const LATEST_MS: Readonly<Record<Moment, number>> = {
  baseline: 2_500,
  order: 600,
  moved: 200,
  'fail-back': 600,
  telling: 100,
};

/** The scenario of one run; it depends on the seed and the number of the run, and on nothing else. */
export function drawScenario(seed: number, run: number): Scenario {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(run + 1, 0x85ebca6b));
  const first = faultAt(run + seed);
  const second = faultAt(run + seed + FAULTS.length / 2);
  const names = random.whole(0, 2) === 0 ? [first] : [first, second];
  const kinds = KINDS.filter((kind) => names.every((name) => FITS[name]?.kinds.includes(kind) ?? true));
  const kind = random.pick(nonEmpty(kinds));
  const isUnfenced = names.includes('old-writer-unfenced');
  const promotedBy =
    kind === 'failover' && (names.includes('controller-killed') || (!isUnfenced && random.whole(0, 3) === 0))
      ? 'controller'
      : 'drill';
  // Two writers have two histories: a switchover between them is impossible, and nobody should try.
  const failBack = kind !== 'restore' && !isUnfenced && random.whole(0, 2) > 0;
  const ofAll = names.map((name) => FITS[name]?.moments ?? MOMENTS[kind]);
  const during = MOMENTS[kind].filter(
    (moment) =>
      ofAll.every((those) => those.includes(moment)) &&
      (failBack || moment !== 'fail-back') &&
      // What the one breaks could keep the drill from ever coming so far that the other strikes.
      (names.length === 1 || EARLY.includes(moment)),
  );
  // The drill is over by then, so nothing else that strikes means anything.
  const isEndAlone = names.length === 1 && ENDS_THE_DRILL.includes(first);
  const moments: readonly Moment[] = isEndAlone ? [...during, 'telling'] : during;
  const moment = random.pick(nonEmpty(moments));
  return { seed, run, kind, failBack, promotedBy, faults: names.map((name) => plan(name, moment, random)) };
}

const EARLY: readonly Moment[] = ['baseline', 'order'];

function faultAt(place: number): FaultName {
  return FAULTS[place % FAULTS.length] ?? 'drill-killed';
}

function plan(fault: FaultName, moment: Moment, random: Random): PlannedFault {
  const afterMs = fault === 'old-writer-unfenced' ? 0 : random.whole(0, LATEST_MS[moment]);
  return { fault, moment, afterMs, forMs: random.whole(1_000, 6_000) };
}

function nonEmpty<T>(list: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = list;
  if (first === undefined) throw new RangeError('these faults fit into no drill together');
  return [first, ...rest];
}

/** One line that says what will happen. */
export function describeScenario({ kind, failBack, promotedBy, faults }: Scenario): string {
  const what = `${kind}${failBack ? ' with fail back' : ''}${promotedBy === 'controller' ? ' by the controller' : ''}`;
  return `${what}: ${faults.map(({ fault, moment, afterMs, forMs }) => `${fault} ${afterMs} ms after ${moment}, for ${forMs} ms`).join('; ')}`;
}
