import { SqlError } from '../ports/sql';
import { ObservationError } from './observation';
import { TimeLimitError } from './time-limit';
import type { Reason } from './verdict';

/** The secret with the password cannot be read. */
export class UnreadablePasswordError extends Error {
  override readonly name = 'UnreadablePasswordError';
}

/** By SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const REASONS: readonly (readonly [pattern: RegExp, reason: Reason])[] = [
  [/^28/, 'refused'],
  [/^53300$/, 'full'],
  // Shut down, crashed, or not yet accepting connections.
  [/^57P0[123]$/, 'starting'],
  [/^08/, 'unreachable'],
  // A write that was not allowed after all: the role changed between the look and the write.
  [/^25006$/, 'standby'],
  // Our own limit on statements, kept by the server.
  [/^57014$/, 'silent'],
];

/** The server does not accept user and password: SQLSTATE class 28. */
export function isWrongPassword(error: unknown): boolean {
  return error instanceof SqlError && error.sqlState !== undefined && error.sqlState.startsWith('28');
}

/**
 * Why a look failed.
 *
 * @param isOutOfTime whether the time for the look has passed: then that is the reason, whichever limit noticed it first
 */
export function reasonFor(error: unknown, isOutOfTime: boolean): Reason {
  if (error instanceof UnreadablePasswordError) return 'locked';
  if (error instanceof ObservationError) return 'broken';
  if (error instanceof TimeLimitError) return 'silent';
  if (!(error instanceof SqlError)) return 'broken';
  const { sqlState } = error;
  if (sqlState === undefined) return isOutOfTime ? 'silent' : 'unreachable';
  return REASONS.find(([pattern]) => pattern.test(sqlState))?.[1] ?? 'broken';
}
