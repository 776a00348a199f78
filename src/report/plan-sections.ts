import {
  CHANGE_LABELS,
  type EnvironmentPlan,
  type PlanCounts,
  type PlannedEnvironment,
} from '../plan/environment-plan';
import { COUNT_TITLES, countCells } from './apply-report';
import { LABEL_MEANING, summaryPieces } from './change-details';
import { code, htmlCode, linkInto, type Origin } from './inline';
import { paragraph, type Piece, plainSection, type Section } from './parts';
import { findings } from './plan-findings';
import { markOf, overview } from './plan-overview';
import type { PlanResults } from './plan-results';

/** Everything that is told of the plans of a pull request, in the order in which it matters. */
export function planSections(results: PlanResults, origin: Origin): readonly Section[] {
  if (results.plans.length + results.missing.length === 0)
    return [paragraph('This pull request touches no environment; merging it applies nothing.')];
  return [
    overview(results, origin),
    ...findings(results),
    paragraph(
      '<sub>After the merge each environment is planned again. What that plan does must equal what is shown here, or the apply stops and shows the difference.</sub>',
    ),
    ...results.plans.flatMap((plan) => environmentSections(plan, origin)),
  ];
}

function environmentSections(plan: EnvironmentPlan, origin: Origin): readonly Section[] {
  // Its error stands above.
  if (plan.status === 'failed') return [];
  const pieces = summaryPieces(plan.summary);
  const name = htmlCode(plan.environment);
  if (pieces.length === 0) {
    const what = plan.summary.isEmpty
      ? 'no changes: the configuration matches what is there.'
      : 'changes nothing that can be shown.';
    return [paragraph(`${markOf(plan)} ${code(plan.environment)}: ${what}`)];
  }
  return [
    {
      ...plainSection([about(plan, origin), ...pieces]),
      open: `<details><summary>${markOf(plan)} ${name}: ${countsText(plan.summary.counts)}</summary>\n\n`,
      reopen: `<details><summary>${markOf(plan)} ${name}, continued</summary>\n\n`,
      close: '\n\n</details>',
    },
  ];
}

/** What has to be known to read the diffs, as the first piece. */
function about({ summary, terraformVersion, commit, runUrl }: PlannedEnvironment, origin: Origin): Piece {
  const labels = new Set([...summary.changes, ...summary.drift].map(({ label }) => label));
  const legend = CHANGE_LABELS.flatMap((label) =>
    label !== 'real' && labels.has(label) ? [`**${label}**: ${LABEL_MEANING[label]}`] : [],
  );
  const made = [
    `Terraform ${code(terraformVersion)}`,
    ...(commit === undefined ? [] : [`commit ${code(commit.slice(0, 12))}`]),
    ...(runUrl === undefined ? [] : [linkInto(origin.runUrl, 'run', runUrl)]),
  ].join(' · ');
  return { text: () => [`<sub>${made}</sub>`, ...legend].join('<br>'), changes: 0 };
}

/** `1 add, 2 change`: what there is of it. */
function countsText(counts: PlanCounts): string {
  const cells = countCells(counts);
  const said = COUNT_TITLES.flatMap((title, index) => (cells[index] === '0' ? [] : [`${cells[index] ?? ''} ${title}`]));
  return said.length === 0 ? 'no resource changes' : said.join(', ');
}
