import { DRILL_KINDS, type DrillKind } from '../drill/kinds';
import type { EvidenceDocument } from '../evidence/document';
import type { IssueText } from '../ports/issues';
import type { ChainPlace } from './drill-evidence';
import { objectiveOf, trendOf, TREND_DRILLS, type Trend } from './drill-measures';
import { age, reasonsOf, seconds, VERDICT_MARK, VERDICT_WORD } from './drill-words';
import { code, count, link, minute, sentence } from './inline';
import { htmlText, table, tableHead, tableRow } from './markdown-table';
import { onePart, paragraph, plainSection, type Section } from './parts';
import { cut, visibleLine } from './visible';

/** One link of the chain of an environment, with its document. */
export interface DrillIssueEntry extends ChainPlace {
  readonly document: EvidenceDocument;
}

/**
 * Renders the one issue in which the drills of an environment are followed: the last of each kind, what they come to over time, and where the chain
 * of evidence ends, so that a chain that was cut short is found out by whoever reads here.
 *
 * @param entries of one environment, in the order of the chain
 */
export function renderDrillIssue(environment: string, entries: readonly DrillIssueEntry[], now: Date): IssueText {
  const documents = entries.map(({ document }) => document);
  const last = DRILL_KINDS.flatMap((kind) => entries.findLast(({ document }) => document.kind === kind) ?? []);
  return {
    title: visibleLine(cut(`Drills of ${environment}: ${headline(last)}`, 240)).slice(0, 250),
    body: onePart(
      `## Drills of ${code(environment)}`,
      [
        ...needsHuman(last),
        paragraph(
          entries.length === 0
            ? 'No drill has left evidence yet.'
            : [
                tableHead(['kind', 'last drill', 'verdict', 'measured', 'entry', 'SHA-256 of the entry', 'run']),
                ...DRILL_KINDS.map((kind) => lastRow(kind, last, now)),
              ].join('\n'),
        ),
        head(entries),
        ...DRILL_KINDS.map((kind) => trendOf(kind, documents))
          .filter((trend) => trend.documents.length > 0)
          .map(trendSection),
        // The last, because there may be any number of them.
        ...reasons(last),
      ],
      '<sub>Written by the drill workflow after each drill. Planned and unplanned moves are never one number. p50 and p95 by nearest rank.</sub>',
    ),
  };
}

function headline(last: readonly DrillIssueEntry[]): string {
  if (last.length === 0) return 'none yet';
  const notPassed = last.filter(({ document }) => document.verdict !== 'passed');
  return notPassed.length === 0
    ? 'the last of each kind passed'
    : notPassed.map(({ document }) => `${document.kind} ${VERDICT_WORD[document.verdict]}`).join(', ');
}

function needsHuman(last: readonly DrillIssueEntry[]): readonly Section[] {
  return last.flatMap(({ number, document }) => {
    const what = document.interruption?.needsHuman;
    return what === undefined
      ? []
      : [paragraph(`> **⚠️ A human is needed** (${document.kind} drill, entry ${number}): ${sentence(what)}`)];
  });
}

function lastRow(kind: DrillKind, last: readonly DrillIssueEntry[], now: Date): string {
  const entry = last.find(({ document }) => document.kind === kind);
  if (entry === undefined) return tableRow([kind, 'never', '–', '–', '–', '–', '–']);
  const { document } = entry;
  const { runUrl } = document.conduct;
  return tableRow([
    kind,
    `${minute(document.finishedAt)} (${age(document.finishedAt, now)})`,
    VERDICT_MARK[document.verdict],
    trendOf(kind, [document])
      .rows.map(({ measure, last: value }) => `${sentence(measure.name)} ${seconds(value)}`)
      .join('<br>') || '–',
    String(entry.number),
    code(entry.sha256),
    runUrl === undefined ? '–' : link('run', runUrl),
  ]);
}

function reasons(last: readonly DrillIssueEntry[]): readonly Section[] {
  const pieces = last.flatMap(({ document }) =>
    reasonsOf(document).map((reason) => ({ text: () => `- ${document.kind}: ${sentence(reason)}`, changes: 1 })),
  );
  return pieces.length === 0 ? [] : [{ ...plainSection(pieces), open: '### Why they did not pass\n\n', between: '\n' }];
}

function head(entries: readonly DrillIssueEntry[]): Section {
  const newest = entries.at(-1);
  return paragraph(
    newest === undefined
      ? ''
      : `**The chain ends** at entry ${newest.number}, SHA-256 ${code(newest.sha256)}. GitHub keeps the edits of this text, so it is a second witness: whoever verifies the chain can demand this entry.`,
  );
}

function trendSection(trend: Trend): Section {
  const { kind, documents, verdicts, rows } = trend;
  const came = [
    `${verdicts.passed} passed`,
    ...(['failed', 'inconclusive', 'not-run'] as const)
      .filter((verdict) => verdicts[verdict] > 0)
      .map((verdict) => `${verdicts[verdict]} ${VERDICT_WORD[verdict]}`),
  ].join(', ');
  const scope = documents.length < TREND_DRILLS ? 'all' : 'the last';
  return paragraph(
    [
      `### ${htmlText(kind)}: ${scope} ${count(documents.length, 'drill')}, ${came}`,
      ...(rows.length === 0
        ? ['Nothing was measured.']
        : [
            table(
              ['measured', 'objective', 'N', 'p50', 'p95', 'worst', 'last'],
              rows.map(({ measure, measured, p50, p95, worst, last }) => [
                measure.name,
                objectiveOf(measure, trend),
                String(measured),
                seconds(p50),
                seconds(p95),
                seconds(worst),
                seconds(last),
              ]),
            ),
          ]),
    ].join('\n\n'),
  );
}
