import type { ChangeSummary, EnvironmentPlan, PlannedEnvironment } from '../plan/environment-plan';
import { tableSection } from './apply-report';
import { isDestructive, LABEL_MEANING, signed, wordOf } from './change-details';
import { codeBlock } from './code-block';
import { code, count, sentence } from './inline';
import { paragraph, type Piece, plainSection, type Section } from './parts';
import type { PlanResults } from './plan-results';
import { cut } from './visible';

/** So many of each list are shown before the diffs; the others are counted. In lines. */
const LONGEST_LIST = 50;
/** In characters: what is shown of an error. */
const LONGEST_ERROR = 8_000;

/** What has to be known before any diff is read: what has no plan, what is blocked and why, and what is destroyed. */
export function findings({ plans, missing }: PlanResults): readonly Section[] {
  const planned = plans.filter((plan) => plan.status === 'planned');
  return [
    ...plans.flatMap(failure),
    ...(missing.length === 0 ? [] : [missingPlans(missing)]),
    ...broken(planned),
    ...planned.flatMap(drillGate),
    ...destructive(planned),
  ];
}

function failure(plan: EnvironmentPlan): readonly Section[] {
  if (plan.status !== 'failed') return [];
  return [
    plainSection([
      {
        text: () =>
          `### ❌ ${code(plan.environment)} could not be planned\n\n${codeBlock(cut(plan.error, LONGEST_ERROR), '')}\n\n` +
          'Remove the cause and push, or run the failed job again. It cannot be merged safely: the apply stops without a reviewed plan.',
        changes: 0,
      },
    ]),
  ];
}

function missingPlans(missing: readonly string[]): Section {
  const names = missing.slice(0, LONGEST_LIST).map(code).join(', ');
  const rest = missing.length > LONGEST_LIST ? ` and ${missing.length - LONGEST_LIST} more` : '';
  return paragraph(
    `**❔ Without a plan: ${names}${rest}.** The job handed over nothing: it was cancelled, or died. Run it again; the apply stops without a reviewed plan.`,
  );
}

function broken(planned: readonly PlannedEnvironment[]): readonly Section[] {
  const rows = planned.flatMap(({ environment, violations }) =>
    violations.map(({ id, address, sentence: reason }) => [
      code(environment),
      sentence(id),
      code(address),
      sentence(reason),
    ]),
  );
  if (rows.length === 0) return [];
  return [
    tableSection(
      '**⛔ Blocked by the rules of disaster recovery.** No apply goes on while a rule is broken, and no approval helps: change the configuration. docs/invariants.md says what each rule is for.',
      ['environment', 'rule', 'resource', 'reason'],
      rows.slice(0, LONGEST_LIST),
    ),
    ...more(rows.length, 'broken rule'),
  ];
}

function drillGate({ environment, drillGate: gate }: PlannedEnvironment): readonly Section[] {
  if (gate.concerns.length === 0) return [];
  const concerns = gate.concerns.slice(0, LONGEST_LIST).map((concern) => `- ${sentence(concern)}`);
  const risky = gate.risky.slice(0, LONGEST_LIST).map(code).join(', ');
  const others = gate.risky.length > LONGEST_LIST ? ` and ${gate.risky.length - LONGEST_LIST} more` : '';
  const verdict = gate.blocks
    ? `**⛔ Risky changes of ${code(environment)} wait for a drill:** ${risky}${others}.`
    : `**⚠️ The drills of ${code(environment)} are no proof at the moment**${gate.risky.length === 0 ? ', and nothing risky is changed' : `; risky: ${risky}${others}`}.`;
  const advice = gate.blocks
    ? `\n\nRun the drill workflow for ${code(environment)} before this is merged: the apply looks at the last drills again, and stops while they are no proof. In an emergency the break-glass workflow applies it all the same, after a second person has agreed in the environment ${code(`${environment}-break-glass`)}, and leaves an issue.`
    : '';
  return [paragraph([`${verdict}\n`, ...concerns].join('\n') + advice)];
}

function destructive(planned: readonly PlannedEnvironment[]): readonly Section[] {
  const all = planned.flatMap(({ environment, summary }) =>
    summary.changes.filter(isDestructive).map((change) => ({ environment, change })),
  );
  // Of a huge plan not all changes were handed over; these are counted all the same.
  const counted = planned
    .map(({ summary: { counts } }) => counts.delete + counts.replace + counts.forget)
    .reduce((sum, number) => sum + number, 0);
  if (counted === 0 && all.length === 0) return [];
  const pieces = all.slice(0, LONGEST_LIST).map(({ environment, change }): Piece => ({
    text: () => destructiveLine(environment, change),
    changes: 0,
  }));
  const total = Math.max(counted, all.length);
  return [
    { ...plainSection(pieces), open: `**⚠️ ${count(total, 'destructive change')}**\n\n`, reopen: '', between: '\n' },
    ...more(total, 'destructive change'),
  ];
}

function destructiveLine(environment: string, change: ChangeSummary): string {
  const forcing = change.attributes.filter(({ forcesReplacement }) => forcesReplacement).map(({ path }) => path);
  const notes = [
    ...(change.reason === undefined ? [] : [sentence(change.reason)]),
    ...(forcing.length === 0
      ? []
      : [
          `forced by ${forcing.slice(0, 5).map(code).join(', ')}${forcing.length > 5 ? ` and ${forcing.length - 5} more` : ''}`,
        ]),
    ...(change.deposed === undefined
      ? []
      : [`deposed object, left behind by a failed replacement: ${code(change.deposed)}`]),
    ...(change.label === 'real' ? [] : [`**${change.label}**: ${LABEL_MEANING[change.label]}`]),
  ];
  return `- ${code(environment)} ${code(signed(change.action, change.address))}: ${wordOf(change)}${notes.length === 0 ? '' : ` (${notes.join('; ')})`}`;
}

function more(number: number, noun: string): readonly Section[] {
  return number > LONGEST_LIST ? [paragraph(`… and ${count(number - LONGEST_LIST, `more ${noun}`)}.`)] : [];
}
