import type { Attempt, Mark } from './history';

/** One line of a drill's journal; times are ms of the monotonic clock. */
export type JournalRecord =
  | { readonly type: 'phase'; readonly phase: string; readonly atMs: number; readonly wallClock: string }
  | ({ readonly type: 'attempt'; readonly runId: string } & Attempt)
  | ({ readonly type: 'mark'; readonly runId: string } & Mark);

/** Keeps what happens as it happens, so that a drill that is killed still leaves what it saw. */
export interface DrillJournal {
  /** Returns when the record is safe; throws when it cannot be kept. */
  append(record: JournalRecord): void;
}
