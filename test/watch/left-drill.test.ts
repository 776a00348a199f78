import { beforeEach, describe, expect, test } from '@jest/globals';
import type { DrillState } from '../../src/ports/drill-state';
import type { LeaseHolder } from '../../src/ports/lease';
import { forgottenDrill, waitingDrill } from '../../src/watch/left-drill';
import { MemoryDrillState } from '../fakes/memory-drill-state';
import { MemoryRuns, run, RUN_URL, toldDrill, untoldDrill } from './pipeline-signs';

const NOW = new Date('2026-03-10T12:00:00Z');
const DRILL = `the failover drill of ${RUN_URL}7 (since 2026-03-10T03:00:00.000Z)`;
const HOLDER: LeaseHolder = { kind: 'drill', run: `${RUN_URL}8`, since: '2026-03-10T11:00:00Z' };
const NEEDS_HUMAN: Partial<DrillState> = {
  status: 'needs-human',
  needsHuman: {
    reason: 'the writer cannot be moved back',
    runbook: 'docs/runbooks/fail-back.md#look-first',
    at: '2026-03-10T04:00:00.000Z',
  },
};

let store: MemoryDrillState;
let holder: LeaseHolder | undefined;
let runs: MemoryRuns;

beforeEach(() => {
  store = new MemoryDrillState();
  holder = undefined;
  runs = new MemoryRuns();
});

const waiting = () => waitingDrill('production', store);
const forgotten = () =>
  forgottenDrill('production', NOW, { drillState: store, lease: { holder: async () => holder }, runs });

function left(state: DrillState): void {
  store.stored = { kind: 'state', state };
}

test('no drill, or one that is over and told of, is fine; nobody asks for the lease', async () => {
  const ports = { drillState: store, lease: { holder: () => Promise.reject(new Error('nobody asks')) }, runs };
  expect(await waiting()).toBeUndefined();
  expect(await forgottenDrill('production', NOW, ports)).toBeUndefined();
  for (const status of ['ended', 'recovered', 'resolved'] as const) {
    left(toldDrill({ status }));
    expect(await waiting()).toBeUndefined();
    expect(await forgottenDrill('production', NOW, ports)).toBeUndefined();
  }
});

describe('a drill that waits for a person', () => {
  test('is told at once, with the reason and where to begin', async () => {
    left(toldDrill({ ...NEEDS_HUMAN, startedAt: '2026-03-10T11:50:00.000Z' }));
    expect(await waiting()).toEqual({
      id: 'drill-needs-human',
      sentence: `the failover drill of ${RUN_URL}7 (since 2026-03-10T11:50:00.000Z) needs a human: the writer cannot be moved back`,
      whatToDo:
        'begin at docs/runbooks/fail-back.md#look-first; when it is done, say so with "npm run dr -- resolved production". No drill begins before',
      link: `${RUN_URL}7`,
    });
    expect(await forgotten()).toBeUndefined();
  });

  test('of a laptop has no run to look at', async () => {
    left(toldDrill({ ...NEEDS_HUMAN, run: 'kim@laptop' }));
    expect(await waiting()).not.toHaveProperty('link');
  });

  test('and of which nobody has told is both', async () => {
    left(untoldDrill(NEEDS_HUMAN));
    expect(await waiting()).toMatchObject({ id: 'drill-needs-human' });
    expect(await forgotten()).toMatchObject({ id: 'drill-untold' });
  });

  test('because nobody can read its record', async () => {
    store.stored = { kind: 'unreadable', why: 'drill/production is damaged', text: 'x' };
    expect(await waiting()).toMatchObject({
      sentence: 'drill/production is damaged',
      whatToDo: expect.stringMatching(/^begin at docs\/recovery\.md#a-record-that-cannot-be-read;/),
    });
    expect(await forgotten()).toBeUndefined();
  });
});

describe.each<[string, DrillState, string]>([
  [
    'drill-broken-off',
    untoldDrill({ status: 'running' }),
    `${DRILL} was broken off in "take us-east-1 away", and nobody has recovered it`,
  ],
  [
    'drill-broken-off',
    untoldDrill({ status: 'running', steps: [] }),
    `${DRILL} was broken off before its first step, and nobody has recovered it`,
  ],
  [
    'drill-broken-off',
    untoldDrill({ status: 'recovering', steps: [{ name: 'recovery: end the fault', at: '2026-03-10T04:00:00.000Z' }] }),
    `${DRILL} was broken off in "recovery: end the fault", and nobody has recovered it`,
  ],
  [
    'drill-untold',
    untoldDrill({ status: 'ended' }),
    `${DRILL} is over, and nothing says that it was told of: its evidence may be missing`,
  ],
  [
    'drill-untold',
    untoldDrill({ status: 'recovered' }),
    `${DRILL} is over, and nothing says that it was told of: its evidence may be missing`,
  ],
])('%s', (id, state, sentence) => {
  const finding = {
    id,
    sentence,
    whatToDo: expect.stringContaining('with "npm run dr -- recover production", or drill, which begins with that'),
    link: `${RUN_URL}7`,
  };

  beforeEach(() => {
    left(state);
  });

  test(`${state.status}: nobody is at it`, async () => {
    expect(await forgotten()).toEqual(finding);
    expect(await waiting()).toBeUndefined();
  });

  test('is left alone for as long as a drill can take', async () => {
    left({ ...state, startedAt: '2026-03-10T06:00:00.000Z' });
    expect(await forgotten()).toBeUndefined();
    left({ ...state, startedAt: '2026-03-10T05:59:59.000Z' });
    expect(await forgotten()).toMatchObject({ id });
  });

  test('is left alone while a drill, which mends it first, is going on', async () => {
    holder = HOLDER;
    runs.add('drill.yml', run(8, { status: 'in_progress', conclusion: undefined }));
    expect(await forgotten()).toBeUndefined();
  });

  test('is told while a run that is over has left its lease behind', async () => {
    holder = HOLDER;
    runs.add('drill.yml', run(8));
    expect(await forgotten()).toEqual(finding);
  });

  test('is told while somebody applies, who mends nothing', async () => {
    holder = { ...HOLDER, kind: 'apply' };
    runs.add('apply.yml', run(8, { status: 'in_progress', conclusion: undefined }));
    expect(await forgotten()).toEqual(finding);
  });
});
