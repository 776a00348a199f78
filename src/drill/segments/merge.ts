import type { Attempt, Observations, Read } from '../../ports/drill-probe';
import { alignClocks, type Alignment, type CollectedChunk } from './clock-alignment';

/** What is known of one call of the function. */
export interface SegmentLog {
  readonly segment: number;
  /** Before it was invoked, by the drill's clock. */
  readonly invokedAtMs: number;
  /** In the order of their numbers; some may be missing. */
  readonly chunks: readonly CollectedChunk[];
}

interface AlignedSegment {
  readonly writes: readonly Attempt[];
  readonly fencing: readonly Attempt[];
  readonly reads: readonly Read[];
  readonly uncertaintyMs: number;
  readonly end: CollectedChunk['end'];
}

/**
 * One history, by the clock of the drill, from the segments of a run.
 *
 * - Durations inside a segment are exact: they come from one monotonic clock. Between segments, and against the marks of the drill, they
 *   may be wrong by the uncertainty of the alignment, which goes into the result.
 * - A segment numbers its writes without gaps, so a missing number is a write that nobody saw.
 * - A segment that did not say that it had ended may have gone on until the next one wrote, or until the drill stopped.
 *
 * What nobody saw is filled in as `unknown`, never as success, and never as failure.
 *
 * @param stoppedAtMs when the drill asked the probe to stop
 * @param wantsFencing whether the probe was asked to look at the old writer
 */
export function mergeSegments(logs: readonly SegmentLog[], stoppedAtMs: number, wantsFencing: boolean): Observations {
  const segments = logs.filter(({ chunks }) => chunks.length > 0).map(align);
  const writes = segments.flatMap((segment, index) => {
    const seen = withMissingNumbers(segment.writes);
    const next = segments.slice(index + 1).find((later) => later.writes.length > 0);
    const isOver = segment.end === 'stopped' || (segment.end === 'time' && next !== undefined);
    const last = seen.at(-1);
    if (isOver || last === undefined) return seen;
    const untilMs = next?.writes[0]?.startedMs ?? stoppedAtMs;
    return untilMs <= last.endedMs ? seen : [...seen, inferred(last.seq + 1, last.endedMs, untilMs)];
  });
  return {
    writes: inOrder(writes),
    fencing: wantsFencing ? inOrder(segments.flatMap(({ fencing }) => fencing)) : undefined,
    reads: inOrder(segments.flatMap(({ reads }) => reads)),
    clockUncertaintyMs: Math.max(0, ...segments.map(({ uncertaintyMs }) => uncertaintyMs)),
  };
}

function align({ invokedAtMs, chunks }: SegmentLog): AlignedSegment {
  const alignment = alignClocks(invokedAtMs, chunks);
  const shifted = <T extends { readonly startedMs: number; readonly endedMs: number }>(records: readonly T[]) =>
    records.map((record) => shift(record, alignment));
  const firstSeq = chunks[0]?.firstSeq ?? 1;
  const writes = inOrder(shifted(chunks.flatMap((chunk) => chunk.writes)));
  const first = writes[0];
  // The first chunk may be the one that is missing.
  const unseen =
    first !== undefined && first.seq > firstSeq
      ? fill(firstSeq, first.seq, (chunks[0]?.startedAtMs ?? 0) + alignment.offsetMs, first.startedMs)
      : [];
  return {
    writes: [...unseen, ...writes],
    fencing: shifted(chunks.flatMap((chunk) => chunk.fencing)),
    reads: shifted(chunks.flatMap((chunk) => chunk.reads)),
    uncertaintyMs: alignment.uncertaintyMs,
    end: chunks.at(-1)?.end,
  };
}

function shift<T extends { readonly startedMs: number; readonly endedMs: number }>(
  record: T,
  { offsetMs }: Alignment,
): T {
  return { ...record, startedMs: record.startedMs + offsetMs, endedMs: record.endedMs + offsetMs };
}

function withMissingNumbers(writes: readonly Attempt[]): readonly Attempt[] {
  return writes.flatMap((write, index) => {
    const before = writes[index - 1];
    if (before === undefined || write.seq <= before.seq + 1) return [write];
    return [...fill(before.seq + 1, write.seq, before.endedMs, write.startedMs), write];
  });
}

function fill(fromSeq: number, untilSeq: number, fromMs: number, untilMs: number): readonly Attempt[] {
  return Array.from({ length: untilSeq - fromSeq }, (_, index) => inferred(fromSeq + index, fromMs, untilMs));
}

function inferred(seq: number, startedMs: number, endedMs: number): Attempt {
  return {
    seq,
    startedMs,
    endedMs,
    outcome: 'unknown',
    detail: 'nobody saw this write: a part of the history is missing',
    isInferred: true,
  };
}

function inOrder<T extends { readonly endedMs: number }>(records: readonly T[]): readonly T[] {
  return [...records].sort((a, b) => a.endedMs - b.endedMs);
}
