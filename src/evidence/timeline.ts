import type { Attempt, MarkName } from '../drill/history';
import type { JournalRecord } from '../drill/journal';
import type { MeasuredRun } from '../drill/result';
import type { TimelineEntry } from './document';

/** The wall clock and the monotonic clock at the same moment. */
export interface Origin {
  readonly at: Date;
  readonly ms: number;
}

interface Moment {
  readonly atMs: number;
  readonly what: string;
  readonly source: TimelineEntry['source'];
}

/** A wall clock that is further from where it should be than before by this much, in ms, has been set. */
const CLOCK_STEP_MS = 1_000;

/**
 * What happened when, in order. Every time is the one at the beginning plus a difference of the monotonic clock, so that no step of the wall
 * clock changes an interval or the order; a step is told as an event of its own.
 */
export function timeline(
  journal: readonly JournalRecord[],
  runs: readonly MeasuredRun[],
  origin: Origin,
): TimelineEntry[] {
  const moments = [
    ...phases(journal),
    ...clockSteps(journal, origin),
    ...marks(journal, runs),
    ...runs.flatMap(probed),
  ];
  return moments
    .map((moment, index) => ({ ...moment, index }))
    .sort((a, b) => a.atMs - b.atMs || a.index - b.index)
    .map(({ atMs, what, source }) => {
      const sinceStartMs = Math.max(0, atMs - origin.ms);
      return { at: atOf(sinceStartMs, origin), sinceStartMs, what, source };
    });
}

/** The moment so many ms after the beginning. */
export function atOf(sinceStartMs: number, origin: Origin): string {
  return new Date(origin.at.getTime() + Math.round(sinceStartMs)).toISOString();
}

function phases(journal: readonly JournalRecord[]): readonly Moment[] {
  return journal.flatMap((record) =>
    record.type === 'phase' ? [{ atMs: record.atMs, what: record.phase, source: 'drill' as const }] : [],
  );
}

function clockSteps(journal: readonly JournalRecord[], origin: Origin): readonly Moment[] {
  const found: Moment[] = [];
  let offsetMs = 0;
  for (const record of journal) {
    if (record.type !== 'phase') continue;
    const shouldBeMs = origin.at.getTime() + record.atMs - origin.ms;
    const nowOffsetMs = Date.parse(record.wallClock) - shouldBeMs;
    const stepMs = nowOffsetMs - offsetMs;
    if (Math.abs(stepMs) < CLOCK_STEP_MS) continue;
    offsetMs = nowOffsetMs;
    const what = `the wall clock of the drill was found set ${stepMs > 0 ? 'forward' : 'back'} by ${(Math.abs(stepMs) / 1000).toFixed(1)} s; times here do not follow it`;
    found.push({ atMs: record.atMs, what, source: 'drill' });
  }
  return found;
}

const WHAT: Readonly<Record<MarkName, string>> = {
  'fault-requested': 'fault requested',
  'declared-down': 'declared down',
  'move-requested': 'move requested',
  promoted: 'promoted',
  'writer-name-moved': 'writer name moved',
  'redundancy-restored': 'redundancy restored',
};

function marks(journal: readonly JournalRecord[], runs: readonly MeasuredRun[]): readonly Moment[] {
  return journal.flatMap((record) => {
    if (record.type !== 'mark') return [];
    const run = runs.find(({ history }) => history.runId === record.runId);
    const what = run === undefined ? WHAT[record.name] : `${run.label}: ${WHAT[record.name]}`;
    return [{ atMs: record.atMs, what, source: sourceOf(record.name, run?.promotedBy) }];
  });
}

function sourceOf(mark: MarkName, promotedBy: MeasuredRun['promotedBy']): TimelineEntry['source'] {
  switch (mark) {
    case 'fault-requested':
      return 'drill';
    case 'redundancy-restored':
      return 'aws';
    case 'promoted':
      return promotedBy === 'controller' ? 'controller' : 'aws';
    case 'declared-down':
    case 'move-requested':
    case 'writer-name-moved':
      return promotedBy === 'controller' ? 'controller' : 'drill';
  }
}

/** What the probe saw: the first write, the first that was not acknowledged, and the first that the new writer acknowledged. */
function probed({ label, history }: MeasuredRun): readonly Moment[] {
  const { attempts, fencing } = history;
  const old = new Set(fencing?.instances);
  const first = attempts[0];
  const broken = attempts.find(({ outcome }) => outcome !== 'ok');
  const taken = attempts.find(
    ({ outcome, instance }) =>
      outcome === 'ok' && fencing !== undefined && instance !== undefined && !old.has(instance),
  );
  const last = attempts.at(-1);
  const moment = (attempt: Attempt | undefined, atMs: (attempt: Attempt) => number, what: string): readonly Moment[] =>
    attempt === undefined ? [] : [{ atMs: atMs(attempt), what: `${label}: ${what}`, source: 'probe' }];
  return [
    ...moment(first, ({ startedMs }) => startedMs, 'first measured write'),
    ...moment(broken, ({ startedMs }) => startedMs, `first write without acknowledgement (number ${broken?.seq ?? 0})`),
    ...moment(taken, ({ endedMs }) => endedMs, `first write acknowledged by the new writer ${taken?.instance ?? ''}`),
    ...moment(last, ({ endedMs }) => endedMs, `last measured write (number ${last?.seq ?? 0})`),
  ];
}
