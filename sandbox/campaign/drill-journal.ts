import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

const attemptSchema = z.object({
  type: z.literal('attempt'),
  runId: z.string(),
  seq: z.number(),
  startedMs: z.number(),
  endedMs: z.number(),
  outcome: z.enum(['ok', 'fail', 'unknown']),
});
const lineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('phase'), phase: z.string(), atMs: z.number(), wallClock: z.string() }),
  attemptSchema,
  z.object({ type: z.literal('mark'), runId: z.string(), name: z.string(), atMs: z.number() }),
]);

export type JournalLine = z.infer<typeof lineSchema>;
export type JournalAttempt = z.infer<typeof attemptSchema>;

/**
 * What a drill wrote down while it ran, read from outside while it runs or after it was killed. A last line that a kill cut off is not one.
 */
export function readJournal(directory: string): readonly JournalLine[] {
  return journalFiles(directory).flatMap((file) =>
    readFileSync(join(directory, file), 'utf8')
      .split('\n')
      .slice(0, -1)
      .flatMap((line) => {
        const read = lineSchema.safeParse(parse(line));
        return read.success ? [read.data] : [];
      }),
  );
}

export function attemptsOf(lines: readonly JournalLine[], runId: string): readonly JournalAttempt[] {
  return lines.filter((line) => line.type === 'attempt').filter((attempt) => attempt.runId === runId);
}

/** The run that writes now. */
export function lastRunId(lines: readonly JournalLine[]): string | undefined {
  return lines.findLast((line) => line.type === 'attempt')?.runId;
}

/** @throws Error after `limitMs` */
export async function untilJournal(
  directory: string,
  holds: (lines: readonly JournalLine[]) => boolean,
  limitMs: number,
): Promise<void> {
  const giveUpAtMs = performance.now() + limitMs;
  while (!holds(readJournal(directory))) {
    if (performance.now() > giveUpAtMs) throw new Error(`${directory} never held what was waited for`);
    await delay(10);
  }
}

function journalFiles(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((file) => file.endsWith('.journal.jsonl'))
      .sort();
  } catch {
    // The drill has not come so far.
    return [];
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
