import { z } from 'zod';
import type { Attempt, Read } from '../history';

/**
 * The history of a run as objects in a bucket: each call of the function (a segment) writes numbered chunks, about one a second, and
 * never one over another. What is in a chunk cannot be lost any more, whatever becomes of the function.
 */

const FORMAT_VERSION = 1;

const attempt = {
  seq: z.number().int().positive(),
  startedMs: z.number(),
  endedMs: z.number(),
  outcome: z.enum(['ok', 'fail', 'unknown']),
  instance: z.string().exactOptional(),
  detail: z.string().exactOptional(),
};
const header = z.strictObject({
  type: z.literal('chunk'),
  formatVersion: z.literal(FORMAT_VERSION),
  number: z.number().int().positive(),
  firstSeq: z.number().int().positive(),
  startedAtMs: z.number(),
  sentAtMs: z.number(),
  beacon: z.strictObject({ sentAtMs: z.number(), seenAtMs: z.number() }).exactOptional(),
});
const line = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('write'), ...attempt }),
  z.strictObject({ type: z.literal('fencing'), ...attempt }),
  z.strictObject({
    type: z.literal('read'),
    region: z.string(),
    startedMs: z.number(),
    endedMs: z.number(),
    outcome: z.enum(['ok', 'fail']),
    instance: z.string().exactOptional(),
    detail: z.string().exactOptional(),
  }),
  z.strictObject({ type: z.literal('end'), reason: z.enum(['stopped', 'time']) }),
]);

/** All times are of the function's own monotonic clock, in ms. */
export interface Chunk {
  /** From 1, without gaps. */
  readonly number: number;
  /** Number of the first write of the segment. */
  readonly firstSeq: number;
  /** When the function began. */
  readonly startedAtMs: number;
  /** Just before the chunk was sent for the first time. Whatever ended before is in this chunk or an earlier one. */
  readonly sentAtMs: number;
  /** The newest beacon of the drill that was seen: when it was sent, by the drill's clock, and when it was seen, by the function's. */
  readonly beacon?: { readonly sentAtMs: number; readonly seenAtMs: number };
  readonly writes: readonly Attempt[];
  readonly fencing: readonly Attempt[];
  readonly reads: readonly Read[];
  /** Set on the last chunk: the segment ended of its own accord, and everything it did is known. */
  readonly end?: 'stopped' | 'time';
}

/** A chunk cannot be understood. */
export class ChunkFormatError extends Error {
  override readonly name = 'ChunkFormatError';
}

/** One JSON object in each line, the first describes the chunk. */
export function encodeChunk({ writes, fencing, reads, end, ...head }: Chunk): string {
  const lines = [
    { type: 'chunk', formatVersion: FORMAT_VERSION, ...head },
    ...writes.map((write) => ({ type: 'write', ...write })),
    ...fencing.map((write) => ({ type: 'fencing', ...write })),
    ...reads.map((read) => ({ type: 'read', ...read })),
    ...(end === undefined ? [] : [{ type: 'end', reason: end }]),
  ];
  return lines.map((object) => `${JSON.stringify(object)}\n`).join('');
}

/** @throws ChunkFormatError that names the key and the line */
export function parseChunk(text: string, key: string): Chunk {
  const [first = '', ...others] = text.trimEnd().split('\n');
  const { number, firstSeq, startedAtMs, sentAtMs, beacon } = parseLine(header, first, key, 1);
  const writes: Attempt[] = [];
  const fencing: Attempt[] = [];
  const reads: Read[] = [];
  let end: Chunk['end'];
  for (const [index, other] of others.entries()) {
    const record = parseLine(line, other, key, index + 2);
    switch (record.type) {
      case 'write':
      case 'fencing': {
        const { type, ...write } = record;
        (type === 'write' ? writes : fencing).push(write);
        break;
      }
      case 'read': {
        const { region, startedMs, endedMs, outcome, instance, detail } = record;
        reads.push({
          region,
          startedMs,
          endedMs,
          outcome,
          ...(instance === undefined ? {} : { instance }),
          ...(detail === undefined ? {} : { detail }),
        });
        break;
      }
      case 'end':
        end = record.reason;
    }
  }
  return {
    number,
    firstSeq,
    startedAtMs,
    sentAtMs,
    writes,
    fencing,
    reads,
    ...(beacon === undefined ? {} : { beacon }),
    ...(end === undefined ? {} : { end }),
  };
}

function parseLine<T>(schema: z.ZodType<T>, text: string, key: string, number: number): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ChunkFormatError(`${key}, line ${number}: not JSON`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new ChunkFormatError(`${key}, line ${number}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

const padded = (number: number, digits: number) => String(number).padStart(digits, '0');
const segmentPrefix = (runId: string, segment: number) => `runs/${runId}/segment-${padded(segment, 3)}/`;

/** Where the objects of a run are. Numbers are padded, so that keys sort as they were written. */
export const keys = {
  chunks: (runId: string, segment: number) => `${segmentPrefix(runId, segment)}chunk-`,
  chunk: (runId: string, segment: number, number: number) =>
    `${keys.chunks(runId, segment)}${padded(number, 6)}.ndjson`,
  /** Whoever writes it first may write the segment: Lambda can deliver a request twice. */
  claim: (runId: string, segment: number) => `${segmentPrefix(runId, segment)}claim.json`,
  /** Where the numbering goes on after this segment. */
  handover: (runId: string, segment: number) => `${segmentPrefix(runId, segment)}handover.json`,
  beacon: (runId: string) => `runs/${runId}/beacon.json`,
  /** Once it exists, every segment of the run ends. */
  stop: (runId: string) => `runs/${runId}/stop.json`,
};

const claim = z.strictObject({ owner: z.string() });
const handover = z.strictObject({ nextSeq: z.number().int().positive() });
const beacon = z.strictObject({ sentAtMs: z.number() });

export const parseClaim = (text: string, key: string) => parseLine(claim, text, key, 1);
export const parseHandover = (text: string, key: string) => parseLine(handover, text, key, 1);
export const parseBeacon = (text: string, key: string) => parseLine(beacon, text, key, 1);
