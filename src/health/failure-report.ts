import type { Clock } from '../ports/clock';
import { SqlError } from '../ports/sql';
import type { LogFields } from '../ports/logger';

/** A failure that goes on is told again after so long, in ms. */
const REPEAT_MS = 60_000;

/**
 * Tells a failure when it is a new one, and once a minute while it goes on. In the region that follows, the writer endpoint of Aurora
 * leads nowhere for months: told at each look, that would bury everything else in the log.
 */
export function failureReport(clock: Clock, tell: (fields: LogFields) => void): (error: unknown) => void {
  let last: { readonly text: string; readonly atMs: number } | undefined;
  return (error) => {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const atMs = clock.now().getTime();
    const isRecent = last !== undefined && atMs >= last.atMs && atMs - last.atMs < REPEAT_MS;
    if (isRecent && last?.text === text) return;
    last = { text, atMs };
    tell({
      error: text,
      ...(error instanceof SqlError && error.sqlState !== undefined ? { sqlState: error.sqlState } : {}),
    });
  };
}
