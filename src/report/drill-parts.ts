import type { EvidenceDocument } from '../evidence/document';
import { detectionRows, restoreRows, rotationRows } from './drill-facts';
import { sentence } from './inline';
import { table } from './markdown-table';

const RESTORED_FROM = { 'point-in-time': 'Restored to a point in time', snapshot: 'Restored from a snapshot' } as const;
const OUTCOME_MARK = { passed: '✅ passed', failed: '❌ failed', unknown: '❔ unknown' } as const;

/** What was restored and how it compares, as Markdown; empty when nothing was. */
export function renderRestores(restores: EvidenceDocument['restores']): string {
  return restores
    .flatMap((restore) => [
      `### ${RESTORED_FROM[restore.from]}`,
      table(['', ''], restoreRows(restore)),
      ...(restore.checks.length === 0
        ? ['⚠️ Nothing but the heartbeats was compared.']
        : [
            table(
              ['check', 'outcome', 'found', 'expected'],
              restore.checks.map(({ check, outcome, value, expected }) => [
                check,
                OUTCOME_MARK[outcome],
                value,
                expected,
              ]),
            ),
          ]),
    ])
    .join('\n\n');
}

export function renderDetection(document: EvidenceDocument): string {
  const rows = detectionRows(document);
  return rows.length === 0 ? '' : `### Detection\n\n${table(['', ''], rows)}`;
}

export function renderRotation(rotation: EvidenceDocument['rotation']): string {
  if (rotation === undefined) return '';
  const head = `### Rotation, with the writer in ${sentence(rotation.region)}`;
  const rows = rotationRows(rotation);
  return rows.length === 0
    ? `${head}\n\n⚠️ No secret was rotated.`
    : `${head}\n\n${table(['secret', 'rotated in', 'new password logs in', 'old one refused', 'error'], rows)}`;
}
