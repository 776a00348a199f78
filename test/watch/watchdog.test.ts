import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { findEnvironment, loadEnvironments } from '../../src/environment/load-environments';
import type { DrillState } from '../../src/ports/drill-state';
import type { LeaseHolder } from '../../src/ports/lease';
import { rememberDrill, type DrillRecord } from '../../src/records/drill-record';
import { runWatchdog } from '../../src/watch/watchdog';
import { MemoryDrillState } from '../fakes/memory-drill-state';
import { MemoryLogger } from '../fakes/logger';
import {
  MapStore,
  MemoryHistory,
  MemoryIssues,
  MemoryRuns,
  run,
  RUN_URL,
  toldDrill,
  untoldDrill,
} from './pipeline-signs';

const FILES = ['production', 'sandbox'].map((name) => ({
  file: `environments/${name}.yaml`,
  text: readFileSync(`environments/${name}.yaml`, 'utf8'),
}));
const ALL = loadEnvironments(FILES);
const PRODUCTION = findEnvironment(ALL, 'production', 'aws');
const NOW = new Date('2026-03-10T12:00:00Z');
const MARKER = 'watchdog:production';

let history: MemoryHistory;
let store: MapStore;
let runs: MemoryRuns;
let issues: MemoryIssues;
let drillState: MemoryDrillState;
let holder: LeaseHolder | undefined;
let isTableLost: boolean;

const drill = (facts: Partial<DrillRecord> & Pick<DrillRecord, 'kind'>) =>
  rememberDrill(store, 'production', {
    verdict: 'passed',
    finishedAt: '2026-03-08T10:00:00.000Z',
    runUrl: `${RUN_URL}3`,
    ...facts,
  });

/** A pipeline in which all is well. */
beforeEach(async () => {
  history = new MemoryHistory();
  store = new MapStore();
  runs = new MemoryRuns();
  issues = new MemoryIssues();
  drillState = new MemoryDrillState();
  drillState.stored = { kind: 'state', state: toldDrill() };
  holder = undefined;
  isTableLost = false;
  await drill({ kind: 'switchover' });
  await drill({ kind: 'restore' });
  runs.add('drill.yml', run(3, { event: 'schedule', createdAt: new Date('2026-03-08T09:40:00Z') }));
  runs.add('drift.yml', run(4, { event: 'schedule', createdAt: new Date('2026-03-10T05:50:00Z') }));
});

function look() {
  return runWatchdog(
    { environment: PRODUCTION, all: ALL },
    {
      history,
      checkout: {
        read: async (path) =>
          `on:\n  schedule:\n    - cron: '${path.includes('drill') ? '23 9 * * 0' : '41 5 * * *'}'\n`,
      },
      store,
      drillState,
      lease: { holder: async () => holder },
      locks: {
        read: async () => {
          if (isTableLost) throw new Error('DynamoDB does not answer');
          return undefined;
        },
      },
      runs,
      states: { of: async () => 'active' },
      issues,
      clock: { now: () => NOW },
      logger: new MemoryLogger(),
    },
  );
}

const found = async () => (await look()).findings.map(({ id, sentence }) => `${id}: ${sentence}`);

test('nothing is found where all is well, and no issue is made', async () => {
  expect(await look()).toMatchObject({ findings: [], issue: undefined });
  expect(issues.done).toEqual([]);
});

describe('drills, judged as the gate does', () => {
  test.each(['failed', 'inconclusive'] as const)('that ended as %s', async (verdict) => {
    await drill({ kind: 'switchover', verdict });
    expect(await found()).toEqual([
      `drill-failed: the last switchover drill, of 2026-03-08 10:00 UTC, did not pass: ${verdict}`,
    ]);
  });

  test('that are older than the environment allows', async () => {
    await drill({ kind: 'restore', finishedAt: '2026-02-24T11:00:00.000Z' });
    expect(await found()).toEqual([
      'drill-overdue: the last restore drill was on 2026-02-24 11:00 UTC, more than 14 days ago',
    ]);
  });

  test('that never ran', async () => {
    store.objects.clear();
    expect(await found()).toEqual([
      'drill-overdue: no switchover drill has ever run',
      'drill-overdue: no restore drill has ever run',
    ]);
  });
});

