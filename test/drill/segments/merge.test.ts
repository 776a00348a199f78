import { describe, expect, test } from '@jest/globals';
import { measure } from '../../../src/drill/measure';
import { alignClocks, type CollectedChunk } from '../../../src/drill/segments/clock-alignment';
import { ChunkFormatError, encodeChunk, parseChunk, type Chunk } from '../../../src/drill/segments/history-chunks';
import { mergeSegments } from '../../../src/drill/segments/merge';
import { fromRanges, toRanges } from '../../../src/drill/segments/requests';

/** A write each second, by the function's clock. */
const write = (seq: number) => ({
  seq,
  startedMs: seq * 1_000,
  endedMs: seq * 1_000 + 10,
  outcome: 'ok' as const,
  instance: 'east-1',
});

/** A chunk with some writes, sent right after the last one and read at once, by a drill whose clock is 500 s ahead. */
function chunk(number: number, seqs: readonly number[], others: Partial<CollectedChunk> = {}): CollectedChunk {
  const sentAtMs = (seqs.at(-1) ?? 0) * 1_000 + 100;
  return {
    number,
    firstSeq: 1,
    startedAtMs: 0,
    sentAtMs,
    readAtMs: sentAtMs + 500_000,
    beacon: { sentAtMs: sentAtMs + 500_000, seenAtMs: sentAtMs },
    writes: seqs.map(write),
    fencing: [],
    reads: [],
    ...others,
  };
}

const log = (chunks: readonly CollectedChunk[], segment = 1) => ({ segment, invokedAtMs: 499_000, chunks });
const summary = ({ writes }: ReturnType<typeof mergeSegments>) =>
  writes.map(({ seq, startedMs, endedMs, outcome }) => [seq, Math.round(startedMs), Math.round(endedMs), outcome]);

describe('chunks', () => {
  const whole: Chunk = {
    number: 7,
    firstSeq: 1,
    startedAtMs: 12.5,
    sentAtMs: 99.5,
    beacon: { sentAtMs: 1, seenAtMs: 2 },
    writes: [write(1), { seq: 2, startedMs: 3, endedMs: 4, outcome: 'unknown', detail: 'connection "lost"\nhere' }],
    fencing: [{ seq: 1, startedMs: 1, endedMs: 2, outcome: 'fail', detail: 'read-only' }],
    reads: [{ region: 'us-east-1', startedMs: 1, endedMs: 2, outcome: 'ok', instance: 'east-2' }],
    end: 'stopped',
  };

  test('are read as they were written', () => {
    expect(parseChunk(encodeChunk(whole), 'key')).toEqual(whole);
    expect(encodeChunk(whole).split('\n')).toHaveLength(7);
  });

  test.each([
    ['cut off in a line', encodeChunk(whole).slice(0, -5)],
    ['of another format', encodeChunk(whole).replace('"formatVersion":1', '"formatVersion":2')],
    ['with an outcome that nobody knows', encodeChunk(whole).replace('"unknown"', '"fine"')],
    ['without a header', encodeChunk(whole).split('\n').slice(1).join('\n')],
  ])('%s are refused', (_what, text) => {
    expect(() => parseChunk(text, 'runs/x')).toThrow(ChunkFormatError);
    expect(() => parseChunk(text, 'runs/x')).toThrow(/^runs\/x, line \d/);
  });
});

describe('the clocks', () => {
  test('lie between what was read after it was sent and what was seen after it was sent', () => {
    // Chunks took 80 and 60 ms, beacons 200 and 40 ms: the offset lies between 500,000 − 40 and 500,000 + 60.
    const chunks = [
      { sentAtMs: 1_000, readAtMs: 501_080, beacon: { sentAtMs: 500_300, seenAtMs: 500 } },
      { sentAtMs: 2_000, readAtMs: 502_060, beacon: { sentAtMs: 501_360, seenAtMs: 1_400 } },
    ].map((times, index) => ({ ...chunk(index + 1, []), ...times }));
    const { offsetMs, uncertaintyMs } = alignClocks(499_000, chunks);
    expect(offsetMs).toBe(500_010);
    // Half of what is open, and 100 millionths of the two seconds.
    expect(uncertaintyMs).toBeCloseTo(50.2, 6);
  });

  test('without a useful beacon are known no better than the start of the function', () => {
    // Seen never: a beacon that says less than the invocation does.
    const silent = chunk(1, [1, 2], { beacon: { sentAtMs: 0, seenAtMs: 2_100 } });
    const { offsetMs, uncertaintyMs } = alignClocks(499_000, [silent]);
    expect(offsetMs).toBe(499_500);
    expect(uncertaintyMs).toBeCloseTo(500.21, 6);
  });
});

