import { readFileSync, writeFileSync } from 'node:fs';
import { RULES } from '../src/plan/invariants';
import { HCL_RULES } from '../tooling/hcl-rules/rules';

// Writes docs/invariants.md from the tables of rules. With --check it only says whether it is up to date.

const FILE = 'docs/invariants.md';

const table = (rules: readonly { id: string; sentence: string; requirements: readonly string[] }[]) =>
  [
    '| id | rule | requirements |',
    '| --- | --- | --- |',
    ...rules.map(
      ({ id, sentence, requirements }) => `| ${id} | ${sentence.replaceAll('|', '\\|')} | ${requirements.join(', ')} |`,
    ),
  ].join('\n');

const text = `# Rules of disaster recovery

Generated from the rules themselves by \`npm run generate\`; change the text there. Requirements are those of [requirements.md](requirements.md).

## What every plan is checked against

These rules judge the plan of a pull request and of an apply (\`src/plan/invariants.ts\`); a broken one blocks both, and the comment names the
resource and what to do. \`DR0xx\` judge what a plan does, the others what there will be after it. What is only known after apply breaks no rule; where it
comes from is followed through the configuration instead. What you add beside the modules of this repository is yours: only \`DR001\` to \`DR005\`
and \`DR007\` look at it, and \`DR116\`, where it opens our database. Each \`DR1xx\` and above is shown to work by a broken copy of the configuration
in \`test/terraform/mutants.itest.ts\`.

${table(RULES)}

## What no plan shows

Lifecycles, dependencies, ephemeral values, validations and comments are only in the text. These rules judge it in this repository's own tests
(\`tooling/hcl-rules\`, \`test/terraform/hcl-rules.test.ts\`).

${table(HCL_RULES)}
`;

if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (readFileSync(FILE, 'utf8') !== text) {
  console.error(`${FILE} is not up to date; run "npm run generate"`);
  process.exitCode = 1;
}
