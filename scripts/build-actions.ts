import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

// Bundles every action into its committed dist/.
for (const action of readdirSync('actions')) {
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/build-action.ts', action, `actions/${action}/dist`], {
    stdio: 'inherit',
  });
  console.log(`built actions/${action}/dist`);
}
