import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFunction, functionNames, zipFunction, zipOf } from '../tooling/functions/bundle';

// GitHub and Lambda run the committed bundles, not the sources: a bundle that does not belong to its sources is a review that did not happen.
const scratch = mkdtempSync(join(tmpdir(), 'dr-bundles-'));
const stale: string[] = [];
try {
  for (const action of readdirSync('actions')) {
    const built = join(scratch, action);
    const { status } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/build-action.ts', action, built], {
      stdio: 'inherit',
    });
    if (status !== 0) throw new Error(`actions/${action} could not be bundled`);
    const committed = join('actions', action, 'dist');
    const names = new Set([...readdirSync(built), ...readdirSync(committed)]);
    for (const name of names) if (!isSame(join(built, name), join(committed, name))) stale.push(join(committed, name));
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
for (const name of functionNames()) {
  const zip = Buffer.from(zipFunction(await bundleFunction(name)));
  if (!existsSync(zipOf(name)) || !zip.equals(readFileSync(zipOf(name)))) stale.push(zipOf(name));
}
if (stale.length > 0) {
  console.error(`not built from the present sources: ${stale.join(', ')}; run "npm run build" and commit the result`);
  process.exitCode = 1;
} else {
  console.log('bundles: built from the present sources');
}

function isSame(a: string, b: string): boolean {
  try {
    return readFileSync(a).equals(readFileSync(b));
  } catch {
    return false;
  }
}
