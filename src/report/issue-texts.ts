import type { ChangeLabel, LiveWriter, PlannedEnvironment } from '../plan/environment-plan';
import type { IssueText } from '../ports/issues';
import { changePieces, driftPieces, LABEL_MEANING, outputPieces } from './change-details';
import { code, count, footer, link, LONGEST_NAME, type Origin, sentence } from './inline';
import { onePart, paragraph, type Piece, plainSection, type Section } from './parts';
import { cut, visibleLine } from './visible';

const REAL = 'the configuration asks for it: merged, but not applied';

/**
 * Renders what a plan of the default branch finds although nobody asked for a change: the issue of one environment, by kind of the difference.
 */
export function renderDriftIssue(plan: PlannedEnvironment): IssueText {
  const { environment, summary } = plan;
  const ofLabel = (label: ChangeLabel) => summary.changes.filter((change) => change.label === label);
  const real = [...changePieces(ofLabel('real')), ...outputPieces(summary.outputs)];
  // What Terraform would put back stands among the changes as well; it is shown once.
  const changed = new Set(summary.changes.map(({ address }) => address));
  const drift = summary.drift.filter(({ address }) => !changed.has(address));
  const groups = [
    group('⚠️ Role change', LABEL_MEANING['role change'], ROLE_CHANGE_ADVICE, changePieces(ofLabel('role change'))),
    group('Drift', LABEL_MEANING.drift, DRIFT_ADVICE, [
      ...changePieces(ofLabel('drift')),
      ...driftPieces(drift.filter(({ label }) => label === 'drift')),
    ]),
    group('Real', REAL, REAL_ADVICE, real),
    group('Expected after failover', LABEL_MEANING['expected after failover'], EXPECTED_ADVICE, [
      ...changePieces(ofLabel('expected after failover')),
      ...driftPieces(drift.filter(({ label }) => label === 'expected after failover')),
    ]),
  ].filter(({ number }) => number > 0);
  const kinds = groups.map(({ title, number }) => `${number} ${title.toLowerCase()}`).join(', ');
  return {
    title: titleOf(`${environment} is not as its configuration says`),
    body: onePart(
      `## ${code(environment)}: ${kinds === '' ? 'differs' : kinds}`,
      [
        paragraph(
          `Writes go to ${writerText(plan.writer, plan.homeRegion)}. Nothing was changed: this is what a plan that only looks finds.`,
        ),
        ...groups.flatMap(({ sections }) => sections),
        ...(summary.omittedChanges === 0
          ? []
          : [paragraph(`… and ${summary.omittedChanges} more changes, which are counted and not shown.`)]),
      ],
      footer({ commit: plan.commit, runUrl: plan.runUrl }),
    ),
  };
}

/** The comment with which the issue is closed. */
export function renderDriftClosed({ environment, ...origin }: Origin & { readonly environment: string }): string {
  return onePart(`✅ ${code(environment)} is as its configuration says.`, [], footer(origin));
}

/** Something that the pipeline forgot, or should have done by now. */
export interface WatchdogFinding {
  /** The same for the same finding in the next run. */
  readonly id: string;
  readonly sentence: string;
  readonly whatToDo: string;
  readonly link?: string | undefined;
}

/** Renders the issue of the watchdog; `findings` are shown in the order of their ids. */
export function renderWatchdogIssue(
  findings: readonly WatchdogFinding[],
  origin: Origin = { commit: undefined, runUrl: undefined },
): IssueText {
  const sorted = [...findings].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const pieces = sorted.map((finding) => ({
    text: () =>
      `- **${sentence(finding.sentence)}** (${code(finding.id)})\n  ${sentence(finding.whatToDo)}${finding.link === undefined ? '' : ` ${link('Look here.', finding.link)}`}`,
    changes: 1,
  }));
  return {
    title: titleOf(`The pipeline needs attention: ${count(findings.length, 'finding')}`),
    body: onePart('## What should have happened by now', [{ ...plainSection(pieces), between: '\n' }], footer(origin)),
  };
}

/** The comment with which the watchdog's issue is closed. */
export function renderWatchdogClosed(origin: Origin = { commit: undefined, runUrl: undefined }): string {
  return onePart('✅ Nothing is overdue any more.', [], footer(origin));
}

