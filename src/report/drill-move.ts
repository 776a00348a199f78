import type { EvidenceDocument, MeasuredMoveEvidence } from '../evidence/document';
import { objectiveRows, readRows, writeRows } from './drill-facts';
import { VERDICT_MARK } from './drill-words';
import { code, sentence } from './inline';
import { table } from './markdown-table';

/** One move of the writer role, as Markdown. */
export function renderMove(move: MeasuredMoveEvidence, objectives: EvidenceDocument['objectives']): string {
  const reads = readRows(move);
  return [
    `### ${VERDICT_MARK[move.verdict]}: ${move.label}, ${sentence(move.fromRegion)} → ${sentence(move.toRegion)}`,
    table(['', 'objective', 'measured', 'note'], objectiveRows(move, objectives)),
    table(['writes', ''], writeRows(move)),
    reads.length === 0 ? '' : table(['reads through', 'replica', 'answers'], reads),
    `<sub>Heartbeats ${code(move.runId)}</sub>`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
