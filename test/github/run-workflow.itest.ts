import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { runWorkflow, type WorkflowRun } from '../../sandbox/github/run-workflow';
import { ensurePythonEnvironment } from '../../sandbox/emulator/python-environment';

// The local runner stands in for GitHub's: what it does otherwise would hide mistakes of the workflows.

let act: string;
let scratch: string;
let workspace: string;
let runs: number;

beforeAll(async () => {
  ({ act } = await ensurePythonEnvironment(resolve('.sandbox'), () => undefined));
});

beforeEach(() => {
  runs = 0;
  scratch = mkdtempSync(join(tmpdir(), 'run-workflow-'));
  workspace = join(scratch, 'checkout');
  write('README', 'main\n');
  git('init', '--quiet', '--initial-branch=main');
  commit();
});

afterEach(() => {
  rmSync(scratch, { recursive: true, force: true });
});

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd: workspace })
    .toString()
    .trim();
}

function commit(): void {
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message=state');
}

function write(path: string, text: string): void {
  const file = join(workspace, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function run(workflow: string, changes: Partial<WorkflowRun> = {}) {
  write('.github/workflows/test.yml', workflow);
  commit();
  const directory = join(scratch, `run-${++runs}`);
  return runWorkflow({
    act,
    workspace,
    workflow: 'test.yml',
    event: 'push',
    payload: { repository: { full_name: 'acme/database' } },
    environment: { GITHUB_REPOSITORY: 'acme/database' },
    variables: {},
    secrets: {},
    directory,
    artifacts: join(directory, 'artifacts'),
    onLine: () => undefined,
    signal: new AbortController().signal,
    ...changes,
  });
}

const CHECKOUT = 'actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683';
const UPLOAD = 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02';
const DOWNLOAD = 'actions/download-artifact@d3f86a106a0bac45b974a628896c90dbdf5c8093';

test('a queued concurrency group, an environment by expression and a matrix that an earlier job made', async () => {
  const { succeeded, log } = await run(`
on: push
permissions: {}
concurrency:
  group: all
  queue: max
jobs:
  select:
    runs-on: ubuntu-latest
    outputs:
      matrix: \${{ steps.s.outputs.matrix }}
    steps:
      - id: s
        run: echo 'matrix={"include":[{"environment":"a"},{"environment":"b"}]}' >> "$GITHUB_OUTPUT"
  work:
    needs: select
    runs-on: ubuntu-latest
    environment: \${{ matrix.environment }}-drill
    concurrency:
      group: dr-\${{ matrix.environment }}
      cancel-in-progress: false
      queue: max
    strategy:
      matrix: \${{ fromJSON(needs.select.outputs.matrix) }}
    steps:
      - run: echo "works on $NAME in $GITHUB_WORKFLOW_REF"
        env:
          NAME: \${{ matrix.environment }}
`);
  expect(log).toContain('works on a in acme/database/.github/workflows/test.yml@refs/heads/main');
  expect(log).toContain('works on b');
  expect(succeeded).toBe(true);
});

test('a pull request of a fork runs the workflow of the default branch', async () => {
  const payload = {
    number: 7,
    pull_request: { number: 7, head: { repo: { full_name: 'mallory/database' } }, base: { ref: 'main' } },
  };
  const { log } = await run(
    `
on: pull_request_target
jobs:
  notice:
    if: github.event.pull_request.head.repo.full_name != github.repository
    runs-on: ubuntu-latest
    steps:
      - run: echo "$GITHUB_EVENT_NAME of a fork"
`,
    { event: 'pull_request_target', payload },
  );
  expect(log).toContain('pull_request_target of a fork');
});

test('a schedule', async () => {
  const { log } = await run(
    'on: { schedule: [{ cron: "1 2 * * *" }] }\njobs: { a: { runs-on: ubuntu-latest, steps: [{ run: "echo by $GITHUB_EVENT_NAME" }] } }',
    { event: 'schedule', payload: { schedule: '1 2 * * *' } },
  );
  expect(log).toContain('by schedule');
});

test('a checkout of another commit has the files of that commit; of one that is not here, those of the workspace', async () => {
  const before = git('rev-parse', 'HEAD');
  write('README', 'changed\n');
  const checkout = (ref: string) =>
    run(`
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ${CHECKOUT} # v4.2.2
        with:
          ref: ${ref}
          persist-credentials: false
      - run: echo "README is $(cat README)"
`);
  expect((await checkout(before)).log).toContain('README is main');
  expect((await checkout('refs/pull/7/merge')).log).toContain('README is changed');
});

describe('artifacts', () => {
  const upload = (settings: string, before = 'mkdir out && echo 1 > out/a.json') => `
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: ${before}
      - uses: ${UPLOAD} # v4.6.2
        with:
${settings.replace(/^/gm, '          ')}
`;

  test('of a matrix are downloaded into a directory each, and one by its name into the directory itself', async () => {
    const { log, succeeded } = await run(`
on: push
jobs:
  plan:
    runs-on: ubuntu-latest
    strategy:
      matrix: { environment: [one, two] }
    steps:
      - run: mkdir -p out/deep && echo "of $NAME" > out/deep/plan.json
        env:
          NAME: \${{ matrix.environment }}
      - uses: ${UPLOAD} # v4.6.2
        with:
          name: plan-\${{ matrix.environment }}
          path: out
          if-no-files-found: error
  comment:
    needs: plan
    if: always()
    runs-on: ubuntu-latest
    steps:
      - uses: ${DOWNLOAD} # v4.3.0
        with:
          pattern: plan-*
          path: plans
          merge-multiple: false
      - uses: ${DOWNLOAD} # v4.3.0
        with:
          name: plan-two
          path: second
      - uses: ${DOWNLOAD} # v4.3.0
        with:
          pattern: nothing-*
          path: none
      - run: |
          cat plans/plan-one/deep/plan.json plans/plan-two/deep/plan.json
          echo "single $(cat second/deep/plan.json)"
          test -d none || echo "none is no error"
`);
    expect(log).toContain('] of one');
    expect(log).toContain('] of two');
    expect(log).toContain('single of two');
    expect(log).toContain('none is no error');
    expect(succeeded).toBe(true);
  });

  test.each([
    ['error', false],
    ['warn', true],
    ['ignore', true],
  ])('without files, if-no-files-found: %s', async (setting, expected) => {
    const settings = `name: x\npath: nowhere\nif-no-files-found: ${setting}`;
    expect((await run(upload(settings))).succeeded).toBe(expected);
  });

  test('one that is there is not replaced, unless that is asked for', async () => {
    const twice = (overwrite: boolean) =>
      `${upload('name: x\npath: out')}      - uses: ${UPLOAD} # v4.6.2\n        with: { name: x, path: out/a.json, overwrite: ${overwrite} }\n`;
    expect((await run(twice(false))).log).toContain('(409) Conflict');
    expect((await run(twice(true))).succeeded).toBe(true);
    expect(readdirSync(join(scratch, 'run-2', 'artifacts', 'x'))).toEqual(['a.json']);
  });

  test('one that is not there cannot be downloaded by its name', async () => {
    const text = upload('name: x\npath: out').replace(UPLOAD, DOWNLOAD).replace('name: x', 'name: gone');
    const { succeeded, log } = await run(text);
    expect(log).toContain('Artifact not found for name: gone');
    expect(succeeded).toBe(false);
  });
});

describe('a run that is cancelled', () => {
  /** An action that writes what happens to it, and starts a process of its own as the ones here start Terraform. */
  function action(onInterrupt: string): void {
    write('action/action.yml', 'name: a\ndescription: a\nruns: { using: node24, main: index.cjs }\n');
    write(
      'action/index.cjs',
      `const { appendFileSync } = require('node:fs');
       const { spawn } = require('node:child_process');
       const say = (text) => appendFileSync(process.env.JOURNAL, text + '\\n');
       const child = spawn(process.execPath, ['-e', 'process.on("SIGINT", () => {}); setInterval(() => {}, 1000)', process.env.JOURNAL], { detached: true, stdio: 'ignore' });
       process.on('SIGINT', () => { say('interrupted'); ${onInterrupt} });
       process.on('SIGTERM', () => say('terminated'));
       say('started');
       setInterval(() => undefined, 1000);`,
    );
  }

  const WORKFLOW = `
on: push
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: ${CHECKOUT} # v4.2.2
      - uses: ./action
      - run: echo next >> "$JOURNAL"
      - if: always()
        run: echo always >> "$JOURNAL"
`;

  async function cancelled() {
    const journal = join(scratch, 'run-1', 'journal');
    const controller = new AbortController();
    const ending = run(WORKFLOW, { signal: controller.signal, environment: { JOURNAL: journal } });
    for (let tries = 0; !existsSync(journal); tries++) {
      if (tries > 200) throw new Error('the step did not start');
      await delay(50);
    }
    const began = performance.now();
    controller.abort();
    const { succeeded } = await ending;
    const left = execFileSync('ps', ['-A', '-o', 'args='])
      .toString()
      .split('\n')
      .filter((line) => line.includes(scratch));
    const lines = readFileSync(journal, 'utf8').trim().split('\n');
    return { succeeded, left, lines, seconds: (performance.now() - began) / 1000 };
  }

  test('lets a step end in its own way, and runs what runs always', async () => {
    action("setTimeout(() => { say('tidied up'); child.kill('SIGKILL'); process.exit(1); }, 2000);");
    const { seconds, ...rest } = await cancelled();
    expect(rest).toEqual({
      succeeded: false,
      left: [],
      lines: ['started', 'interrupted', 'tidied up', 'always'],
    });
    expect(seconds).toBeLessThan(7);
  });

  test('orders one that does not end to do so after 7.5 seconds, and kills it with all its processes after 10', async () => {
    action('');
    const { seconds, ...rest } = await cancelled();
    expect(rest).toEqual({ succeeded: false, left: [], lines: ['started', 'interrupted', 'terminated', 'always'] });
    expect(seconds).toBeGreaterThan(9.5);
  });

  test('kills what a step leaves behind', async () => {
    action('process.exit(1);');
    expect(await cancelled()).toMatchObject({ left: [], lines: ['started', 'interrupted', 'always'] });
  });
});
