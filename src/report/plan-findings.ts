import type { ChangeSummary, EnvironmentPlan, PlannedEnvironment } from '../plan/environment-plan';
import { tableSection } from './apply-report';
import { isDestructive, LABEL_MEANING, signed, wordOf } from './change-details';
import { codeBlock } from './code-block';
import { code, count, sentence } from './inline';
import { paragraph, type Piece, plainSection, type Section } from './parts';
import type { PlanResults } from './plan-results';
import { cut } from './visible';

/** So much of each list is shown before the diffs, in lines and in characters; the others are counted. One must not displace all that follow. */
const LONGEST_LIST = 50;
const LONGEST_LIST_TEXT = 10_000;
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
  const names = inline(missing);
  return paragraph(
    `**❔ Without a plan: ${names}.** The job handed over nothing: it was cancelled, or died. Run it again; the apply stops without a reviewed plan.`,
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
  const shown = short(rows, (row) => row.join('').length);
  return [
    tableSection(
      '**⛔ Blocked by the rules of disaster recovery.** No apply goes on while a rule is broken, and no approval helps: change the configuration. docs/invariants.md says what each rule is for.',
      ['environment', 'rule', 'resource', 'reason'],
      shown,
    ),
    ...more(rows.length - shown.length, 'broken rule'),
  ];
}

function drillGate({ environment, drillGate: gate }: PlannedEnvironment): readonly Section[] {
  if (gate.concerns.length === 0) return [];
  const all = gate.concerns.map((concern) => `- ${sentence(concern)}`);
  const concerns = short(all, (line) => line.length);
  const left = all.length - concerns.length;
  const risky = inline(gate.risky);
  const verdict = gate.blocks
    ? `**⛔ Risky changes of ${code(environment)} wait for a drill:** ${risky}.`
    : `**⚠️ The drills of ${code(environment)} are no proof at the moment**${gate.risky.length === 0 ? ', and nothing risky is changed' : `; risky: ${risky}`}.`;
  const advice = gate.blocks
    ? `\n\nRun the drill workflow for ${code(environment)} before this is merged: the apply looks at the last drills again, and stops while they are no proof. In an emergency the break-glass workflow applies it all the same, after a second person has agreed in the environment ${code(`${environment}-break-glass`)}, and leaves an issue.`
    : '';
  const rest = left === 0 ? [] : [`- … and ${left} more`];
  return [paragraph([`${verdict}\n`, ...concerns, ...rest].join('\n') + advice)];
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
  // Rendered up to the limit only: there may be tens of thousands.
  const shown = short(
    all.slice(0, LONGEST_LIST).map(({ environment, change }) => destructiveLine(environment, change)),
    (line) => line.length,
  );
  const pieces = shown.map((line): Piece => ({ text: () => line, changes: 0 }));
  const total = Math.max(counted, all.length);
  return [
    { ...plainSection(pieces), open: `**⚠️ ${count(total, 'destructive change')}**\n\n`, reopen: '', between: '\n' },
    ...more(total - shown.length, 'destructive change'),
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

function more(left: number, noun: string): readonly Section[] {
  return left > 0 ? [paragraph(`… and ${count(left, `more ${noun}`)}.`)] : [];
}

/** The first ones of a list, by its limits; always one. */
function short<T>(items: readonly T[], lengthOf: (item: T) => number): readonly T[] {
  let length = 0;
  const end = items.findIndex((item, index) => {
    length += lengthOf(item);
    return index >= LONGEST_LIST || (index > 0 && length > LONGEST_LIST_TEXT);
  });
  return end === -1 ? items : items.slice(0, end);
}

/** Names in a sentence. */
function inline(names: readonly string[]): string {
  const shown = short(names.slice(0, LONGEST_LIST).map(code), (name) => name.length);
  return shown.join(', ') + (names.length > shown.length ? ` and ${names.length - shown.length} more` : '');
}
