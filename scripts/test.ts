import { spawnSync } from 'node:child_process';
import { ensurePythonEnvironment } from '../sandbox/emulator/python-environment';

// All checks, in the order of their speed; every one runs, so that a red run says everything that is wrong.

const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
const integration = [...jest, '-c', 'jest.integration.config.js'];
const PATIENT = [
  'test/terraform/',
  'test/e2e/story',
  'test/e2e/workflows',
  ...[
    'actions',
    'apply',
    'destroy',
    'doctor',
    'evidence',
    'guard',
    'plan',
    'runbooks',
    'scripts',
    'seal',
    'site',
    'watch',
  ].map((stage) => `test/${stage}/`),
];
const checks: readonly (readonly [name: string, args: readonly string[]])[] = [
  ['types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']],
  ['lint', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']],
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['workflows', ['--import', 'tsx', 'scripts/lint-workflows.ts']],
  ['action READMEs', ['--import', 'tsx', 'scripts/generate-action-readmes.ts', '--check']],
  ['Terraform docs', ['--import', 'tsx', 'scripts/generate-terraform-docs.ts', '--check']],
  ['list of rules', ['--import', 'tsx', 'scripts/generate-invariants.ts', '--check']],
  ['schema of evidence', ['--import', 'tsx', 'scripts/generate-evidence-schema.ts', '--check']],
  ['controls', ['--import', 'tsx', 'scripts/generate-controls.ts', '--check']],
  ['bundles', ['--import', 'tsx', 'scripts/check-bundles.ts']],
  ['Terraform', ['--import', 'tsx', 'scripts/check-terraform.ts']],
  ['unit tests', [...jest, '-c', 'jest.config.js']],
  // Most of their time Terraform waits between two looks at a resource, and what they measure has room: three files at a time.
  ['tests of the pipeline', [...integration, '--maxWorkers=3', ...PATIENT]],
  // These measure time: one file at a time.
  [
    'tests of the database and of the drills',
    [...integration, ...PATIENT.flatMap((path) => ['--testPathIgnorePatterns', path])],
  ],
];

await ensurePythonEnvironment('.sandbox', (message) => {
  console.log(message);
});
const failed: string[] = [];
for (const [name, args] of checks) {
  console.log(`\n── ${name}`);
  const began = Date.now();
  const { status } = spawnSync(process.execPath, [...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) failed.push(name);
  console.log(`── ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${Math.round((Date.now() - began) / 1000)} s)`);
}
if (failed.length > 0) console.error(`\nfailed: ${failed.join(', ')}`);
console.log(`\n${checks.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;
