import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
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
    .map((document) => evidenceSchema.safeParse(document).data ?? firstFormat.safeParse(document).data)
    .find((document) => document !== undefined);
  if (found === undefined) return undefined;
  return {
    verdict: found.verdict,
    reasons: found.reasons,
    moves: 'moves' in found ? found.moves.map(toMove) : found.runs,
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

/** The report as it was before there was an evidence document. */
const firstFormat = z.object({
  formatVersion: z.literal(1),
  verdict: z.string(),
  reasons: z.array(z.string()),
  runs: z
    .array(
      z
        .object({
          label: z.string(),
          verdict: z.string(),
          reasons: z.array(z.string()),
          history: z.object({ runId: z.string() }),
          measurement: z.object({
            rtoMs: z.number().optional(),
            detectionMs: z.number().optional(),
            resolutionMs: z.number(),
            loss: z
              .object({ lost: z.array(z.number()), phantom: z.array(z.number()), lostIsSuffix: z.boolean() })
              .optional(),
            splitBrain: z.object({ acknowledged: z.number() }).optional(),
          }),
        })
        .transform(({ label, verdict, reasons, history, measurement }): ReportedMove => ({
          label,
          runId: history.runId,
          verdict,
          reasons,
          rtoMs: measurement.rtoMs,
          detectionMs: measurement.detectionMs,
          resolutionMs: measurement.resolutionMs,
          lost: measurement.loss?.lost.length,
          lostIsSuffix: measurement.loss?.lostIsSuffix,
          phantom: measurement.loss?.phantom.length,
          splitBrain: measurement.splitBrain?.acknowledged,
        })),
    )
    .default([]),
});
