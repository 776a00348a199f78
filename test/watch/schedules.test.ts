import { beforeEach, describe, expect, test } from '@jest/globals';
import { missedSchedule } from '../../src/watch/schedules';
import { MemoryHistory, MemoryRuns, run, RUN_URL } from './pipeline-signs';

const WEEKLY = "on:\n  schedule:\n    - cron: '23 9 * * 0'\n  workflow_dispatch:\njobs: {}\n";
/** A Wednesday; the schedule was due on Sunday, the 8th, at 09:23. */
const NOW = new Date('2026-03-11T12:00:00Z');

let history: MemoryHistory;
let runs: MemoryRuns;
let file: string | undefined;
let state: string | undefined;

beforeEach(() => {
  history = new MemoryHistory();
  runs = new MemoryRuns();
  file = WEEKLY;
  state = 'active';
});

const look = (now = NOW) =>
  missedSchedule('drill.yml', now, {
    checkout: { read: async (path) => (path === '.github/workflows/drill.yml' ? file : undefined) },
    history,
    runs,
    states: { of: async () => state },
  });

function ranOn(time: string, event = 'schedule'): void {
  runs.add('drill.yml', run(9, { event, createdAt: new Date(time) }));
}

describe('a schedule', () => {
  test('was kept when it ran since it was last due, late as GitHub is', async () => {
    ranOn('2026-03-08T11:40:00Z');
    expect(await look()).toBeUndefined();
  });

  test('was missed when its last run is older', async () => {
    ranOn('2026-03-01T09:30:00Z');
    expect(await look()).toEqual({
      id: 'schedule-missed',
      sentence: 'drill.yml was due on 2026-03-08 09:23 UTC and did not run: the last run was on 2026-03-01 09:30 UTC',
      whatToDo: 'run it by hand ("gh workflow run drill.yml") and see whether it runs the next time',
      link: `${RUN_URL}9`,
    });
  });

  test('is not kept by a run that somebody started by hand', async () => {
    ranOn('2026-03-09T09:30:00Z', 'workflow_dispatch');
    expect((await look())?.sentence).toBe(
      'drill.yml was due on 2026-03-08 09:23 UTC and did not run: it has never run by its schedule',
    );
  });

  test('may be hours late', async () => {
    ranOn('2026-03-01T09:30:00Z');
    expect(await look(new Date('2026-03-08T15:00:00Z'))).toBeUndefined();
    expect(await look(new Date('2026-03-08T15:30:00Z'))).toBeDefined();
  });

  test('could not be missed before it was there', async () => {
    history.changes.set('.github/workflows/drill.yml', new Date('2026-03-09T00:00:00Z'));
    expect(await look()).toBeUndefined();
  });

  test('counts the one that was due last of several', async () => {
    file = "on:\n  schedule:\n    - cron: '0 0 1 * *'\n    - cron: '0 6 * * *'\n";
    ranOn('2026-03-10T06:10:00Z');
    expect((await look(new Date('2026-03-11T12:01:00Z')))?.sentence).toMatch(/due on 2026-03-11 06:00 UTC/);
  });
});

describe('a workflow that cannot run', () => {
  test.each([
    ['disabled_inactivity', 'it was disabled, because nothing happened in the repository for 60 days'],
    ['disabled_manually', 'somebody disabled it'],
    [undefined, 'it does not know the workflow; is it on the default branch?'],
  ])('is found at once: %s', async (word, sentence) => {
    ranOn('2026-03-08T11:40:00Z');
    state = word;
    expect((await look())?.sentence).toBe(`GitHub does not run drill.yml: ${sentence}`);
  });

  test.each([
    ['is not there', undefined, '.github/workflows/drill.yml does not exist'],
    ['has no schedule', 'on: push\n', '.github/workflows/drill.yml has no schedule that can be read'],
    [
      'has a schedule that is none',
      "on:\n  schedule:\n    - cron: 'whenever'\n",
      '.github/workflows/drill.yml has no schedule that can be read',
    ],
  ])('is found when its file %s', async (_what, text, sentence) => {
    file = text;
    expect((await look())?.sentence).toBe(sentence);
  });
});
