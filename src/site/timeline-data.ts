import type { Attempt, History, MarkName, Read } from '../drill/history';
import { longestOutage } from '../drill/measure';

/** More columns than this cannot be told apart. */
const MOST_COLUMNS = 240;
const WIDTHS_MS = [1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000] as const;

export interface Column {
  readonly ok: number;
  readonly fail: number;
  readonly unknown: number;
}

export interface Strip {
  readonly name: string;
  readonly columns: readonly Column[];
}

export interface TimelineMark {
  readonly name: MarkName;
  /** Since the first attempt. */
  readonly atMs: number;
}

/** A raw history, counted by second or by something longer. */
export interface TimelineData {
  readonly columnMs: number;
  readonly durationMs: number;
  /** Writes through the writer name, writes at the old writer, reads of each region; only what was tried. */
  readonly strips: readonly Strip[];
  readonly marks: readonly TimelineMark[];
  readonly outage: { readonly fromMs: number; readonly toMs: number } | undefined;
}

/** @returns `undefined` when nothing was attempted */
export function timelineData(history: History): TimelineData | undefined {
  const { attempts, fencing, reads = [], marks, intervalMs } = history;
  const first = attempts[0];
  if (first === undefined) return undefined;
  const all = [...attempts, ...(fencing?.attempts ?? []), ...reads];
  const zero = all.reduce((least, { startedMs }) => Math.min(least, startedMs), first.startedMs);
  const last = [...all.map(({ endedMs }) => endedMs), ...marks.map(({ atMs }) => atMs)].reduce(
    (most, each) => Math.max(most, each),
    zero,
  );
  const durationMs = last - zero;
  const columnMs =
    WIDTHS_MS.find((width) => durationMs / width <= MOST_COLUMNS) ?? Math.ceil(durationMs / MOST_COLUMNS);
  const columnsOf = (some: readonly (Attempt | Read)[]) => columns(some, zero, columnMs, durationMs);
  const regions = [...new Set(reads.map(({ region }) => region))].sort();
  const outage = longestOutage(attempts, intervalMs);
  return {
    columnMs,
    durationMs,
    strips: [
      { name: 'Writes through the writer name', columns: columnsOf(attempts) },
      ...(fencing === undefined || fencing.attempts.length === 0
        ? []
        : [
            {
              name: `Writes at the old writer’s own endpoint, ${fencing.region}`,
              columns: columnsOf(fencing.attempts),
            },
          ]),
      ...regions.map((region) => ({
        name: `Reads, ${region}`,
        columns: columnsOf(reads.filter((read) => read.region === region)),
      })),
    ],
    marks: marks.map(({ name, atMs }) => ({ name, atMs: atMs - zero })).sort((a, b) => a.atMs - b.atMs),
    outage: outage === undefined ? undefined : { fromMs: outage.fromMs - zero, toMs: (outage.toMs ?? last) - zero },
  };
}

function columns(
  attempts: readonly (Attempt | Read)[],
  zero: number,
  columnMs: number,
  durationMs: number,
): readonly Column[] {
  const counted = Array.from({ length: Math.floor(durationMs / columnMs) + 1 }, () => ({ ok: 0, fail: 0, unknown: 0 }));
  for (const { startedMs, outcome } of attempts) {
    const column = counted[Math.floor((startedMs - zero) / columnMs)];
    if (column !== undefined) column[outcome]++;
  }
  return counted;
}

/** Columns of one strip that follow each other and show the same outcomes, summed. */
export interface Stretch extends Column {
  readonly strip: string;
  readonly fromMs: number;
  readonly toMs: number;
}

export function stretches({ strips, columnMs }: TimelineData): readonly Stretch[] {
  return strips.flatMap(({ name, columns: all }) => {
    const found: Stretch[] = [];
    let before = '';
    all.forEach((column, index) => {
      const outcomes = [column.ok, column.fail, column.unknown].map((count) => count > 0).join();
      const toMs = (index + 1) * columnMs;
      const last = found.at(-1);
      if (last !== undefined && outcomes === before) {
        found[found.length - 1] = {
          ...last,
          toMs,
          ok: last.ok + column.ok,
          fail: last.fail + column.fail,
          unknown: last.unknown + column.unknown,
        };
      } else found.push({ strip: name, fromMs: index * columnMs, toMs, ...column });
      before = outcomes;
    });
    return found;
  });
}
