import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

// Makes test/fixtures/plans/<case>/plan.json with the Terraform on this machine: before.tf (where there is one) is applied, then
// main.tf is planned. Only built-in resources are used, so no provider is needed.

const FIXTURES = 'test/fixtures/plans';

for (const name of readdirSync(FIXTURES)) {
  const directory = join(FIXTURES, name);
  const scratch = mkdtempSync(join(tmpdir(), 'dr-fixture-'));
  const terraform = (...args: readonly string[]): string =>
    execFileSync('terraform', [`-chdir=${scratch}`, ...args], {
      env: { PATH: process.env['PATH'], TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' },
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 64 * 1024 * 1024,
    }).toString();
  try {
    for (const stage of ['before.tf', 'main.tf']) {
      if (!readdirSync(directory).includes(stage)) continue;
      writeFileSync(join(scratch, 'main.tf'), readFileSync(join(directory, stage)));
      terraform('init', '-no-color', '-input=false');
      if (stage === 'before.tf') terraform('apply', '-no-color', '-input=false', '-auto-approve');
      else terraform('plan', '-no-color', '-input=false', '-out=plan.tfplan');
    }
    const plan = z.record(z.string(), z.unknown()).parse(JSON.parse(terraform('show', '-json', 'plan.tfplan')));
    // A new time would make every fixture a change.
    delete plan['timestamp'];
    writeFileSync(join(directory, 'plan.json'), `${JSON.stringify(plan, undefined, 1)}\n`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
