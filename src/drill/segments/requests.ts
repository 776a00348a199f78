import { z } from 'zod';
import { contentQuestion } from '../restore/content-answers';

/**
 * What the probe function is asked to do. A request names no host and carries no password: whoever may invoke the function can make it
 * write heartbeats, and nothing else.
 */

const whole = (minimum: number, maximum: number) => z.number().int().min(minimum).max(maximum);
const region = z.string().regex(/^[a-z]{2}-[a-z]+-\d$/);

/**
 * More writes than one segment can make in Lambda's 15 minutes at the shortest interval of 50 ms (18,000). A segment that takes over from
 * one that fell silent starts so much later, and can never use a number that the silent one may still be using.
 */
export const NUMBERS_OF_A_SEGMENT = 20_000;

/** One function call writes for at most so long, in ms: Lambda ends it after 15 minutes, and its last words take time. */
export const LONGEST_SEGMENT_MS = 13 * 60_000;

export const probeRequest = z.strictObject({
  operation: z.literal('probe'),
  runId: z.uuid(),
  /** 1 for the first call of a run, and one more for each that follows. */
  segment: whole(1, 999),
  /** Where the numbering begins: here, or where the segment before says in its handover. */
  first: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('number'), seq: whole(1, Number.MAX_SAFE_INTEGER) }),
    z.strictObject({ kind: z.literal('handover') }),
  ]),
  forMs: whole(1_000, LONGEST_SEGMENT_MS),
  intervalMs: whole(50, 1_000),
  timeoutMs: whole(100, 5_000),
  fencing: z.strictObject({ runId: z.uuid(), region }).exactOptional(),
  readers: z.array(region).max(2),
});
export type ProbeRequest = z.infer<typeof probeRequest>;

export const functionRequest = z.discriminatedUnion('operation', [
  probeRequest,
  z.strictObject({ operation: z.literal('prepare') }),
  z.strictObject({
    operation: z.literal('survivors'),
    runId: z.uuid(),
    place: z.enum(['writer', 'restored']),
    /** Only numbers above this one: the answer comes in pages. */
    after: whole(0, Number.MAX_SAFE_INTEGER),
  }),
  /** One piece of the content, so that each answer comes within the limits of a call. */
  z.strictObject({ operation: z.literal('inspect'), place: z.enum(['writer', 'restored']), question: contentQuestion }),
  z.strictObject({ operation: z.literal('server-time') }),
  z.strictObject({ operation: z.literal('write-once') }),
  z.strictObject({ operation: z.literal('lag'), region, timeoutMs: whole(100, 5_000) }),
  /** With the password of a secret of the function's own region, which stays there. */
  z.strictObject({
    operation: z.literal('log-in'),
    user: z.enum(['application', 'master']),
    label: z.enum(['AWSCURRENT', 'AWSPREVIOUS']),
  }),
  z.strictObject({ operation: z.literal('clean-up'), runId: z.uuid() }),
]);
export type FunctionRequest = z.infer<typeof functionRequest>;

/** Ranges of numbers, both ends included: 9,000 survivors without a hole are one pair, so that no answer nears Lambda's 6 MB. */
export const survivorsAnswer = z.strictObject({
  ranges: z.array(z.tuple([z.number().int(), z.number().int()])),
  /** Ask again with `after` this number; `null` on the last page. */
  next: z.number().int().nullable(),
});
export type SurvivorsAnswer = z.infer<typeof survivorsAnswer>;

export const serverTimeAnswer = z.strictObject({ ms: z.number() });
/** That nobody can say is an answer too: while a region is lost it is the rule, and must not count as an error of the function. */
export const lagAnswer = z.union([z.strictObject({ lagMs: z.number() }), z.strictObject({ failure: z.string() })]);
export type LagAnswer = z.infer<typeof lagAnswer>;
export const writeOnceAnswer = z.strictObject({ instance: z.string() });
export const logInAnswer = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('logged-in'), instance: z.string() }),
  z.strictObject({ outcome: z.literal('refused') }),
  z.strictObject({ outcome: z.literal('no-password') }),
]);

/** Joins neighbours to ranges. @param numbers in order */
export function toRanges(numbers: readonly number[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const number of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && number === last[1] + 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges;
}

export function fromRanges(ranges: readonly (readonly [number, number])[]): readonly number[] {
  return ranges.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
}
