import { z } from 'zod';
import { SECTIONS } from '../../ports/content';

/** Of 64 bits, as text. */
const transactionId = z.string().regex(/^\d{1,20}$/);

/**
 * What can be asked about the content of a database, in pieces that are answered within the limit of one statement each: the function inside
 * the VPC is asked by a call that waits for half a minute at most.
 */
export const contentQuestion = z.discriminatedUnion('about', [
  z.strictObject({ about: z.literal('catalog') }),
  z.strictObject({
    about: z.literal('table'),
    table: z.string().regex(/^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/),
    horizon: transactionId,
  }),
  /** Of a restored copy only: it reads the whole index and its table. */
  z.strictObject({
    about: z.literal('index'),
    schema: z.string().min(1).max(63),
    name: z.string().min(1).max(63),
  }),
]);
export type ContentQuestion = z.infer<typeof contentQuestion>;

const count = z.number().int().nonnegative();
const wholeText = z.string().regex(/^-?\d+$/);

export const sectionAnswer = z.strictObject({
  count,
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  objects: z.record(z.string(), z.string()).nullable(),
});

export const catalogAnswer = z.strictObject({
  horizon: transactionId,
  sections: z.record(z.enum(SECTIONS), sectionAnswer),
  sequences: z.array(
    z.strictObject({
      name: z.string(),
      lastValue: wholeText.nullable(),
      increment: wholeText,
      columnEdge: wholeText.nullable(),
    }),
  ),
  newestHeartbeatMs: z.number().nullable(),
});

export const indexNames = z.array(z.strictObject({ schema: z.string(), name: z.string() }));

export const tableAnswer = z.discriminatedUnion('state', [
  z.strictObject({
    table: z.string(),
    state: z.literal('read'),
    extent: z.enum(['all', 'sample']),
    buckets: z.record(z.string(), z.strictObject({ rows: count, sum: wholeText })),
    younger: count,
    indexes: indexNames,
  }),
  z.strictObject({ table: z.string(), state: z.enum(['missing', 'refused', 'not-read']), reason: z.string() }),
]);

export const indexAnswer = z.strictObject({
  index: z.string(),
  outcome: z.enum(['passed', 'failed', 'unknown']),
  detail: z.string(),
});
