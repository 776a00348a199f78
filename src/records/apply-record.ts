import { z } from 'zod';
import type { ObjectStore } from '../ports/object-store';

/**
 * How the apply of one commit went. `started`: it is going on, or was killed. `applied`, `nothing` (there was nothing to change), `stopped`
 * (not begun, for a reason) and `failed` (begun, and ended half-way) are ends.
 */
const applyRecordSchema = z.strictObject({
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  pullRequest: z.number().int().positive().optional(),
  state: z.enum(['started', 'applied', 'nothing', 'stopped', 'failed']),
  /** Wall-clock time of this state. */
  at: z.iso.datetime(),
  /** The workflow run. */
  runUrl: z.string().optional(),
  /** SHA-256 of the plan file that was applied. */
  planDigest: z.string().optional(),
  reason: z.string().max(2_000).optional(),
});

export type ApplyRecord = z.infer<typeof applyRecordSchema>;

/** What is kept is not a record of an apply. */
export class ApplyRecordError extends Error {
  override readonly name = 'ApplyRecordError';
}

/** Writes the record of a commit in the place of the one before it. */
export async function rememberApply(store: ObjectStore, environment: string, record: ApplyRecord): Promise<void> {
  await store.replace(keyOf(environment, record.commit), JSON.stringify(applyRecordSchema.parse(record)));
}

/** How the apply of a commit went; `undefined` when it was never begun. @throws ApplyRecordError */
export async function applyOf(
  store: ObjectStore,
  environment: string,
  commit: string,
): Promise<ApplyRecord | undefined> {
  const key = keyOf(environment, commit);
  const text = await store.read(key);
  if (text === undefined) return undefined;
  try {
    return applyRecordSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ApplyRecordError(
      `${key} in the state bucket is not a record of an apply; remove it and run the job again`,
      {
        cause,
      },
    );
  }
}

function keyOf(environment: string, commit: string): string {
  return `applies/${environment}/${commit}.json`;
}