describe('what nobody saw', () => {
  test('a complete history has no holes', () => {
    const merged = mergeSegments([log([chunk(1, [1, 2]), chunk(2, [3], { end: 'stopped' })])], 504_000, false);
    expect(summary(merged)).toEqual([
      [1, 501_000, 501_010, 'ok'],
      [2, 502_000, 502_010, 'ok'],
      [3, 503_000, 503_010, 'ok'],
    ]);
    expect(merged.fencing).toBeUndefined();
  });

  test('a chunk that is missing is as many unknown writes as numbers are missing', () => {
    const merged = mergeSegments([log([chunk(1, [1, 2]), chunk(3, [5, 6], { end: 'stopped' })])], 506_500, false);
    expect(summary(merged)).toEqual([
      [1, 501_000, 501_010, 'ok'],
      [2, 502_000, 502_010, 'ok'],
      [3, 502_010, 505_000, 'unknown'],
      [4, 502_010, 505_000, 'unknown'],
      [5, 505_000, 505_010, 'ok'],
      [6, 506_000, 506_010, 'ok'],
    ]);
    const measured = measure({
      runId: 'r',
      intervalMs: 1_000,
      attempts: merged.writes,
      marks: [],
      // Both unseen writes happened; one of them is gone.
      survivors: [1, 2, 3, 5, 6],
    });
    expect(measured.writes).toEqual({ attempted: 6, ok: 4, fail: 0, unknown: 2 });
    expect(measured.loss).toMatchObject({ lost: [], rpoMs: 0, recovered: 1, undetermined: 1 });
    // If number 4 had been acknowledged, it would be lost: the bound says so.
    expect(measured.loss?.rpoUpperBoundMs).toBe(2_990);
    expect(measured.resolutionMs).toBe(2_990);
    // For all anybody knows the database was away meanwhile.
    expect(measured.rtoMs).toBe(3_000);
  });

  test('the first chunk can be missing too', () => {
    const merged = mergeSegments([log([chunk(2, [3, 4], { end: 'stopped' })])], 504_500, false);
    expect(summary(merged).slice(0, 3)).toEqual([
      [1, 500_000, 503_000, 'unknown'],
      [2, 500_000, 503_000, 'unknown'],
      [3, 503_000, 503_010, 'ok'],
    ]);
  });

  test('a segment without an end may have gone on until the drill stopped', () => {
    const merged = mergeSegments([log([chunk(1, [1, 2])])], 509_000, false);
    expect(summary(merged).at(-1)).toEqual([3, 502_010, 509_000, 'unknown']);
  });

  test('a segment that ended in time, without a successor, leaves a hole as well', () => {
    const merged = mergeSegments([log([chunk(1, [1, 2], { end: 'time' })])], 509_000, false);
    expect(summary(merged).at(-1)).toEqual([3, 502_010, 509_000, 'unknown']);
  });

  test('a handover is no hole', () => {
    const merged = mergeSegments(
      [log([chunk(1, [1, 2], { end: 'time' })]), log([chunk(1, [3, 4], { firstSeq: 3, end: 'stopped' })], 2)],
      504_500,
      false,
    );
    expect(merged.writes.map(({ seq, isInferred }) => [seq, isInferred])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, undefined],
      [4, undefined],
    ]);
  });

  test('segments that overlap, because the silent one was alive, are both heard', () => {
    // Its chunks were late: the drill had started another one, which began at 20,002.
    const late = log([chunk(1, [1, 2]), chunk(2, [3, 4], { end: 'time' })]);
    const other = { ...write(4), seq: 20_003, startedMs: 3_500, endedMs: 3_510 };
    const replacement = log([chunk(1, [3], { firstSeq: 20_003, writes: [other], end: 'stopped' })], 2);
    const merged = mergeSegments([late, replacement], 505_000, false);
    expect(merged.writes.map(({ seq }) => seq)).toEqual([1, 2, 3, 20_003, 4]);
    expect(merged.writes.some(({ isInferred }) => isInferred)).toBe(false);
  });

  test('a hole at the very end does not make an outage that was over endless', () => {
    const merged = mergeSegments([log([chunk(1, [1, 2, 3])])], 503_500, false);
    const { rtoMs, resolutionMs } = measure({
      runId: 'r',
      intervalMs: 1_000,
      attempts: merged.writes,
      marks: [],
      survivors: undefined,
    });
    expect(rtoMs).toBe(0);
    expect(resolutionMs).toBe(1_000);
  });
});

test('ranges', () => {
  expect(toRanges([1, 2, 3, 7, 9, 10])).toEqual([
    [1, 3],
    [7, 7],
    [9, 10],
  ]);
  expect(toRanges([])).toEqual([]);
  expect(
    fromRanges([
      [1, 3],
      [7, 7],
      [9, 10],
    ]),
  ).toEqual([1, 2, 3, 7, 9, 10]);
});
