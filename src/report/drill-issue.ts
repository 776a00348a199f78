import { DRILL_KINDS, type DrillKind } from '../drill/kinds';
import type { EvidenceDocument } from '../evidence/document';
import type { Finding } from '../evidence/finding';
import type { Remembered } from '../evidence/verify';
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

/** What verifying the chain came to. */
export interface DrillIssueChain {
  readonly findings: readonly Finding[];
  /** Where this issue said that the chain ends, before. */
  readonly remembered: Remembered | undefined;
}

/**
 * Renders the one issue in which the drills of an environment are followed: the last of each kind, what they come to over time, and where the chain
 * of evidence ends, so that a chain that was cut short is found out by whoever reads here.
 *
 * @param entries of one environment, in the order of the chain
 */
export function renderDrillIssue(
  environment: string,
  entries: readonly DrillIssueEntry[],
  now: Date,
  chain: DrillIssueChain = { findings: [], remembered: undefined },
): IssueText {
  const problems = chain.findings.filter(({ level }) => level === 'problem');
  const documents = entries.map(({ document }) => document);
  const last = DRILL_KINDS.flatMap((kind) => entries.findLast(({ document }) => document.kind === kind) ?? []);
  return {
    title: visibleLine(
      cut(`Drills of ${environment}: ${problems.length > 0 ? 'the evidence is broken' : headline(last)}`, 240),
    ).slice(0, 250),
    body: onePart(
      `## Drills of ${code(environment)}`,
      [
        ...broken(problems),
        ...needsHuman(last),
        paragraph(
          entries.length === 0
            ? 'No drill has left evidence yet.'
            : [
                tableHead(['kind', 'last drill', 'verdict', 'measured', 'entry', 'SHA-256 of the entry', 'run']),
                ...DRILL_KINDS.map((kind) => lastRow(kind, last, now)),
              ].join('\n'),
        ),
        head(entries, chain.remembered),
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

const END = /^\*\*The chain ends\*\* at entry (\d{1,8}), SHA-256 `([0-9a-f]{64})`/m;

/** An entry that was said here before, and is no longer there, stays: a chain that was cut must not make its witness forget. */
function head(entries: readonly DrillIssueEntry[], remembered: Remembered | undefined): Section {
  const isThere = entries.some(({ number, sha256 }) => number === remembered?.number && sha256 === remembered.sha256);
  const before =
    remembered?.sha256 === undefined || isThere ? undefined : { number: remembered.number, sha256: remembered.sha256 };
  const newest = before ?? entries.at(-1);
  return paragraph(
    newest === undefined
      ? ''
      : `**The chain ends** at entry ${newest.number}, SHA-256 ${code(newest.sha256)}${before === undefined ? '' : ', as was seen before something went wrong'}. GitHub keeps the edits of this text, so it is a second witness: the next verification demands this entry.`,
  );
}

/** What the issue remembers of the chain; `undefined` when it says nothing. */
export function rememberedIn(body: string): Remembered | undefined {
  const [, number, sha256] = END.exec(body) ?? [];
  return number === undefined || sha256 === undefined
    ? undefined
    : { number: Number(number), sha256, by: 'the tracking issue' };
}

function broken(problems: readonly Finding[]): readonly Section[] {
  if (problems.length === 0) return [];
  const shown = problems
    .slice(0, 20)
    .map(({ where, what, todo }) => `> - ${code(where)}: ${sentence(what)}. ${sentence(todo)}`);
  const rest = problems.length - shown.length;
  return [
    paragraph(
      [
        '> **❌ The chain of evidence is broken:** do not rely on what is shown here.',
        ...shown,
        ...(rest === 0 ? [] : [`> - … and ${rest} more`]),
      ].join('\n'),
    ),
  ];
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
