import { footer, type Origin } from './inline';
import { COMMENT_LIMIT, layOut, type Paper } from './parts';
import type { PlanResults } from './plan-results';
import { overallHeadline } from './plan-overview';
import { planSections } from './plan-sections';

/** A longer plan is read in the job summary. */
const MOST_PARTS = 5;
/** GitHub takes 1 MiB from each step, and shows nothing at all of a longer text. In bytes of UTF-8. */
const SUMMARY_LIMIT = 1_000_000;

const UNKNOWN_ORIGIN: Origin = { commit: undefined, runUrl: undefined };

/**
 * Renders the plans of all environments of a pull request as one comment in as many parts as it needs, each within GitHub's limit. The same
 * results make the same text. What finds no room is counted, never dropped in silence.
 *
 * @returns at least one part
 */
export function renderPlanComment(results: PlanResults, origin: Origin = UNKNOWN_ORIGIN): readonly string[] {
  return render(results, origin, {
    limit: COMMENT_LIMIT,
    measure: (text) => text.length,
    parts: MOST_PARTS,
    omitted: (changes) => `**… ${changes} more, see the job summary** or the log of the plan jobs.`,
  });
}

/** Renders the same for the job summary, which takes more. */
export function renderPlanSummary(results: PlanResults, origin: Origin = UNKNOWN_ORIGIN): string {
  const [text = ''] = render(results, origin, {
    limit: SUMMARY_LIMIT,
    measure: (part) => Buffer.byteLength(part, 'utf8'),
    parts: 1,
    omitted: (changes) => `**… ${changes} more**; the log of the plan jobs names all of them.`,
  });
  return text;
}

function render(results: PlanResults, origin: Origin, paper: Omit<Paper, 'head' | 'foot'>): readonly string[] {
  const headline = overallHeadline(results);
  return layOut(planSections(results, origin), {
    ...paper,
    head: (part, of) => (part === 1 ? `## Plan: ${headline}${ofText(part, of)}` : `## Plan${ofText(part, of)}`),
    foot: footer(origin),
  });
}

function ofText(part: number, of: number): string {
  return of === 1 ? '' : ` (part ${part} of ${of})`;
}
