import type { History } from '../drill/history';
import type { EvidenceDocument, MeasuredMoveEvidence } from '../evidence/document';
import { objectiveRows, readRows, writeRows } from '../report/drill-facts';
import { facts, table, verdictBadge } from './elements';
import { html, type Html, NOTHING } from './html';
import { timelineChart } from './timeline-chart';
import { timelineData } from './timeline-data';

/** One move of the writer role: its numbers, and what every attempt came to. */
export function moveSection(
  index: number,
  move: MeasuredMoveEvidence,
  objectives: EvidenceDocument['objectives'],
  history: History | undefined,
): Html {
  const name = `${move.label.charAt(0).toUpperCase()}${move.label.slice(1)}`;
  const reads = readRows(move);
  return html`<h2>${name}: ${move.fromRegion} to ${move.toRegion}</h2>
    <p>${verdictBadge(move.verdict)}</p>
    ${table({
      caption: `${name}: objectives and measurements`,
      header: ['number', 'objective', 'measured', 'note'],
      rows: objectiveRows(move, objectives),
    })}
    ${chart(index, name, history)} ${facts(`${name}: writes`, writeRows(move))}
    ${reads.length === 0 ? NOTHING : table({ caption: `${name}: reads through the reader endpoints`, header: ['region', 'replica', 'answers'], rows: reads, numbers: [2] })}
    <p class="note">Heartbeats <code>${move.runId}</code></p>`;
}

function chart(index: number, name: string, history: History | undefined): Html {
  const data = history === undefined ? undefined : timelineData(history);
  return data === undefined
    ? html`<p class="note">No picture: the raw history of this move is not at hand.</p>`
    : timelineChart(`move-${index + 1}`, name, data);
}
