import { DRILL_KINDS } from '../drill/kinds';
import type { DrillGate, EnvironmentPlan, LastDrill, LiveWriter, PlannedEnvironment } from '../plan/environment-plan';
import { COUNT_TITLES, countCells, tableSection } from './apply-report';
import { code, count, linkInto, minute, type Origin, sentence } from './inline';
import type { Section } from './parts';
import type { PlanResults } from './plan-results';

/** How a plan came out, the worst first. */
const OUTCOMES = ['failed', 'missing', 'blocked', 'destructive', 'changes', 'empty'] as const;
type Outcome = (typeof OUTCOMES)[number];

const MARK: Readonly<Record<Outcome, string>> = {
  failed: '❌',
  missing: '❔',
  blocked: '⛔',
  destructive: '⚠️',
  changes: '📝',
  empty: '✅',
};

const WORDS: Readonly<Record<Outcome, string>> = {
  failed: 'failed',
  missing: 'without a plan',
  blocked: 'blocked',
  destructive: 'destructive',
  changes: 'changes',
  empty: 'no changes',
};

const DRILL_MARK: Readonly<Record<LastDrill['verdict'], string>> = {
  passed: '✅',
  failed: '❌',
  inconclusive: '❔',
  'not-run': '⏹️',
};

/** How the plan of an environment came out. */
export function outcomeOf(plan: EnvironmentPlan): Outcome {
  if (plan.status === 'failed') return 'failed';
  if (plan.violations.length > 0 || plan.drillGate.blocks) return 'blocked';
  if (plan.summary.isEmpty) return 'empty';
  const { counts } = plan.summary;
  return counts.delete + counts.replace + counts.forget > 0 ? 'destructive' : 'changes';
}

/** The mark that stands before the environment's name. */
export function markOf(plan: EnvironmentPlan): string {
  return MARK[outcomeOf(plan)];
}

/** How many environments came out how, the worst first. */
export function overallHeadline({ plans, missing }: PlanResults): string {
  const outcomes = [...plans.map(outcomeOf), ...missing.map((): Outcome => 'missing')];
  if (outcomes.length === 0) return '✅ no environment is touched';
  return OUTCOMES.map((outcome) => ({ outcome, number: outcomes.filter((each) => each === outcome).length }))
    .filter(({ number }) => number > 0)
    .map(({ outcome, number }) => `${MARK[outcome]} ${outcomes.length === 1 ? '' : `${number} × `}${WORDS[outcome]}`)
    .join(', ');
}

/** The table of all environments. */
export function overview({ plans, missing }: PlanResults, origin: Origin): Section {
  return {
    ...tableSection(
      '',
      ['environment', 'writer', ...COUNT_TITLES, 'rules', 'last drills', 'plan'],
      [
        ...plans.map((plan) => overviewRow(plan, origin)),
        ...missing.map((environment) => [
          `${MARK.missing} ${code(environment)}`,
          ...blank(),
          'nothing was handed over',
        ]),
      ],
    ),
  };
}

function overviewRow(plan: EnvironmentPlan, origin: Origin): readonly string[] {
  const name = `${markOf(plan)} ${code(plan.environment)}`;
  if (plan.status === 'failed') return [name, ...blank(), 'failed'];
  return [
    name,
    writerCell(plan.writer, plan.homeRegion),
    ...countCells(plan.summary.counts),
    plan.violations.length === 0 ? '✅' : `⛔ ${plan.violations.length}`,
    drillCell(plan.drillGate, origin),
    planCell(plan),
  ];
}

/** Cells of an environment about which nothing is known: writer, counts, rules, drills. */
function blank(): readonly string[] {
  return Array.from({ length: COUNT_TITLES.length + 3 }, () => '–');
}

function writerCell(writer: LiveWriter, homeRegion: string): string {
  switch (writer.state) {
    case 'known':
      return writer.region === homeRegion
        ? code(writer.region)
        : `${code(writer.region)} ⚠️ away from home (${code(homeRegion)})`;
    case 'none':
      return 'no database yet';
    case 'moving':
      return `⚠️ moving${writer.from === undefined ? '' : ` from ${code(writer.from)}`}${writer.to === undefined ? '' : ` to ${code(writer.to)}`}`;
    case 'unknown':
      return `❔ unknown: ${sentence(writer.reason)}`;
  }
}

function drillCell({ drills }: DrillGate, origin: Origin): string {
  if (drills.length === 0) return 'never drilled';
  return DRILL_KINDS.flatMap((kind) => drills.filter((drill) => drill.kind === kind).slice(0, 1))
    .map((drill) => {
      const facts = [
        `${DRILL_MARK[drill.verdict]} ${drill.verdict === 'not-run' ? 'not run' : drill.verdict} ${age(drill.ageDays)}`,
        ...(drill.rpoSeconds === undefined ? [] : [`RPO ${seconds(drill.rpoSeconds)}`]),
        ...(drill.rtoSeconds === undefined ? [] : [`RTO ${seconds(drill.rtoSeconds)}`]),
      ];
      return `${linkInto(origin.runUrl, drill.kind, drill.runUrl)} ${facts.join(', ')}`;
    })
    .join('<br>');
}

function age(days: number): string {
  return days < 1 ? 'today' : `${count(Math.floor(days), 'day')} ago`;
}

function seconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} s`;
}

function planCell({ planDigest, sealedUntil }: PlannedEnvironment): string {
  const digest = code(planDigest.slice(0, 12));
  return sealedUntil === undefined ? `${digest}, not sealed` : `${digest} until ${minute(sealedUntil)}`;
}
