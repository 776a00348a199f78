import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

// The committed bundles, run as GitHub runs them.

function run(action: string, inputs: Readonly<Record<string, string>>) {
  const scratch = mkdtempSync(join(tmpdir(), 'bundle-'));
  const outputFile = join(scratch, 'output');
  writeFileSync(outputFile, '');
  try {
    const { status, stdout } = spawnSync(process.execPath, [`actions/${action}/dist/index.js`], {
      env: {
        PATH: process.env['PATH'],
        GITHUB_REPOSITORY: 'acme/database',
        GITHUB_WORKSPACE: process.cwd(),
        GITHUB_OUTPUT: outputFile,
        ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      },
      encoding: 'utf8',
      timeout: 30_000,
    });
    return { status, stdout, outputs: readFileSync(outputFile, 'utf8') };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

describe('bad inputs end in an error that names the input and what is allowed', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['plan', { mode: 'explode' }, 'input "mode" is "explode"; allowed: select, select-drills, plan'],
    ['plan', { mode: 'plan' }, 'input "environment" is required'],
    ['plan', { mode: 'select', target: 'gcp' }, 'input "target" is "gcp"; allowed: aws, sandbox'],
    ['plan', { mode: 'select', base: '--output=x' }, '"--output=x" is not a full commit hash'],
    ['apply', {}, 'input "environment" is required'],
    ['apply', { environment: 'production' }, 'input "github-token" is required'],
    [
      'drill',
      { environment: 'x', 'database-ca-file': 'ca', kind: 'flood' },
      'input "kind" is "flood"; allowed: switchover, failover, restore, detection, rotation',
    ],
    ['drill', { environment: 'x', 'database-ca-file': 'ca', kind: 'failover' }, 'input "fault-hook-url" is required'],
    [
      'drill',
      { environment: 'x', 'database-ca-file': 'ca', kind: 'failover', 'fault-hook-url': 'http://example.com' },
      'input "fault-hook-url" must be an https URL',
    ],
    [
      'drill',
      { environment: 'x', 'database-ca-file': 'ca', kind: 'switchover', 'fail-back': 'yes' },
      'input "fail-back" is "yes"; allowed: true, false',
    ],
    [
      'drill',
      { environment: 'x', 'database-ca-file': 'ca', kind: 'switchover', 'move-limit-seconds': '-1' },
      'allowed: a whole number from 5 to 3600',
    ],
    [
      'drill',
      { environment: 'x', 'database-ca-file': 'ca', kind: 'restore', 'socks-proxy': 'http://p:1' },
      'expected socks5h://host:port',
    ],
    ['drill', { environment: 'x', kind: 'restore' }, 'input "database-ca-file" is required'],
  ])('%s %j', (action, inputs, message) => {
    const { status, stdout } = run(action, inputs);
    expect(stdout).toContain(message);
    expect(status).toBe(1);
  });
});

test('G3: select writes the matrix of all environments', () => {
  const { status, outputs } = run('plan', { mode: 'select' });
  expect(status).toBe(0);
  expect(outputs).toContain(
    '"environment":"production","region":"us-west-2","plan-role":"arn:aws:iam::123456789012:role/iam-plan-prod"',
  );
  expect(outputs).not.toContain('"environment":"sandbox"');
});