export interface BreakGlass {
  readonly environment: string;
  /** Why the gate was overridden, in the words of the one who did it. */
  readonly reason: string;
  readonly actor: string;
  readonly runUrl: string;
  /** What the gate had to say. */
  readonly concerns: readonly string[];
  /** Addresses of the risky changes that are applied all the same. */
  readonly risky: readonly string[];
  readonly pullRequest: number | undefined;
  readonly commit?: string | undefined;
}

/** Renders the issue that is left for an audit before anything is applied. */
export function renderBreakGlassIssue(glass: BreakGlass): IssueText {
  return {
    title: titleOf(`Break-glass: risky changes of ${glass.environment} are applied without a fresh drill`),
    body: onePart(
      `## The drill gate of ${code(glass.environment)} was overridden`,
      [
        // The one who did it is to be called, and is the only one: GitHub gave the name.
        paragraph(
          `By ${mention(glass.actor)}${glass.pullRequest === undefined ? '' : `, for pull request #${glass.pullRequest}`}, in ${link('this run', glass.runUrl)}. The rules of disaster recovery were not overridden.`,
        ),
        paragraph(`**Reason given:** ${glass.reason.trim() === '' ? 'none' : sentence(glass.reason)}`),
        list('What the gate said:', glass.concerns.map(sentence)),
        list('Risky changes:', glass.risky.map(code)),
        paragraph(
          '**What to do:** drill this environment as soon as it is safe, look at what was applied, and close this issue with what came of both. No workflow changes or closes it.',
        ),
      ],
      footer({ commit: glass.commit, runUrl: glass.runUrl }),
    ),
  };
}

/** Renders what a pull request from a fork is told. */
export function renderForkNotice(origin: Origin = { commit: undefined, runUrl: undefined }): string {
  return onePart(
    '## Plan: ⏹️ not made for a fork',
    [
      paragraph(
        'Planning runs the code of a pull request with access to the account, so a pull request from a fork is given no credentials and is not planned. The checks that need no credentials do run.',
      ),
      paragraph(
        '**What a maintainer has to do:** read the whole change, above all `terraform/`, `actions/` and `.github/`. If it may run, push its commits to a branch of this repository and open a pull request from there; it is planned like any other. Do not merge this one without a plan: its apply stops, because nothing was reviewed.',
      ),
    ],
    footer(origin),
  );
}

/** Where writes go, for a sentence or a cell. */
export function writerText(writer: LiveWriter, homeRegion: string): string {
  switch (writer.state) {
    case 'known':
      return writer.region === homeRegion
        ? code(writer.region)
        : `${code(writer.region)} (⚠️ away from home, ${code(homeRegion)})`;
    case 'none':
      return 'no region: there is no database yet';
    case 'moving': {
      const from = writer.from === undefined ? '' : ` from ${code(writer.from)}`;
      const to = writer.to === undefined ? '' : ` to ${code(writer.to)}`;
      return `⚠️ a region that is changing: the writer is moving${from}${to}`;
    }
    case 'unknown':
      return `❔ an unknown region: ${sentence(writer.reason)}`;
  }
}

const ROLE_CHANGE_ADVICE =
  'Do not apply it. Move the writer home with a switchover drill, or make the present region the home region in the environment’s file.';
const DRIFT_ADVICE = 'Apply the default branch to put it back, or write the change into the configuration.';
const REAL_ADVICE = 'Look for a merged commit whose apply failed or never ran, and run its apply again.';
const EXPECTED_ADVICE = 'Nothing, until the writer is home again; it then disappears by itself.';

interface Group {
  readonly title: string;
  readonly number: number;
  readonly sections: readonly Section[];
}

function group(title: string, meaning: string, advice: string, pieces: readonly Piece[]): Group {
  return {
    title,
    number: pieces.length,
    sections: [
      paragraph(`### ${title}\n\n${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}. **What to do:** ${advice}`),
      plainSection(pieces),
    ],
  };
}

function list(title: string, items: readonly string[]): Section {
  const pieces = items.map((item) => ({ text: () => `- ${item}`, changes: 1 }));
  return { ...plainSection(pieces), open: `**${title}**\n\n`, reopen: '', between: '\n' };
}

/** A login that may be called; GitHub's have no other characters. */
function mention(login: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/.test(login) ? `@${login}` : code(login);
}

/** GitHub takes 256 characters, and reads no Markdown in them. */
function titleOf(text: string): string {
  return visibleLine(cut(text, LONGEST_NAME)).slice(0, 250);
}
