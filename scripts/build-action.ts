import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';

// Bundles one action: build-action.ts <name> <directory>. Reproducible and readable (not minified), so that a reviewer, and CI, can
// tell whether a bundle belongs to the sources. Types are checked by tsc, not here.
const [action, directory] = process.argv.slice(2);
if (action === undefined || directory === undefined) throw new Error('usage: build-action.ts <name> <directory>');
// A mode that is loaded when it is asked for is a file of its own; one that is gone must not stay.
rmSync(directory, { recursive: true, force: true });
execFileSync(
  process.execPath,
  [
    'node_modules/@vercel/ncc/dist/ncc/cli.js',
    'build',
    `actions/${action}/src/index.ts`,
    '-o',
    directory,
    '--transpile-only',
    '--no-cache',
    '--quiet',
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
