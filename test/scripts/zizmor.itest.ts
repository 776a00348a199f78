import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runZizmor } from '../../tooling/zizmor/zizmor';

let repository: string;

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'zizmor-'));
});

afterEach(() => {
  rmSync(repository, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(repository, path)), { recursive: true });
  writeFileSync(join(repository, path), text);
}

const check = (environment: NodeJS.ProcessEnv = process.env) =>
  runZizmor({ repository, stateDir: resolve('.sandbox'), onProgress: () => undefined, environment });

/** A workflow in which nothing is found. */
const workflow = (changes: { readonly on?: string; readonly step?: string } = {}) => `name: test
on:
  ${changes.on ?? 'push'}:
permissions: {}
concurrency:
  group: test-\${{ github.ref }}
  cancel-in-progress: true
jobs:
  test:
    name: test
    runs-on: ubuntu-latest
    steps:
      - ${changes.step ?? 'run: echo hello'}
`;

test('nothing is found in a harmless workflow', async () => {
  write('.github/workflows/test.yml', workflow());
  expect(await check()).toEqual({ verdict: 'ok', text: 'no findings in 1 files' });
});

describe('found is', () => {
  test.each([
    ['template-injection', { step: 'run: echo "${{ github.event.pull_request.title }}"' }],
    ['unpinned-uses', { step: 'uses: aws-actions/configure-aws-credentials@v4' }],
    ['dangerous-triggers', { on: 'pull_request_target' }],
    ['artipacked', { step: 'uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2' }],
  ])('%s', async (rule, changes) => {
    write('.github/workflows/test.yml', workflow(changes));
    const { verdict, text } = await check();
    expect(verdict).toBe('failed');
    expect(text).toContain(`[${rule}]`);
    expect(text).toContain('.github/workflows/test.yml:');
  });

  test('an injection in an action of ours', async () => {
    write('.github/workflows/test.yml', workflow());
    write(
      'actions/plan/action.yml',
      'name: a\ndescription: a\ninputs: { x: { description: x } }\nruns:\n  using: composite\n  steps:\n    - { run: "echo ${{ inputs.x }}", shell: bash }\n',
    );
    expect((await check()).text).toMatch(/\[template-injection\][^]*actions\/plan\/action\.yml/);
  });

  test('a comment that would silence it', async () => {
    write(
      '.github/workflows/test.yml',
      workflow({ on: 'pull_request_target: # zizmor: ignore[dangerous-triggers]\n  x' }),
    );
    expect(await check()).toEqual({
      verdict: 'failed',
      text: '.github/workflows/test.yml:3: a comment that silences zizmor; exceptions belong in tooling/zizmor/zizmor.yml, with a reason',
    });
  });

  test('a file that is no workflow', async () => {
    write('.github/workflows/test.yml', 'on: push\njobs: [\n');
    const { verdict, text } = await check();
    expect(verdict).toBe('failed');
    expect(text).toContain('zizmor itself failed');
  });

  test('nothing to check at all', async () => {
    expect((await check()).verdict).toBe('failed');
  });
});

test('where it cannot be installed, that is said', async () => {
  write('.github/workflows/test.yml', workflow());
  const environment = { ...process.env, SANDBOX_PYTHON: '/nowhere/python' };
  const outcome = await runZizmor({
    repository,
    stateDir: join(repository, 'state'),
    onProgress: () => undefined,
    environment,
  });
  expect(outcome.verdict).toBe('failed');
  expect(outcome.text).toContain('zizmor could not be installed');
});

test('every exception has its reason above it', () => {
  const lines = readFileSync('tooling/zizmor/zizmor.yml', 'utf8').split('\n');
  const exceptions = lines.flatMap((line, index) => (/^\s+(?:- |disable:)/.test(line) ? [index] : []));
  expect(exceptions.length).toBeGreaterThan(0);
  for (const index of exceptions) expect(lines[index - 1]).toMatch(/^\s+# \S/);
});
