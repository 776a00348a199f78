import type { Violation } from '../plan/invariants';
import type { ChangeAction } from '../plan/plan-json';
import type { AttributeChange, ChangeSummary, OutputSummary, PlanCounts, PlanSummary } from '../plan/environment-plan';
import { codeBlock } from './code-block';
import { fitParts } from './fitting';
import { htmlText, plainText, table } from './markdown-table';

/** Where a plan was made. */
export interface PlanContext {
  readonly environment: string;
  /** Commit that was planned, where known. */
  readonly commit: string | undefined;
  /** The workflow run, where known. */
  readonly runUrl: string | undefined;
}

/** In characters. Control characters become six each, so that the longest error still fits. */
const LONGEST_ERROR = 8_000;
/** So much of one resource's diff, and of the table of broken rules, is shown; in characters. One must not displace all others. */
const LONGEST_PART = 10_000;

const SIGN: Readonly<Record<ChangeAction, string>> = {
  create: '+',
  update: '~',
  replace: '-/+',
  delete: '-',
  forget: '×',
  read: '<=',
  'no-op': ' ',
};

const WORD: Readonly<Record<ChangeAction, string>> = {
  create: 'create',
  update: 'change',
  replace: 'replace',
  delete: 'destroy',
  forget: 'forget',
  read: 'read',
  'no-op': 'no change',
};

/** Renders a plan as a comment within GitHub's limit; what does not fit is counted, never dropped in silence. */
export function renderPlanComment(
  summary: PlanSummary,
  violations: readonly Violation[],
  context: PlanContext,
): string {
  return withDetails(
    [
      heading('Plan', context, headline(summary, violations)),
      countsTable(summary.counts),
      renderViolations(violations),
      summary.isEmpty ? 'No changes: the configuration matches what is there.' : '',
    ],
    summary,
    context,
  );
}

/** Renders what was applied. */
export function renderApplyComment(summary: PlanSummary, context: PlanContext): string {
  const what = summary.isEmpty ? '✅ nothing to apply' : '✅ applied';
  return withDetails([heading('Apply', context, what), countsTable(summary.counts)], summary, context);
}

/** Renders a failure; `error` is shown as it is, so the caller has removed what is secret. */
export function renderFailureComment(title: 'Plan' | 'Apply', error: string, context: PlanContext): string {
  const parts = [heading(title, context, '❌ failed'), codeBlock(error.slice(0, LONGEST_ERROR), ''), footer(context)];
  return fitParts(parts, [], () => '');
}

/** Renders an apply or plan that the rules of disaster recovery stopped. */
export function renderViolations(violations: readonly Violation[]): string {
  if (violations.length === 0) return '';
  const rows = violations.map(({ id, address, sentence }) => [id, address, sentence]);
  const shown = fitLines(rows, (row) => table(row, []).length);
  const rest = shown.length === rows.length ? '' : `\n\n… and ${rows.length - shown.length} more broken rules.`;
  return `**⛔ Blocked by the rules of disaster recovery**\n\n${table(['rule', 'resource', 'reason'], shown)}${rest}`;
}

function withDetails(head: readonly string[], summary: PlanSummary, context: PlanContext): string {
  const details = [...summary.changes.map(renderChange), ...summary.outputs.map(renderOutput)];
  return fitParts(
    [...head.filter((part) => part !== ''), footer(context)],
    details,
    (omitted) => `… and ${omitted} more; the log of the run names all of them.`,
  );
}

function heading(title: string, context: PlanContext, outcome: string): string {
  return `## ${title} for \`${plainText(context.environment)}\`: ${outcome}`;
}

function headline(summary: PlanSummary, violations: readonly Violation[]): string {
  if (violations.length > 0) return `⛔ ${violations.length} rule${violations.length === 1 ? '' : 's'} broken`;
  if (summary.isEmpty) return '✅ no changes';
  return summary.counts.delete + summary.counts.replace + summary.counts.forget > 0 ? '⚠️ destructive' : '📝 changes';
}

function countsTable(counts: PlanCounts): string {
  const { create, update, replace, delete: destroy, import: imported, move, forget } = counts;
  return table(
    ['add', 'change', 'replace', 'destroy', 'import', 'move', 'forget'],
    [[create, update, replace, destroy, imported, move, forget].map(String)],
  );
}

function footer(context: PlanContext): string {
  const commit = context.commit === undefined ? '' : `commit ${plainText(context.commit.slice(0, 12))}`;
  const run = context.runUrl === undefined ? '' : `[run](${encodeURI(context.runUrl)})`;
  const parts = [commit, run].filter((part) => part !== '');
  return parts.length === 0 ? '' : `<sub>${parts.join(' · ')}</sub>`;
}

function renderChange(change: ChangeSummary): string {
  const notes = [
    change.isImport ? 'import' : '',
    change.movedFrom === undefined ? '' : `moved from ${change.movedFrom}`,
    change.reason ?? '',
  ].filter((note) => note !== '');
  const title = `${SIGN[change.action]} ${change.address}: ${WORD[change.action]}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
  return fold(title, change.attributes);
}

function renderOutput(output: OutputSummary): string {
  return fold(`${SIGN[output.action]} output ${output.name}: ${WORD[output.action]}`, output.attributes);
}

function fold(title: string, attributes: readonly AttributeChange[]): string {
  if (attributes.length === 0) return `- ${plainText(title)}`;
  return `<details><summary>${htmlText(title)}</summary>\n\n${codeBlock(diff(attributes), 'diff')}\n\n</details>`;
}

function diff(attributes: readonly AttributeChange[]): string {
  const lines = attributes.flatMap(diffLines);
  // Control characters become six each in the block.
  const shown = fitLines(lines, (line) => line.length);
  return [
    ...shown,
    ...(shown.length === lines.length ? [] : [`# … and ${lines.length - shown.length} more lines`]),
  ].join('\n');
}

/** The first ones that fit in {@link LONGEST_PART}. */
function fitLines<T>(lines: readonly T[], lengthOf: (line: T) => number): readonly T[] {
  let length = 0;
  const end = lines.findIndex((line) => (length += lengthOf(line) + 1) > LONGEST_PART);
  return end === -1 ? lines : lines.slice(0, end);
}

function diffLines({ path, before, after, forcesReplacement }: AttributeChange): readonly string[] {
  const name = path === '' ? 'value' : path;
  const force = forcesReplacement ? '   # forces replacement' : '';
  return [
    ...(before === undefined ? [] : [`- ${name} = ${before}${force}`]),
    ...(after === undefined ? [] : [`+ ${name} = ${after}${before === undefined ? force : ''}`]),
  ];
}
