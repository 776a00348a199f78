import type { EvidenceDocument } from '../evidence/document';
import { detectionRows, restoreRows, rotationRows } from '../report/drill-facts';
import { facts, table } from './elements';
import { html, type Html, NOTHING } from './html';

const RESTORED_FROM = { 'point-in-time': 'Restored to a point in time', snapshot: 'Restored from a snapshot' } as const;
const OUTCOME_CLASS = { passed: 'passed', failed: 'failed', unknown: 'inconclusive' } as const;

export function restoreSections(restores: EvidenceDocument['restores']): Html {
  return html`${restores.map(
    (restore) =>
      html`<h2>${RESTORED_FROM[restore.from]}</h2>
        ${facts(`${RESTORED_FROM[restore.from]}: what was found`, restoreRows(restore))}
        ${
          restore.checks.length === 0
            ? html`<p class="box doubt">Nothing but the heartbeats was compared.</p>`
            : table({
                caption: `${RESTORED_FROM[restore.from]}: what was compared with the original`,
                header: ['check', 'outcome', 'found', 'expected'],
                rows: restore.checks.map(({ check, outcome, value, expected }) => [
                  check,
                  html`<strong class="${OUTCOME_CLASS[outcome]}">${outcome}</strong>`,
                  value,
                  expected,
                ]),
              })
        }`,
  )}`;
}

export function detectionSection(document: EvidenceDocument): Html {
  const rows = detectionRows(document);
  return rows.length === 0
    ? NOTHING
    : html`<h2>Detection</h2>
        ${facts('What the controller noticed', rows)}`;
}

export function rotationSection(rotation: EvidenceDocument['rotation']): Html {
  if (rotation === undefined) return NOTHING;
  return html`<h2>Rotation, with the writer in ${rotation.region}</h2>
    ${
      rotation.secrets.length === 0
        ? html`<p class="box doubt">No secret was rotated.</p>`
        : table({
            caption: 'Secrets that were rotated',
            header: ['secret', 'rotated in', 'new password logs in', 'old one refused', 'error'],
            rows: rotationRows(rotation),
            isWide: true,
          })
    }`;
}
