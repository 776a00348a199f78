import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { evidenceSchema } from '../../src/evidence/document';

/** One measured move, as the report of a drill tells it. */
export interface ReportedMove {
  readonly label: string;
  readonly runId: string;
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly rtoMs: number | undefined;
  readonly detectionMs: number | undefined;
  readonly resolutionMs: number;
  readonly lost: number | undefined;
  readonly lostIsSuffix: boolean | undefined;
  readonly phantom: number | undefined;
  /** Acknowledged by the old writer after the new one had taken over; `undefined` when that was not measured. */
  readonly splitBrain: number | undefined;
}

export interface DrillReport {
  readonly exerciseId: string;
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly moves: readonly ReportedMove[];
}

/** What a drill reported; `undefined` when it did not come to report. */
export function readDrillReport(directory: string): DrillReport | undefined {
  if (!existsSync(directory)) return undefined;
  const found = readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .map((file): unknown => JSON.parse(readFileSync(join(directory, file), 'utf8')))
    .map((document) => evidenceSchema.safeParse(document).data)
    .find((document) => document !== undefined);
  if (found === undefined) return undefined;
  return {
    exerciseId: found.exerciseId,
    verdict: found.verdict,
    reasons: found.reasons,
    moves: found.moves.map(toMove),
  };
}

function toMove(move: z.infer<typeof evidenceSchema>['moves'][number]): ReportedMove {
  const { label, runId, verdict, reasons, rtoMs, detectionMs, resolutionMs, loss, splitBrain } = move;
  return {
    label,
    runId,
    verdict,
    reasons,
    rtoMs,
    detectionMs,
    resolutionMs,
    lost: loss?.lost,
    lostIsSuffix: loss?.lostIsSuffix,
    phantom: loss?.phantom,
    splitBrain: splitBrain?.acknowledged,
  };
}
