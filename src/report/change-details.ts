import type {
  AttributeChange,
  ChangeLabel,
  ChangeSummary,
  DriftSummary,
  OutputSummary,
  PlanSummary,
} from '../plan/environment-plan';
import type { ChangeAction } from '../plan/plan-json';
import { codeBlock } from './code-block';
import { code, count, htmlCode, LONGEST_SENTENCE, sentence } from './inline';
import { htmlText } from './markdown-table';
import type { Piece } from './parts';
import { cut, visibleLine } from './visible';

/** So much of one resource's diff is shown, in characters: one must not displace all others. */
const LONGEST_DIFF = 10_000;
/** Longest line of a diff, in characters. */
const LONGEST_LINE = 500;

const SIGN: Readonly<Record<ChangeAction, string>> = {
  create: '+ ',
  update: '~ ',
  replace: '-/+ ',
  delete: '- ',
  forget: '× ',
  read: '<= ',
  'no-op': '',
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

/** What each label besides `real` means, for the reader of a diff. */
export const LABEL_MEANING: Readonly<Record<Exclude<ChangeLabel, 'real'>, string>> = {
  drift: 'somebody changed the resource outside of Terraform',
  'expected after failover': 'a swap of the roles explains what differs',
  'role change': 'applying it would undo a swap of the roles',
};

/** Whether a change takes something away. */
export function isDestructive({ action }: Pick<ChangeSummary, 'action'>): boolean {
  return action === 'delete' || action === 'replace' || action === 'forget';
}

/** `~ aws_sns_topic.a`, and what is done. */
export function signed(action: ChangeAction, name: string): string {
  return `${SIGN[action]}${name}`;
}

/** What is done to a resource, in words. */
export function wordOf({ action, isImport, movedFrom }: ChangeSummary): string {
  if (action !== 'no-op') return WORD[action];
  return isImport ? 'import' : movedFrom === undefined ? WORD[action] : 'move';
}

/** Everything that a plan does and finds, one piece for each resource and output; destructive changes first. */
export function summaryPieces(summary: PlanSummary): readonly Piece[] {
  return [
    ...summary.changes.map((change) => piece(() => renderChange(change))),
    ...group('**Outputs**', summary.outputs, renderOutput),
    ...group('**What differs from Terraform’s state**', summary.drift, renderDrift),
    ...(summary.omittedChanges === 0
      ? []
      : [
          {
            text: () =>
              `… and ${count(summary.omittedChanges, 'more change')}, counted above and too many to be handed over; the log of the plan job names all of them.`,
            changes: summary.omittedChanges,
          },
        ]),
  ];
}

/** Pieces for a list of drift, as the issue shows it. */
export function driftPieces(drift: readonly DriftSummary[]): readonly Piece[] {
  return drift.map((each) => piece(() => renderDrift(each)));
}

/** Pieces for a list of changes. */
export function changePieces(changes: readonly ChangeSummary[]): readonly Piece[] {
  return changes.map((change) => piece(() => renderChange(change)));
}

/** Pieces for a list of outputs. */
export function outputPieces(outputs: readonly OutputSummary[]): readonly Piece[] {
  return outputs.map((output) => piece(() => renderOutput(output)));
}

function piece(text: () => string): Piece {
  return { text, changes: 1 };
}

/** The title stands in the first piece, so that it never ends a part alone. */
function group<T>(title: string, items: readonly T[], render: (item: T) => string): readonly Piece[] {
  return items.map((item, index) => piece(() => (index === 0 ? `${title}\n\n${render(item)}` : render(item))));
}

function renderChange(change: ChangeSummary): string {
  const title = signed(change.action, change.address);
  const notes: readonly (readonly [string, string])[] = [
    ...(change.isImport && change.action !== 'no-op' ? [['import', ''] as const] : []),
    ...(change.movedFrom === undefined ? [] : [['moved from', change.movedFrom] as const]),
    ...(change.deposed === undefined
      ? []
      : [['deposed object, left behind by a failed replacement:', change.deposed] as const]),
    ...(change.reason === undefined ? [] : [[change.reason, ''] as const]),
  ];
  return fold(title, wordOf(change), change.label, notes, change.attributes);
}

function renderOutput({ name, action, attributes }: OutputSummary): string {
  return fold(signed(action, `output ${name}`), WORD[action], 'real', [], attributes);
}

function renderDrift({ address, action, label, attributes }: DriftSummary): string {
  const word = action === 'delete' ? 'is gone' : 'was changed';
  return fold(signed(action, address), word, label, [], attributes);
}

function fold(
  title: string,
  word: string,
  label: ChangeLabel,
  notes: readonly (readonly [string, string])[],
  attributes: readonly AttributeChange[],
): string {
  if (attributes.length === 0) {
    const said = notes.map(([note, name]) => (name === '' ? sentence(note) : `${sentence(note)} ${code(name)}`));
    const mark = label === 'real' ? '' : `, **${label}**`;
    return `- ${code(title)}: ${word}${mark}${said.length === 0 ? '' : ` (${said.join('; ')})`}`;
  }
  const said = notes.map(([note, name]) => {
    const text = htmlText(cut(note, LONGEST_SENTENCE));
    return name === '' ? text : `${text} ${htmlCode(name)}`;
  });
  const mark = label === 'real' ? '' : `, <b>${label}</b>`;
  const summary = `${htmlCode(title)}: ${word}${mark}${said.length === 0 ? '' : ` (${said.join('; ')})`}`;
  return `<details><summary>${summary}</summary>\n\n${codeBlock(diff(attributes), 'diff')}\n\n</details>`;
}

function diff(attributes: readonly AttributeChange[]): string {
  const shown: string[] = [];
  let length = 0;
  let left = 0;
  for (const attribute of attributes) {
    // Once the first one did not fit, the others are only counted.
    const lines = left > 0 ? [] : diffLines(attribute);
    length += lines.reduce((sum, line) => sum + line.length + 1, 0);
    if (left > 0 || length > LONGEST_DIFF) left += 1;
    else shown.push(...lines);
  }
  return [...shown, ...(left === 0 ? [] : [`# … and ${count(left, 'more attribute')}`])].join('\n');
}

function diffLines({ path, before, after, forcesReplacement }: AttributeChange): readonly string[] {
  const name = line(path === '' ? 'value' : path);
  const force = forcesReplacement ? '   # forces replacement' : '';
  return [
    ...(before === undefined ? [] : [`- ${name} = ${line(before)}${force}`]),
    ...(after === undefined ? [] : [`+ ${name} = ${line(after)}${before === undefined ? force : ''}`]),
  ];
}

/** One line, whatever is in it: a second one could pass for a line of the diff. */
function line(text: string): string {
  return visibleLine(cut(text, LONGEST_LINE));
}
