import { z } from 'zod';
import { DRILL_KINDS, type DrillKind } from '../drill/kinds';
import type { ObjectStore } from '../ports/object-store';

/** The last drill of a kind, as the pipeline remembers it; the full report is elsewhere. */
const drillRecordSchema = z.strictObject({
  kind: z.enum(DRILL_KINDS),
  verdict: z.enum(['passed', 'failed', 'inconclusive', 'not-run']),
  finishedAt: z.iso.datetime(),
  /** In seconds; absent when not measured. */
  rpoSeconds: z.number().nonnegative().optional(),
  rtoSeconds: z.number().nonnegative().optional(),
  detectionSeconds: z.number().nonnegative().optional(),
  /** The workflow run. */
  runUrl: z.url({ protocol: /^https?$/ }).optional(),
});

export type DrillRecord = z.infer<typeof drillRecordSchema>;

/** What is kept is not a record of a drill. */
export class DrillRecordError extends Error {
  override readonly name = 'DrillRecordError';
}

/** Remembers a drill in the place of the one before it. */
export async function rememberDrill(store: ObjectStore, environment: string, record: DrillRecord): Promise<void> {
  await store.replace(keyOf(environment, record.kind), JSON.stringify(drillRecordSchema.parse(record)));
}

/** The last drill of each kind that has ever run. @throws DrillRecordError */
export async function lastDrills(store: ObjectStore, environment: string): Promise<readonly DrillRecord[]> {
  const records: DrillRecord[] = [];
  for (const kind of DRILL_KINDS) {
    const key = keyOf(environment, kind);
    const text = await store.read(key);
    if (text !== undefined) records.push(parse(key, kind, text));
  }
  return records;
}

function keyOf(environment: string, kind: DrillKind): string {
  return `drills/${environment}/${kind}.json`;
}

function parse(key: string, kind: DrillKind, text: string): DrillRecord {
  try {
    // A switchover that passed must not stand for a restore that never ran.
    return drillRecordSchema.extend({ kind: z.literal(kind) }).parse(JSON.parse(text));
  } catch (cause) {
    throw new DrillRecordError(`${key} in the state bucket is not a record of a drill; remove it and drill again`, {
      cause,
    });
  }
}
