import type { Attempt } from '../drill/history';
import type { JournalRecord } from '../drill/journal';
import type { DrillResult, MeasuredRun } from '../drill/result';
import type { Digest } from '../ports/evidence-signer';
import type { EvidenceContext } from './context';
import { evidenceSchema, type EvidenceDocument } from './document';
import { historyText, type OtherAttempts } from './history-file';
import { fileName } from './layout';
import { toMoveEvidence } from './moves';
import { atOf, timeline } from './timeline';

export interface Evidence {
  readonly document: EvidenceDocument;
  /** The raw history as one JSON text, whose digest is in the document; `undefined` when nothing was measured. */
  readonly history: string | undefined;
}

/**
 * Makes the evidence of a drill of any kind, also of one that was not run.
 *
 * @throws z.ZodError when a number in it is none, which would be a mistake of ours: nothing that cannot be read again is stored
 */
export function toEvidence(result: DrillResult, context: EvidenceContext, digest: Digest): Evidence {
  const { exerciseId, startedAt, startedMs } = context;
  const origin = { at: startedAt, ms: startedMs };
  const { runs } = result;
  const otherAttempts = attemptsOfNoRun(context.journal, runs);
  const isAnythingMeasured = runs.length > 0 || otherAttempts.length > 0;
  const history = isAnythingMeasured ? historyText({ exerciseId, startedMs, runs, otherAttempts }) : undefined;
  const document: EvidenceDocument = {
    formatVersion: 2,
    exerciseId,
    kind: result.kind,
    environment: context.environment,
    verdict: result.verdict,
    reasons: [...result.reasons],
    startedAt: startedAt.toISOString(),
    finishedAt: atOf(Math.max(0, context.finishedMs - startedMs), origin),
    scope: context.scope,
    conduct: context.conduct,
    objectives: context.objectives,
    preflight: [...result.guards],
    timeline: timeline(context.journal, result.runs, origin),
    moves: result.runs.map(toMoveEvidence),
    restores: [...result.restores],
    ...(result.detection === undefined ? {} : { detection: result.detection }),
    ...(result.rotation === undefined ? {} : { rotation: result.rotation }),
    awsCalls: context.awsCalls.map(({ atMs, ...call }) => ({
      at: atOf(Math.max(0, atMs - startedMs), origin),
      ...call,
    })),
    ...(context.interruption === undefined ? {} : { interruption: context.interruption }),
    ...(history === undefined ? {} : { rawHistory: rawHistory(exerciseId, history, digest) }),
  };
  return { document: evidenceSchema.parse(document), history };
}

function attemptsOfNoRun(journal: readonly JournalRecord[], runs: readonly MeasuredRun[]): readonly OtherAttempts[] {
  const measured = new Set(runs.map(({ history }) => history.runId));
  const others = new Map<string, Attempt[]>();
  for (const record of journal) {
    if (record.type !== 'attempt' || measured.has(record.runId)) continue;
    const { runId, seq, startedMs, endedMs, outcome, instance, detail, isInferred } = record;
    const attempts = others.get(runId) ?? [];
    others.set(runId, attempts);
    attempts.push({
      seq,
      startedMs,
      endedMs,
      outcome,
      ...(instance === undefined ? {} : { instance }),
      ...(detail === undefined ? {} : { detail }),
      ...(isInferred === undefined ? {} : { isInferred }),
    });
  }
  return [...others].map(([runId, attempts]) => ({ runId, attempts }));
}

function rawHistory(exerciseId: string, history: string, digest: Digest): EvidenceDocument['rawHistory'] {
  return {
    file: fileName('histories', exerciseId, history, digest),
    sha256: digest(history),
    bytes: new TextEncoder().encode(history).length,
  };
}

/** What is stored of a document. */
export function documentText(document: EvidenceDocument): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
