import { beforeEach, describe, expect, test } from '@jest/globals';
import { checkLastDrill } from '../../src/doctor/last-drill';
import type { DrillState } from '../../src/ports/drill-state';
import type { LeaseHolder } from '../../src/ports/lease';
import { MemoryDrillState } from '../fakes/memory-drill-state';
import { MemoryRuns, run, RUN_URL, toldDrill, untoldDrill } from '../watch/pipeline-signs';
import { lines, NOW, PRODUCTION } from './examined-account';

const DRILL = `the failover drill of ${RUN_URL}7 (since 2026-03-10T03:00:00.000Z)`;
const BROKEN_OFF = `${DRILL} was broken off in "take us-east-1 away", or is still running`;
const UNTOLD = `${DRILL} is over, and nothing says that it was told of: its evidence may be missing`;
const HOLDER: LeaseHolder = { kind: 'drill', run: `${RUN_URL}7`, since: '2026-03-10T03:00:00Z' };
const RECOVER = 'npm run dr -- recover production';
const END = ['end what it has left; that also tells of it:', RECOVER];
const TELL = ['tell of it; what is over is not touched:', RECOVER];

let store: MemoryDrillState;
let holder: LeaseHolder | undefined;
let runs: MemoryRuns | undefined;

beforeEach(() => {
  store = new MemoryDrillState();
  holder = undefined;
  runs = new MemoryRuns();
  runs.add('drill.yml', run(7));
});

const look = () => checkLastDrill(PRODUCTION, NOW, { drillState: store, lease: { holder: async () => holder }, runs });

function left(state: DrillState): void {
  store.stored = { kind: 'state', state };
}

function isGoingOn(): void {
  runs = new MemoryRuns();
  runs.add('drill.yml', run(7, { status: 'in_progress', conclusion: undefined }));
}

test('none, or one that is over and told of, is fine', async () => {
  expect(lines(await look())).toEqual(['ok last-drill: no drill has been recorded yet']);
  for (const status of ['ended', 'recovered', 'resolved'] as const) {
    left(toldDrill({ status }));
    expect(lines(await look())).toEqual([`ok last-drill: ${DRILL} is ${status}`]);
  }
});

describe('one that needs a human', () => {
  const needsHuman = {
    reason: 'the fault in us-east-1 does not end',
    runbook: 'docs/recovery.md#a-fault-that-does-not-end',
    at: '2026-03-10T04:00:00.000Z',
  };

  test('says why, where to begin, and how to say that it is done', async () => {
    left(toldDrill({ status: 'needs-human', needsHuman }));
    expect(await look()).toEqual([
      {
        id: 'last-drill',
        status: 'problem',
        sentence: `${DRILL} needs a human: the fault in us-east-1 does not end`,
        advice: [
          'begin at docs/recovery.md#a-fault-that-does-not-end; no drill begins before this is resolved',
          'when it is done, say so:',
          'npm run dr -- resolved production --by "Your Name" --note "What you did, and what you saw"',
        ],
      },
    ]);
  });

  test('and of which nobody has told is both', async () => {
    left(untoldDrill({ status: 'needs-human', needsHuman }));
    expect((await look()).map(({ status, id }) => `${status} ${id}`)).toEqual([
      'problem last-drill',
      'warning drill-untold',
    ]);
  });

  test('because its record cannot be read', async () => {
    store.stored = { kind: 'unreadable', why: 'drill/production is damaged', text: 'x' };
    expect(await look()).toMatchObject([
      {
        status: 'problem',
        sentence: 'drill/production is damaged',
        advice: [
          expect.stringContaining('docs/recovery.md#a-record-that-cannot-be-read'),
          expect.anything(),
          expect.anything(),
        ],
      },
    ]);
  });
});

describe('one that is not over', () => {
  beforeEach(() => {
    left(untoldDrill({ status: 'running' }));
  });

  const judged = async () =>
    (await look()).map(({ status, id, sentence, advice }) => ({ status, id, sentence, advice }));
  const warned = (why: string, ...advice: readonly string[]) => [
    { status: 'warning', id: 'last-drill', sentence: `${BROKEN_OFF}; ${why}`, advice },
  ];

  test('without a lease was broken off', async () => {
    expect(await judged()).toEqual(warned('nobody holds the lease for a drill', ...END));
  });

  test('was broken off, too, while somebody applies', async () => {
    holder = { ...HOLDER, kind: 'apply' };
    isGoingOn();
    expect(await judged()).toEqual(warned('nobody holds the lease for a drill', ...END));
  });

  test('is waited for while its run, or a recovery, is going on', async () => {
    holder = HOLDER;
    isGoingOn();
    expect(await judged()).toEqual(
      warned(`the lease is held for a drill by ${RUN_URL}7, which is going on`, `wait for it: ${RUN_URL}7`),
    );
  });

  test('whose run is over was killed', async () => {
    holder = HOLDER;
    expect(await judged()).toEqual(
      warned(`the lease is held for a drill by ${RUN_URL}7, but that run is over`, ...END),
    );
  });

  test('of a laptop: ask, and after the time that a job may last nobody', async () => {
    holder = { ...HOLDER, run: 'kim@laptop', since: '2026-03-10T11:00:00Z' };
    expect(await judged()).toEqual(
      warned(
        'the lease is held for a drill by kim@laptop; whether that is going on cannot be seen from here',
        'ask whoever that is, or look at the run; when it is over:',
        ...END,
      ),
    );
    holder = { ...holder, since: '2026-03-10T05:59:00Z' };
    expect(await judged()).toEqual(
      warned('the lease is held for a drill by kim@laptop, longer than any job lasts', ...END),
    );
  });

  test('without GitHub: nobody can say whether the run is over', async () => {
    runs = undefined;
    holder = { ...HOLDER, since: '2026-03-10T11:00:00Z' };
    expect((await judged())[0]?.sentence).toMatch(/; whether that is going on cannot be seen from here$/);
  });

  test('although nobody can say who holds the lease', async () => {
    const checks = await checkLastDrill(PRODUCTION, NOW, {
      drillState: store,
      lease: { holder: () => Promise.reject(new Error('it is damaged')) },
      runs,
    });
    expect(checks).toMatchObject(
      warned('whether a drill is going on cannot be seen: it is damaged', 'look whether one is; when none is:', ...END),
    );
  });
});

describe('one of which nobody has told', () => {
  beforeEach(() => {
    left(untoldDrill());
  });

  test('is over, and has to be told of', async () => {
    expect(await look()).toEqual([
      { id: 'last-drill', status: 'ok', sentence: `${DRILL} is ended`, advice: [] },
      {
        id: 'drill-untold',
        status: 'warning',
        sentence: `${UNTOLD}; nobody holds the lease for a drill`,
        advice: TELL,
      },
    ]);
  });

  test('may be about to be', async () => {
    holder = HOLDER;
    isGoingOn();
    expect((await look())[1]).toMatchObject({ status: 'warning', advice: [`wait for it: ${RUN_URL}7`] });
  });
});
