import type { PlanDifference } from '../plan/comparable-plan';
import type { PlanCounts, PlanSummary } from '../plan/environment-plan';
import type { Violation } from '../plan/invariants';
import type { LeaseHolder } from '../ports/lease';
import { summaryPieces } from './change-details';
import { codeBlock } from './code-block';
import { code, count, footer, link, minute, type Origin, sentence } from './inline';
import { table, tableHead, tableRow } from './markdown-table';
import { onePart, paragraph, plainSection, type Section } from './parts';
import { cut } from './visible';

/** In characters: what is shown of an error. */
const LONGEST_ERROR = 8_000;

/** One resource in the journal of an apply. */
export interface JournalEntry {
  readonly address: string;
  /** Terraform's word, for example `create`. */
  readonly action: string;
  /** How long it took; absent where that is not known. */
  readonly seconds?: number;
}

/** What Terraform did before it ended. */
export interface ApplyJournal {
  readonly done: readonly JournalEntry[];
  readonly failed: readonly JournalEntry[];
  /** Begun, and no end was heard of: the change may have been made. */
  readonly unfinished?: readonly JournalEntry[];
  readonly notStarted: readonly JournalEntry[];
}

/** One field in which the sealed plan and the present differ. */
export interface SealProblem {
  readonly field: string;
  readonly reviewed: string;
  readonly now: string;
}

export interface ApplyReport extends Origin {
  readonly environment: string;
  /**
   * `reviewed`: the very plan that was reviewed. `fresh`: a plan made now, which does the same. `nothing`: there was nothing to change.
   */
  readonly applied: 'reviewed' | 'fresh' | 'nothing';
  /** Why the reviewed plan file itself could not be applied, where it was planned anew. */
  readonly sealProblems?: readonly SealProblem[];
  readonly summary: PlanSummary;
  /** SHA-256 of the plan file that was applied. */
  readonly planDigest: string | undefined;
  readonly journal: Pick<ApplyJournal, 'done'>;
  /** Who held the lease that this apply had to wait for, and how long. */
  readonly waited?: { readonly holder: LeaseHolder; readonly seconds: number } | undefined;
}

/** Renders what was applied, for the pull request. */
export function renderApplyComment(report: ApplyReport): string {
  const { environment, applied, summary, planDigest, journal, waited } = report;
  const how = {
    reviewed: 'The plan that was reviewed was applied, byte for byte.',
    fresh: 'It was planned again, the new plan does exactly what the reviewed one does, and the new one was applied.',
    nothing: 'The configuration matches what is there.',
  }[applied];
  const facts = [
    how,
    applied === 'nothing' ? '' : `${count(journal.done.length, 'step')} done.`,
    planDigest === undefined ? '' : `Plan ${code(planDigest.slice(0, 12))}.`,
    waited === undefined ? '' : `It waited ${Math.round(waited.seconds)} s for ${holderText(waited.holder)}.`,
  ].filter((fact) => fact !== '');
  return onePart(
    `## Apply for ${code(environment)}: ${applied === 'nothing' ? '✅ nothing to apply' : '✅ applied'}`,
    [
      paragraph(facts.join(' ')),
      ...sealSection('Why it was planned again:', report.sealProblems ?? []),
      paragraph(countsTable(summary.counts)),
      plainSection(summaryPieces(summary)),
    ],
    footer(report),
  );
}

export interface ApplyStop extends Origin {
  readonly environment: string;
  /** A sentence. */
  readonly reason: string;
  /** Fields of the seal that are not as they were; empty when the seal is in order, or there is none. */
  readonly sealProblems: readonly SealProblem[];
  /** What a plan made now does otherwise than the reviewed one. */
  readonly differences: readonly PlanDifference[];
  /** Rules of disaster recovery that a plan made now breaks. */
  readonly violations?: readonly Violation[];
  /** What to do; sentences. Unless given: plan and review again. */
  readonly whatToDo?: string;
  /** What a plan made now would do, where one was made. */
  readonly summary?: PlanSummary | undefined;
}

const REVIEW_AGAIN =
  'Open a pull request that makes the difference visible (an empty change of the environment’s file is enough), review its plan and merge it; or put back what was changed meanwhile and run this job again.';

/** Renders an apply that was not begun, because what would be applied is not what was reviewed. */
export function renderApplyStopped(stop: ApplyStop): string {
  return onePart(
    `## Apply for ${code(stop.environment)}: ⛔ stopped, nothing was changed`,
    [
      paragraph(sentence(stop.reason)),
      paragraph(`**What to do:** ${sentence(stop.whatToDo ?? REVIEW_AGAIN)}`),
      ...violationSection(stop.violations ?? []),
      ...sealSection('What is no longer as it was reviewed:', stop.sealProblems),
      ...differenceSection(stop.differences),
      ...(stop.summary === undefined
        ? []
        : [
            paragraph('**What a plan made now would do**'),
            paragraph(countsTable(stop.summary.counts)),
            plainSection(summaryPieces(stop.summary)),
          ]),
    ],
    footer(stop),
  );
}

/** What services of AWS call it: `…AlreadyExists`, `InvalidGroup.Duplicate`, `BucketAlreadyOwnedByYou` … */
const ALREADY_THERE = /already ?(?:exists|owned)|\bDuplicate\b/i;
const TAKE_OVER =
  'Something that was to be made is there already, and Terraform does not know it: an apply that is interrupted between the order and the answer of AWS leaves such a thing. Look at it in AWS; then delete it, or take it over with an `import` block in a pull request.';

