import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

// Writes the tables of inputs and outputs of each action's README from its action.yml, between two markers. With --check it only says
// whether they are up to date.

const field = z.object({
  description: z.string(),
  required: z.boolean().default(false),
  default: z.string().optional(),
});
const actionSchema = z.object({
  inputs: z.record(z.string(), field).default({}),
  outputs: z.record(z.string(), field).default({}),
});
const START = '<!-- generated from action.yml -->';
const END = '<!-- end of generated -->';

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
let isStale = false;
for (const action of readdirSync('actions')) {
  const { inputs, outputs } = actionSchema.parse(parse(readFileSync(`actions/${action}/action.yml`, 'utf8')));
  const rows = [
    '| input | required | default | meaning |',
    '| --- | --- | --- | --- |',
    ...Object.entries(inputs).map(
      ([name, { description, required, default: fallback }]) =>
        `| \`${name}\` | ${required ? 'yes' : 'no'} | ${fallback === undefined ? '' : `\`${fallback}\``} | ${cell(description)} |`,
    ),
    '',
    '| output | meaning |',
    '| --- | --- |',
    ...Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`),
  ];
  const file = `actions/${action}/README.md`;
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(START);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${file} lacks the markers ${START} and ${END}`);
  const updated = `${before}${START}\n${rows.join('\n')}\n${END}${after}`;
  if (updated === text) continue;
  isStale = true;
  if (process.argv.includes('--check')) console.error(`${file} is not up to date; run "npm run generate"`);
  else writeFileSync(file, updated);
}
if (isStale && process.argv.includes('--check')) process.exitCode = 1;
