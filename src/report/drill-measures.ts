import type { DrillKind } from '../drill/kinds';
import type { Verdict } from '../drill/verdict';
import type { EvidenceDocument, MeasuredMoveEvidence } from '../evidence/document';

/**
 * The numbers of a drill that are followed over time, by kind. A planned move and an unplanned one never share a number, nor do a move and the
 * move back.
 */
export interface Measure {
  /** Stable, for anchors. */
  readonly id: string;
  readonly name: string;
  /** What it is held against, in ms; absent when there is no objective. */
  readonly objectiveMs?: (document: EvidenceDocument) => number;
  /** `< 300 s`; absent when there is no objective. */
  readonly objective?: (document: EvidenceDocument) => string;
  /** In ms; `undefined` when the drill did not measure it. */
  readonly read: (document: EvidenceDocument) => number | undefined;
}

type Objectives = EvidenceDocument['objectives'];

const below = (name: keyof Objectives) => ({
  objectiveMs: ({ objectives }: EvidenceDocument) => objectives[name] * 1_000,
  objective: ({ objectives }: EvidenceDocument) => `${name === 'detectionSeconds' ? '≤' : '<'} ${objectives[name]} s`,
});

const ofMove =
  (label: MeasuredMoveEvidence['label'], read: (move: MeasuredMoveEvidence) => number | undefined) =>
  ({ moves }: EvidenceDocument): number | undefined => {
    // A move about which nobody knows enough has no number that may stand beside others.
    const move = moves.find((each) => each.label === label && each.verdict !== 'inconclusive');
    return move === undefined ? undefined : read(move);
  };

const ofRestore =
  (from: 'point-in-time' | 'snapshot', read: (restore: EvidenceDocument['restores'][number]) => number) =>
  ({ restores }: EvidenceDocument): number | undefined => {
    const restore = restores.find((each) => each.from === from);
    return restore === undefined ? undefined : read(restore);
  };

const rto = (move: MeasuredMoveEvidence) => move.rtoMs;
const rpo = (move: MeasuredMoveEvidence) => move.loss?.rpoUpperBoundMs;

export const MEASURES: Readonly<Record<DrillKind, readonly Measure[]>> = {
  failover: [
    { id: 'rpo', name: 'RPO, unplanned, upper bound', ...below('rpoSeconds'), read: ofMove('failover', rpo) },
    { id: 'rto', name: 'RTO, unplanned', ...below('rtoSeconds'), read: ofMove('failover', rto) },
    {
      id: 'detection',
      name: 'detection',
      ...below('detectionSeconds'),
      read: ofMove('failover', (move) => move.detectionMs),
    },
    { id: 'redundancy', name: 'redundancy gap', read: ofMove('failover', (move) => move.redundancyGapMs) },
    { id: 'fail-back', name: 'RTO of the fail back, planned', ...below('rtoSeconds'), read: ofMove('fail back', rto) },
  ],
  switchover: [
    { id: 'rto', name: 'RTO, planned', ...below('rtoSeconds'), read: ofMove('switchover', rto) },
    { id: 'fail-back', name: 'RTO of the fail back, planned', ...below('rtoSeconds'), read: ofMove('fail back', rto) },
    // What nobody knows of is no loss of a planned move, and none is allowed.
    {
      id: 'rpo',
      name: 'RPO, planned',
      objective: () => 'no loss',
      read: ofMove('switchover', (move) => move.loss?.rpoMs),
    },
    { id: 'redundancy', name: 'redundancy gap', read: ofMove('switchover', (move) => move.redundancyGapMs) },
  ],
  restore: [
    { id: 'restore', name: 'restored to a point in time', read: ofRestore('point-in-time', (one) => one.restoreMs) },
    { id: 'verify', name: 'compared with the original', read: ofRestore('point-in-time', (one) => one.verifyMs) },
    {
      id: 'backup-delay',
      name: 'backups reached the point in time',
      read: ofRestore('point-in-time', (one) => one.backupDelayMs),
    },
    { id: 'snapshot', name: 'restored from a snapshot', read: ofRestore('snapshot', (one) => one.restoreMs) },
  ],
  detection: [
    {
      id: 'detection',
      name: 'detection',
      ...below('detectionSeconds'),
      read: ({ detection }) => detection?.detectionMs,
    },
  ],
  rotation: [
    {
      id: 'rotation',
      name: 'rotation, the slowest secret',
      read: ({ rotation }) => {
        const times = (rotation?.secrets ?? []).flatMap(({ rotationMs }) => rotationMs ?? []);
        return times.length === 0 ? undefined : Math.max(...times);
      },
    },
    { id: 'rto', name: 'RTO of the move there, planned', ...below('rtoSeconds'), read: ofMove('switchover', rto) },
  ],
};

/** So many drills of a kind are looked back on. */
export const TREND_DRILLS = 12;

export interface TrendRow {
  readonly measure: Measure;
  /** Of so many drills there is a number. */
  readonly measured: number;
  /** By nearest rank: each is a value that was measured, not one between two. In ms. */
  readonly p50: number;
  readonly p95: number;
  readonly worst: number;
  readonly last: number;
}

export interface Trend {
  readonly kind: DrillKind;
  /** The last ones of the kind, at most {@link TREND_DRILLS}, the oldest first. */
  readonly documents: readonly EvidenceDocument[];
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly rows: readonly TrendRow[];
}

/**
 * What the last drills of one kind came to. An inconclusive drill and one that was not run are counted, and lend no number.
 *
 * @param documents of one environment, the oldest first
 */
export function trendOf(kind: DrillKind, documents: readonly EvidenceDocument[]): Trend {
  const last = documents.filter((document) => document.kind === kind).slice(-TREND_DRILLS);
  const count = (verdict: Verdict) => last.filter((document) => document.verdict === verdict).length;
  return {
    kind,
    documents: last,
    verdicts: {
      passed: count('passed'),
      failed: count('failed'),
      inconclusive: count('inconclusive'),
      'not-run': count('not-run'),
    },
    rows: MEASURES[kind].flatMap((measure): readonly TrendRow[] => {
      const values = last.flatMap((document) => readMeasure(measure, document) ?? []);
      const sorted = [...values].sort((a, b) => a - b);
      const latest = values.at(-1);
      const worst = sorted.at(-1);
      if (latest === undefined || worst === undefined) return [];
      const rank = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? worst;
      return [{ measure, measured: values.length, p50: rank(0.5), p95: rank(0.95), worst, last: latest }];
    }),
  };
}

/** The number of one drill; `undefined` when it lends none. */
export function readMeasure(measure: Measure, document: EvidenceDocument): number | undefined {
  return document.verdict === 'inconclusive' || document.verdict === 'not-run' ? undefined : measure.read(document);
}

/** What the newest drill of a trend was held against; an objective may have been tightened since the oldest. */
export function objectiveOf(measure: Measure, { documents }: Pick<Trend, 'documents'>): string {
  const newest = documents.at(-1);
  return measure.objective === undefined || newest === undefined ? '–' : measure.objective(newest);
}
