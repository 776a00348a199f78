import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

// Bundles each action into actions/<name>/dist. The bundles are committed, because GitHub runs what is in the repository; they are
// reproducible, so that CI can tell whether they belong to the sources. Types are checked by tsc, not here.
for (const action of readdirSync('actions')) {
  execFileSync(
    process.execPath,
    [
      'node_modules/@vercel/ncc/dist/ncc/cli.js',
      'build',
      `actions/${action}/src/index.ts`,
      '-o',
      `actions/${action}/dist`,
      '--transpile-only',
      '--no-cache',
      '--quiet',
    ],
    { stdio: 'inherit' },
  );
  console.log(`built actions/${action}/dist`);
}
