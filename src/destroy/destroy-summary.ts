import type { PlanSummary } from '../plan/environment-plan';
import { codeBlock } from '../report/code-block';
import { fitParts } from '../report/fitting';
import { footer, type PlanContext } from '../report/inline';
import { plainText, table } from '../report/markdown-table';

/** In characters. Control characters become six each, so that the longest error still fits. */
const LONGEST_ERROR = 8_000;

/** How far it came: before the apply nothing is lost, after its begin anything may be. */
export type DestroyFailure = 'refused' | 'failed-before' | 'failed-half-way';

const OUTCOME: Readonly<Record<DestroyFailure, { readonly heading: string; readonly note: string }>> = {
  refused: { heading: '⛔ refused', note: 'Nothing was destroyed.' },
  'failed-before': { heading: '❌ failed', note: 'Nothing was destroyed.' },
  'failed-half-way': {
    heading: '❌ failed half-way',
    note: 'A part of the environment may be gone. When the cause is removed, run it again: it goes on with what is left.',
  },
};

/** Renders what was destroyed: addresses and no values. */
export function renderDestroySummary(summary: PlanSummary, notes: readonly string[], context: PlanContext): string {
  const [outcome, note] = summary.isEmpty
    ? ['✅ nothing to destroy', 'The state holds nothing.']
    : ['✅ destroyed', 'A plan made afterwards finds nothing left to destroy.'];
  return fitParts(
    [
      heading(context, outcome),
      renderNotes([...notes, note]),
      table(['destroyed', 'left'], [[String(summary.counts.delete), '0']]),
      footer(context),
    ],
    [...summary.changes.map(({ address }) => address), ...summary.outputs.map(({ name }) => `output ${name}`)].map(
      (name) => `- ${plainText(name)}`,
    ),
    (omitted) => `… and ${omitted} more; the log of the run names all of them.`,
  );
}

/** Renders a failure; `error` is shown as it is, so the caller has removed what is secret. */
export function renderDestroyFailure(
  failure: DestroyFailure,
  error: string,
  notes: readonly string[],
  context: PlanContext,
): string {
  const { heading: outcome, note } = OUTCOME[failure];
  const parts = [
    heading(context, outcome),
    renderNotes([...notes, note]),
    codeBlock(error.slice(0, LONGEST_ERROR), ''),
    footer(context),
  ];
  return fitParts(parts, [], () => '');
}

function heading(context: PlanContext, outcome: string): string {
  return `## Destroy for \`${plainText(context.environment)}\`: ${outcome}`;
}

function renderNotes(notes: readonly string[]): string {
  return notes.map(plainText).join(' ');
}