export interface ApplyFailure extends Origin {
  readonly environment: string;
  /** Without secrets. */
  readonly error: string;
  readonly journal: ApplyJournal;
  /** What a plan made right after the failure would still do; `undefined` when that could not be planned. */
  readonly remaining: PlanSummary | undefined;
  /** Where the rest is followed up, if anywhere. */
  readonly followUp?: string | undefined;
}

/** Renders an apply that ended half-way: what was done, what failed, and what is left. */
export function renderApplyFailed(failure: ApplyFailure): string {
  const { environment, error, journal, remaining } = failure;
  const unfinished = journal.unfinished ?? [];
  const begun = journal.done.length + journal.failed.length + unfinished.length > 0;
  return onePart(
    `## Apply for ${code(environment)}: ❌ failed${begun ? ' half-way' : ', nothing was changed'}`,
    [
      paragraph(codeBlock(cut(error, LONGEST_ERROR), '')),
      paragraph(`**What to do:** ${nextStep(begun, remaining)}`),
      ...(ALREADY_THERE.test(error) ? [paragraph(TAKE_OVER)] : []),
      ...(failure.followUp === undefined
        ? []
        : [paragraph(link('What is left is followed up here.', failure.followUp))]),
      paragraph(
        table(
          ['done', 'failed', 'begun, end unknown', 'not begun'],
          [[journal.done, journal.failed, unfinished, journal.notStarted].map((entries) => String(entries.length))],
        ),
      ),
      ...journalSection('Failed', '❌', journal.failed),
      ...journalSection('Begun, and no end was heard of: it may have been changed', '❔', unfinished),
      ...journalSection('Done', '✅', journal.done),
      ...journalSection('Not begun', '⏹️', journal.notStarted),
      ...(remaining === undefined
        ? []
        : [
            paragraph('**What is left, by a plan made right afterwards**'),
            paragraph(remaining.isEmpty ? 'Nothing: everything was changed after all.' : countsTable(remaining.counts)),
            plainSection(summaryPieces(remaining)),
          ]),
    ],
    footer(failure),
  );
}

/** The counts of a plan, as every comment shows them. */
export function countsTable(counts: PlanCounts): string {
  return table(COUNT_TITLES, [countCells(counts)]);
}

export const COUNT_TITLES = ['add', 'change', 'replace', 'destroy', 'import', 'move', 'forget'];

export function countCells(counts: PlanCounts): readonly string[] {
  const { create, update, replace, delete: destroy, import: imports, move, forget } = counts;
  return [create, update, replace, destroy, imports, move, forget].map(String);
}

/** `the drill of run …, since …`. */
export function holderText({ kind, run, since }: LeaseHolder): string {
  return `the ${kind} of ${run.startsWith('http') ? link('another run', run) : code(run)}, under way since ${minute(since)}`;
}

function nextStep(begun: boolean, remaining: PlanSummary | undefined): string {
  if (!begun) return 'Remove the cause and run this job again.';
  if (remaining === undefined)
    return 'What is left could not be planned. Remove the cause and run this job again: it plans anew, and goes on only with what was reviewed.';
  if (remaining.isEmpty) return 'Nothing is left to do; run this job again to have that recorded.';
  return 'Remove the cause and run this job again: it plans anew and goes on with what is left, as long as that is a part of what was reviewed. What is not needs a pull request of its own.';
}

function sealSection(title: string, problems: readonly SealProblem[]): readonly Section[] {
  if (problems.length === 0) return [];
  const rows = problems.map(({ field, reviewed, now }) => [sentence(field), code(reviewed), code(now)]);
  return [tableSection(`**${title}**`, ['', 'reviewed', 'now'], rows)];
}

function violationSection(violations: readonly Violation[]): readonly Section[] {
  if (violations.length === 0) return [];
  const rows = violations.map(({ id, address, sentence: reason }) => [code(id), code(address), sentence(reason)]);
  return [tableSection('**Broken rules of disaster recovery**', ['rule', 'resource', 'reason'], rows)];
}

function differenceSection(differences: readonly PlanDifference[]): readonly Section[] {
  if (differences.length === 0) return [];
  const rows = differences.map(({ address, reviewed, now }) => [
    code(address),
    action(reviewed),
    action(now, reviewed),
  ]);
  return [
    tableSection(
      `**${count(differences.length, 'difference')} between the reviewed plan and one made now**`,
      ['', 'reviewed', 'now'],
      rows,
    ),
  ];
}

function action(name: string | undefined, other?: string): string {
  if (name === undefined) return 'no change';
  return name === other ? `${sentence(name)}, with other values` : sentence(name);
}

function journalSection(title: string, mark: string, entries: readonly JournalEntry[]): readonly Section[] {
  if (entries.length === 0) return [];
  const rows = entries.map(({ address, action: word, seconds }) => [
    mark,
    code(address),
    sentence(word),
    seconds === undefined ? '' : `${seconds} s`,
  ]);
  return [tableSection(`**${title}**`, ['', 'resource', 'action', 'took'], rows)];
}

/** A table that may be divided between two rows. Its cells are harmless Markdown. */
export function tableSection(title: string, header: readonly string[], rows: readonly (readonly string[])[]): Section {
  const open = `${title === '' ? '' : `${title}\n\n`}${tableHead(header)}\n`;
  return {
    open,
    reopen: open,
    close: '',
    between: '\n',
    pieces: rows.map((cells) => ({ text: () => tableRow(cells), changes: 1 })),
  };
}
