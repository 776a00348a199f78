import { DRILL_KINDS } from '../drill/kinds';
import { CHECKED_WORD, CONTROLS, NO_LEGAL_ADVICE, NOT_IN_THE_EVIDENCE } from './controls';
import { DOES_NOT_PROVE, PROVES } from './drill-words';

/** The text of docs/controls.md, from the same tables as the page of the evidence site. Ours alone, so nothing in it needs to be made harmless. */
export function controlsDocument(): string {
  const rows = CONTROLS.map(({ framework, clause, asks, kinds, evidence, checked }) => [
    framework,
    clause,
    asks,
    kinds.join(', '),
    evidence,
    CHECKED_WORD[checked],
  ]);
  return `# Controls and evidence

Generated from \`src/report/controls.ts\` by \`npx tsx scripts/generate-controls.ts\`; change the text there. The evidence site has the same table.

${NO_LEGAL_ADVICE}

${table(['framework', 'clause', 'what it asks for, in our words', 'drills', 'our evidence', 'wording checked'], rows)}

${NOT_IN_THE_EVIDENCE}

## What a kind of drill shows, and what not

${table(
  ['kind', 'it shows', 'it does not prove'],
  DRILL_KINDS.map((kind) => [kind, PROVES[kind], DOES_NOT_PROVE[kind]]),
)}
`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
