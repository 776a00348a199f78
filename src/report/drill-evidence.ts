import type { EvidenceDocument } from '../evidence/document';
import { conductRows, ENTRY_NOTE, scopeRows } from './drill-facts';
import { renderMove } from './drill-move';
import { renderDetection, renderRestores, renderRotation } from './drill-parts';
import { DOES_NOT_PROVE, durationOf, PROVES, reasonsOf, seconds, VERDICT_MARK } from './drill-words';
import { code, count, footer, sentence } from './inline';
import { htmlText, tableHead, tableRow } from './markdown-table';

/** Where the document is in the chain of its environment. */
export interface ChainPlace {
  readonly number: number;
  /** Of the bytes of the entry, which holds the digests of document, history and the entry before. */
  readonly sha256: string;
}

/** Rows of a folded table that are shown; a document has no limit, the page of a run has. */
const LONGEST_TABLE = 300;

/**
 * Renders the evidence of one drill as Markdown: the verdict and why, what was measured against what, and what it does not prove.
 *
 * @param place `undefined` while the document is not in the chain, which the text then says
 */
export function renderDrill(document: EvidenceDocument, place: ChainPlace | undefined): string {
  const { kind, verdict, environment, conduct } = document;
  return [
    `## ${VERDICT_MARK[verdict]}: ${kind} drill of ${code(environment)}`,
    `${code(document.startedAt)}, ${seconds(durationOf(document))} in all; exercise ${code(document.exerciseId)}`,
    reasonsOf(document)
      .map((reason) => `- ${sentence(reason)}`)
      .join('\n'),
    interruption(document),
    ...document.moves.map((move) => renderMove(move, document.objectives)),
    renderRestores(document.restores),
    renderDetection(document),
    renderRotation(document.rotation),
    preflight(document),
    folded(
      `Timeline: ${count(document.timeline.length, 'moment')}`,
      ['since the start', 'UTC', 'source', 'what'],
      document.timeline.map(({ sinceStartMs, at, source, what }) => [seconds(sinceStartMs), at, source, what]),
    ),
    folded(
      `Orders given to AWS: ${document.awsCalls.length}`,
      ['UTC', 'service', 'operation', 'region', 'request id, as in CloudTrail'],
      document.awsCalls.map(({ at, service, operation, region, requestId }) => [
        at,
        service,
        operation,
        region,
        requestId,
      ]),
      [4],
    ),
    folded('Scope and conduct', ['', ''], [...scopeRows(document), ...conductRows(document)], [1]),
    `**It shows:** ${PROVES[kind]}\n**It does not prove:** ${DOES_NOT_PROVE[kind]}`,
    chain(document, place),
    footer({ commit: conduct.commit, runUrl: conduct.runUrl }),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

function interruption({ interruption: broken }: EvidenceDocument): string {
  if (broken === undefined) return '';
  const lines = [
    `It was broken off in: ${sentence(broken.brokenOffIn)}.`,
    ...(broken.recoveredBy === undefined ? [] : [`Recovered by: ${sentence(broken.recoveredBy)}.`]),
    ...(broken.needsHuman === undefined ? [] : [`**⚠️ A human is needed:** ${sentence(broken.needsHuman)}`]),
  ];
  return lines.map((line) => `> ${line}`).join('\n>\n');
}

function preflight({ preflight: guards }: EvidenceDocument): string {
  if (guards.length === 0) return 'No guard of the preflight was looked at.';
  const passed = guards.filter(({ outcome }) => outcome === 'passed').length;
  return folded(
    `Preflight: ${passed} of ${count(guards.length, 'guard')} passed`,
    ['guard', 'outcome', 'seen', 'needed'],
    guards.map(({ guard, outcome, value, limit }) => [guard, outcome, value, limit]),
  );
}

function chain({ rawHistory }: EvidenceDocument, place: ChainPlace | undefined): string {
  const rows = [
    ...(place === undefined
      ? []
      : [
          ['entry in the chain', String(place.number)],
          ['SHA-256 of the entry', place.sha256],
        ]),
    ...(rawHistory === undefined
      ? []
      : [
          ['raw history', rawHistory.file],
          ['its size', `${rawHistory.bytes} bytes`],
          ['SHA-256 of the raw history', rawHistory.sha256],
        ]),
  ].map(([name = '', value = '']) => `| ${name} | ${code(value)} |`);
  const head = '### Evidence';
  if (place === undefined) {
    return [
      `${head}\n\n⚠️ This drill is not in the chain of evidence.`,
      ...(rows.length === 0 ? [] : [rowsOf(rows)]),
    ].join('\n\n');
  }
  return `${head}\n\n${rowsOf(rows)}\n\n<sub>${ENTRY_NOTE}</sub>`;
}

function rowsOf(rows: readonly string[]): string {
  return ['| | |', '| --- | --- |', ...rows].join('\n');
}

/** @param names columns that are to be copied as they are: ids and digests */
function folded(
  title: string,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  names: readonly number[] = [],
): string {
  if (rows.length === 0) return '';
  const shown = rows
    .slice(0, LONGEST_TABLE)
    .map((cells) => tableRow(cells.map((cell, column) => (names.includes(column) ? code(cell) : sentence(cell)))));
  const rest = rows.length - shown.length;
  return [
    `<details><summary>${htmlText(title)}</summary>`,
    [tableHead(header), ...shown].join('\n'),
    ...(rest === 0 ? [] : [`… and ${rest} more, in the document.`]),
    '</details>',
  ].join('\n\n');
}
