import { count as countOf } from '../report/inline';
import { visibleLine } from '../report/visible';
import type { Check, Section } from './check';

const MARK: Readonly<Record<Check['status'], string>> = {
  ok: 'ok         ',
  warning: 'warning    ',
  problem: 'PROBLEM    ',
  'not checked': 'not checked',
};

/**
 * The sections as text for a terminal: one line for each check, what to do indented below it. Names come from AWS, GitHub and Terraform's
 * tables, so characters that move the cursor or fake a line are shown as codes.
 */
export function printSections(environment: string, sections: readonly Section[]): string {
  const count = (status: Check['status']) =>
    sections.flatMap(({ checks }) => checks).filter((check) => check.status === status).length;
  const plural = (status: 'problem' | 'warning') => countOf(count(status), status);
  return [
    `Doctor for ${environment}`,
    ...sections.flatMap(({ title, checks }) => ['', title, ...checks.flatMap(printCheck)]),
    '',
    `${plural('problem')}, ${plural('warning')}, ${count('not checked')} not checked, ${count('ok')} ok`,
  ].join('\n');
}

function printCheck({ status, sentence, advice, details = [] }: Check): readonly string[] {
  const indent = ' '.repeat(MARK.ok.length + 4);
  const shown = status === 'not checked' ? sentence.replace(/^not checked: /, '') : sentence;
  return [
    `  ${MARK[status]}  ${visibleLine(shown)}`,
    ...details.map((detail) => `${indent}${visibleLine(detail)}`),
    ...advice.map((line) => `${indent}→ ${visibleLine(line)}`),
  ];
}
