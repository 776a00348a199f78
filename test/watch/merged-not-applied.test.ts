import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { findEnvironment, loadEnvironments } from '../../src/environment/load-environments';
import { rememberApply, type ApplyRecord } from '../../src/records/apply-record';
import { mergedNotApplied } from '../../src/watch/merged-not-applied';
import { MapStore, MemoryHistory, MemoryRuns, run, RUN_URL } from './pipeline-signs';

const FILES = ['production', 'sandbox'].map((name) => ({
  file: `environments/${name}.yaml`,
  text: readFileSync(`environments/${name}.yaml`, 'utf8'),
}));
const ALL = loadEnvironments(FILES);
const PRODUCTION = findEnvironment(ALL, 'production', 'aws');
const NOW = new Date('2026-03-10T12:00:00Z');
const HOUR = 3_600_000;

const sha = (digit: string) => digit.repeat(40);

let history: MemoryHistory;
let store: MapStore;
let runs: MemoryRuns;

beforeEach(() => {
  history = new MemoryHistory();
  store = new MapStore();
  runs = new MemoryRuns();
});

/** Puts commits on the branch, newest first, each a day before the one before it. */
function commits(...digits: readonly string[]): void {
  history.commits = digits.map((digit, index) => ({
    sha: sha(digit),
    at: new Date(NOW.getTime() - (index + 1) * 24 * HOUR),
    changedFiles: ['environments/production.yaml'],
  }));
}

async function record(digit: string, facts: Partial<ApplyRecord> & Pick<ApplyRecord, 'state'>): Promise<void> {
  await rememberApply(store, 'production', {
    commit: sha(digit),
    at: '2026-03-09T12:10:00Z',
    runUrl: `${RUN_URL}77`,
    ...facts,
  });
}

const look = () =>
  mergedNotApplied(
    { environment: PRODUCTION, all: ALL, now: NOW, days: 14, graceMs: 4 * HOUR },
    { history, store, runs },
  );
const sentences = async () => (await look()).map(({ sentence }) => sentence);

describe('a commit that touches the environment', () => {
  test('has to have been applied', async () => {
    commits('a');
    expect(await look()).toEqual([
      {
        id: 'merged-not-applied',
        sentence:
          'commit aaaaaaaaaaaa was merged on 2026-03-09 12:00 UTC, and its apply was never begun: GitHub knows of no run of apply.yml for it',
        whatToDo:
          'see whether apply.yml is enabled; a later push to the default branch that touches this environment applies it too',
      },
    ]);
  });

  test.each(['applied', 'nothing'] as const)('is done when its apply ended as "%s"', async (state) => {
    commits('a');
    await record('a', { state });
    expect(await look()).toEqual([]);
  });

  test('is done when a later commit was applied', async () => {
    commits('b', 'a');
    await record('a', { state: 'failed' });
    await record('b', { state: 'applied' });
    expect(await look()).toEqual([]);
  });

  test('is not done by an earlier commit that was applied', async () => {
    commits('b', 'a');
    await record('a', { state: 'applied' });
    expect(await sentences()).toEqual([expect.stringMatching(/^commit bbbbbbbbbbbb was merged/)]);
  });

  test('may wait for its approval for a while, and the one before it may not hide behind it', async () => {
    commits('b', 'a');
    const [newest, ...others] = history.commits;
    if (newest === undefined) throw new Error('there is no commit');
    history.commits = [{ ...newest, at: new Date(NOW.getTime() - 3 * HOUR) }, ...others];
    expect(await sentences()).toEqual([expect.stringMatching(/^commit aaaaaaaaaaaa was merged/)]);
  });

  test('names the run that waits for its approval', async () => {
    commits('a');
    runs.add('apply.yml', run(5, { headSha: sha('a'), status: 'waiting', conclusion: undefined }));
    expect(await look()).toMatchObject([
      { sentence: expect.stringMatching(/its run is "waiting"$/), link: `${RUN_URL}5` },
    ]);
  });

  test('names the run that ended before it began to apply', async () => {
    commits('a');
    runs.add('apply.yml', run(5, { headSha: sha('a'), conclusion: 'cancelled' }));
    expect(await sentences()).toEqual([expect.stringMatching(/its run ended as "cancelled"$/)]);
  });

  test('says why its apply was stopped, or failed half-way', async () => {
    commits('b', 'a');
    await record('b', { state: 'stopped', reason: 'the plan differs from the reviewed one' });
    await record('a', { state: 'failed', reason: 'RDS said no' });
    expect(await look()).toMatchObject([
      {
        sentence:
          'the apply of commit bbbbbbbbbbbb was stopped on 2026-03-09 12:10 UTC, before it changed anything: the plan differs from the reviewed one',
        link: `${RUN_URL}77`,
      },
      { sentence: 'the apply of commit aaaaaaaaaaaa failed half-way on 2026-03-09 12:10 UTC: RDS said no' },
    ]);
  });

  test('was killed when it was begun and its run is over, or older than any job', async () => {
    commits('b', 'a');
    runs.add('apply.yml', run(77, { conclusion: 'cancelled' }));
    await record('b', { state: 'started', at: '2026-03-10T11:00:00Z' });
    await record('a', { state: 'started', runUrl: `${RUN_URL}1` });
    expect(await sentences()).toEqual([
      'the apply of commit bbbbbbbbbbbb was begun on 2026-03-10 11:00 UTC and never ended: its run was killed',
      'the apply of commit aaaaaaaaaaaa was begun on 2026-03-09 12:10 UTC and never ended: its run was killed',
    ]);
  });

  test('is left alone while it is being applied', async () => {
    commits('a');
    runs.add('apply.yml', run(77, { status: 'in_progress', conclusion: undefined }));
    await record('a', { state: 'started', at: '2026-03-10T11:00:00Z' });
    expect(await look()).toEqual([]);
  });
});

test.each([
  ['another environment', ['environments/sandbox.yaml']],
  ['texts only', ['README.md', 'terraform/README.md', 'docs/drills.md']],
  ['an environment that is gone by now', ['environments/staging.yaml']],
])('a commit that changes %s needs no apply', async (_what, changedFiles) => {
  history.commits = [{ sha: sha('a'), at: new Date('2026-03-08T00:00:00Z'), changedFiles }];
  expect(await look()).toEqual([]);
});

test('a commit that changes what all environments share needs one', async () => {
  history.commits = [{ sha: sha('a'), at: new Date('2026-03-08T00:00:00Z'), changedFiles: ['terraform/database.tf'] }];
  expect(await sentences()).toHaveLength(1);
});

test('what is older than asked for is not looked at', async () => {
  history.commits = [
    { sha: sha('a'), at: new Date('2026-02-01T00:00:00Z'), changedFiles: ['environments/production.yaml'] },
  ];
  expect(await look()).toEqual([]);
});
