import type { IssueText } from '../ports/issues';
import { plainText } from '../report/markdown-table';
import type { Finding } from './finding';

/** One issue shows so many findings, and so much of each sentence, in characters; GitHub refuses longer issues. */
const MOST = 30;
const LONGEST_SENTENCE = 1_000;

/** The same findings make the same text, so that nothing is edited, and nobody told, for nothing. */
export function renderWatchdogIssue(environment: string, findings: readonly Finding[]): IssueText {
  const shown = findings.slice(0, MOST).map(renderFinding);
  const omitted = findings.length - shown.length;
  return {
    title: `Watchdog: something did not happen in ${environment}`,
    body: [
      `The watchdog looked at \`${plainText(environment)}\` and found:`,
      shown.join('\n'),
      ...(omitted === 0 ? [] : [`… and ${omitted} more; the log of the run names all of them.`]),
      'What each finding means is in docs/drift.md. This issue is kept up to date and closes by itself when nothing is found any more.',
    ].join('\n\n'),
  };
}

/** What is said when nothing is found (any more). */
export function renderWatchdogClosed(environment: string): string {
  return (
    `Nothing is missing in \`${plainText(environment)}\`: every merge was applied, the drills are fresh and passed, ` +
    'the schedules ran, and no lock or lease was left behind.'
  );
}

function renderFinding({ id, sentence, advice, runUrl }: Finding): string {
  const link = runUrl === undefined || !/^https?:\/\/[^\s()<>]+$/.test(runUrl) ? '' : ` ([run](${runUrl}))`;
  const shown = sentence.length > LONGEST_SENTENCE ? `${sentence.slice(0, LONGEST_SENTENCE)} …` : sentence;
  return `- **${id}**: ${plainText(shown)}${link}. To do: ${plainText(advice)}.`;
}