describe('the last drill', () => {
  const left = async (state: DrillState) => {
    drillState.stored = { kind: 'state', state };
    return found();
  };
  const DRILL = `the failover drill of ${RUN_URL}7 (since 2026-03-10T03:00:00.000Z)`;

  test('waits for a person', async () => {
    const needsHuman = { reason: 'the fault stays', runbook: 'docs/recovery.md#a', at: '2026-03-10T04:00:00.000Z' };
    expect(await left(toldDrill({ status: 'needs-human', needsHuman }))).toEqual([
      `drill-needs-human: ${DRILL} needs a human: the fault stays`,
    ]);
    expect(issues.open_.get(MARKER)?.body).toContain('npm run dr -- resolved production');
  });

  test('was broken off', async () => {
    expect(await left(untoldDrill({ status: 'running' }))).toEqual([
      `drill-broken-off: ${DRILL} was broken off in "take us-east-1 away", and nobody has recovered it`,
    ]);
    holder = { kind: 'drill', run: `${RUN_URL}9`, since: '2026-03-10T11:00:00.000Z' };
    runs.add('drill.yml', run(9, { status: 'in_progress', conclusion: undefined }));
    expect(await found()).toEqual([]);
  });

  test('was not told of', async () => {
    expect(await left(untoldDrill())).toEqual([
      `drill-untold: ${DRILL} is over, and nothing says that it was told of: its evidence may be missing`,
    ]);
  });

  test('cannot be read', async () => {
    drillState.before = () => Promise.reject(new Error('AccessDenied'));
    expect(await found()).toEqual([
      'cannot-tell: nobody can tell whether the last drill waits for a person: AccessDenied',
      'cannot-tell: nobody can tell whether the last drill was ended and told of: AccessDenied',
    ]);
  });
});

test('one issue is kept: opened, left alone while it says the same, edited, closed, opened again', async () => {
  await drill({ kind: 'switchover', verdict: 'failed' });
  await look();
  await look();
  holder = { kind: 'drill', run: `${RUN_URL}3`, since: '2026-03-10T09:00:00.000Z' };
  expect((await look()).findings).toHaveLength(2);
  expect(issues.open_.get(MARKER)?.title).toBe('The pipeline of production needs attention');
  expect(issues.open_.get(MARKER)?.body).toContain('lease-stuck');
  holder = undefined;
  await drill({ kind: 'switchover' });
  expect(await look()).toMatchObject({ findings: [], issue: { outcome: 'closed' } });
  await drill({ kind: 'switchover', verdict: 'failed' });
  await look();
  expect(issues.done).toEqual([
    `opened ${MARKER}`,
    `unchanged ${MARKER}`,
    `updated ${MARKER}`,
    `closed ${MARKER}`,
    `reopened ${MARKER}`,
  ]);
});

describe('what cannot be looked at is a finding, and keeps nothing else from being looked at', () => {
  test('the lock table', async () => {
    isTableLost = true;
    await drill({ kind: 'switchover', verdict: 'failed' });
    expect(await found()).toEqual([
      'drill-failed: the last switchover drill, of 2026-03-08 10:00 UTC, did not pass: failed',
      "cannot-tell: nobody can tell who holds Terraform's lock: DynamoDB does not answer",
    ]);
  });

  test('the history', async () => {
    history.failure = new Error('the checkout does not hold the whole history');
    expect(await found()).toEqual([
      'cannot-tell: nobody can tell whether merges were applied: the checkout does not hold the whole history',
      'cannot-tell: nobody can tell whether drill.yml ran: the checkout does not hold the whole history',
      'cannot-tell: nobody can tell whether drift.yml ran: the checkout does not hold the whole history',
    ]);
  });

  test('the state bucket', async () => {
    store.failure = new Error('access denied');
    expect(await found()).toEqual(['cannot-tell: nobody can tell how the last drills went: access denied']);
  });

  test('GitHub’s runs', async () => {
    runs.failure = new Error('GitHub answered 503');
    expect(await found()).toEqual([
      'cannot-tell: nobody can tell whether drill.yml ran: GitHub answered 503',
      'cannot-tell: nobody can tell whether drift.yml ran: GitHub answered 503',
    ]);
  });
});

test('issues that cannot be kept fail the run', async () => {
  await drill({ kind: 'switchover', verdict: 'failed' });
  issues.failure = new Error('GitHub answered 403');
  await expect(look()).rejects.toThrow('GitHub answered 403');
});
