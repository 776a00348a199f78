import { z } from 'zod';
import { FIT, unfit, type Verdict } from './verdict';

/** What a cluster's writer endpoint was seen to do. */
export interface WriterObservation {
  readonly isInRecovery: boolean;
  readonly isReadOnly: boolean;
}

/** What a reader endpoint was seen to do. */
export interface ReaderObservation {
  readonly isInRecovery: boolean;
  /** How far it is behind the writer, in ms; `undefined` when nobody can say. */
  readonly lagMs: number | undefined;
}

/** A server answered a question with something else than its role. */
export class ObservationError extends Error {
  override readonly name = 'ObservationError';
}

const writerRow = z.object({ is_in_recovery: z.boolean(), is_read_only: z.boolean() });
const readerRow = z.object({ is_in_recovery: z.boolean(), lag_ms: z.number().nullable() });

/** @throws ObservationError */
export function parseWriterRow(row: unknown): WriterObservation {
  const parsed = writerRow.safeParse(row);
  if (!parsed.success) throw new ObservationError(`unexpected answer about the writer: ${parsed.error.message}`);
  return { isInRecovery: parsed.data.is_in_recovery, isReadOnly: parsed.data.is_read_only };
}

/** @throws ObservationError */
export function parseReaderRow(row: unknown): ReaderObservation {
  const parsed = readerRow.safeParse(row);
  if (!parsed.success) throw new ObservationError(`unexpected answer about a reader: ${parsed.error.message}`);
  return { isInRecovery: parsed.data.is_in_recovery, lagMs: parsed.data.lag_ms ?? undefined };
}

/** H1: the writer name may lead here only while writes are taken. How far any replica lags has no say in it. */
export function judgeWriter(seen: WriterObservation): Verdict {
  if (seen.isInRecovery) return unfit('standby');
  return seen.isReadOnly ? unfit('readonly') : FIT;
}

/** H2: fit to be read is who writes, because it is never behind, and who follows closely enough. */
export function judgeReader(seen: ReaderObservation, lagLimitMs: number): Verdict {
  if (!seen.isInRecovery) return FIT;
  if (seen.lagMs === undefined) return unfit('blind');
  return seen.lagMs < lagLimitMs ? FIT : unfit('lagging');
}
