import { describe, expect, test } from '@jest/globals';
import type { JournalAttempt, JournalLine } from '../../sandbox/campaign/drill-journal';
import type { ReportedMove } from '../../sandbox/campaign/drill-report';
import { violationsOf } from '../../sandbox/campaign/invariants';
import type { Observation, ObservedAws } from '../../sandbox/campaign/observe';
import type { DrillState } from '../../src/ports/drill-state';

// A check that cannot fail is worth nothing: each is shown what it must report, and that it is silent otherwise.

const RUN = 'b6f1c0de-0000-4000-8000-000000000001';
const STARTED = '2026-01-01T00:00:00.000Z';

/** Writes of the drill, one each 50 ms, all of them acknowledged. */
const WRITES: readonly JournalAttempt[] = Array.from({ length: 20 }, (_, index) => ({
  type: 'attempt',
  runId: RUN,
  seq: index + 1,
  startedMs: index * 50,
  endedMs: index * 50 + 5,
  outcome: 'ok',
}));
const ALL_THERE: ReadonlyMap<string, ReadonlySet<number>> = new Map([[RUN, new Set(WRITES.map(({ seq }) => seq))]]);

const MOVE: ReportedMove = {
  label: 'switchover',
  runId: RUN,
  verdict: 'passed',
  reasons: [],
  rtoMs: 500,
  detectionMs: undefined,
  resolutionMs: 50,
  lost: 0,
  lostIsSuffix: true,
  phantom: 0,
  splitBrain: 0,
};
const FAIL_BACK: ReportedMove = { ...MOVE, label: 'fail back', runId: 'b6f1c0de-0000-4000-8000-000000000004' };
const REPORT = {
  exerciseId: 'b6f1c0de-0000-4000-8000-000000000002',
  verdict: 'passed',
  reasons: [],
  moves: [MOVE, FAIL_BACK],
};

const STATE: DrillState = {
  version: 9,
  drillId: REPORT.exerciseId,
  kind: 'switchover',
  writtenBy: 'b6f1c0de-0000-4000-8000-000000000003',
  status: 'ended',
  startedAt: STARTED,
  run: 'a test',
  writerBefore: 'us-east-1',
  failBack: true,
  faultIn: [],
  temporary: [],
  steps: [{ name: 'switchover from us-east-1 to us-west-2', at: STARTED }],
  limits: { moveMs: 1, redundancyMs: 1 },
  history: 'report',
};

const AWS: ObservedAws = {
  state: { kind: 'state', state: STATE },
  record: { kind: 'switchover', verdict: 'passed', finishedAt: '2026-01-01T00:01:00.000Z' },
  evidence: ['passed'],
  temporary: [],
  lastFaultOrder: undefined,
  leaseHolder: undefined,
  frozen: [],
};

/** A drill that passed, and of which nothing is left. */
const GOOD: Observation = {
  scenario: { kind: 'switchover', failBack: true },
  startedAt: new Date(STARTED),
  drillEnd: { code: 0, signal: null },
  drillOutput: '',
  recoveryEnd: { code: 0, signal: null },
  hung: [],
  report: REPORT,
  journal: WRITES,
  witness: { lost: [], changesWithoutMove: 0 },
  heartbeats: ALL_THERE,
  processes: [],
  writer: 'us-east-1',
  aws: AWS,
};
const FAILED: Observation = {
  ...GOOD,
  drillEnd: { code: 1, signal: null },
  report: { ...REPORT, verdict: 'failed' },
  aws: {
    ...AWS,
    record: { kind: 'switchover', verdict: 'failed', finishedAt: '2026-01-01T00:01:00.000Z' },
    evidence: ['failed'],
  },
};
const KILLED: Observation = {
  ...FAILED,
  drillEnd: { code: null, signal: 'SIGKILL' },
  report: undefined,
  aws: { ...AWS, ...FAILED.aws, state: { kind: 'state', state: { ...STATE, status: 'recovered' } } },
};
const DISASTER: Observation = {
  ...GOOD,
  scenario: { kind: 'failover', failBack: false },
  report: { ...REPORT, moves: [{ ...MOVE, label: 'failover' }] },
};

const withAws = (aws: Partial<ObservedAws>, of: Observation = GOOD): Observation => ({
  ...of,
  aws: { ...AWS, ...of.aws, ...aws },
});
const withMove = (move: Partial<ReportedMove>, of: Observation = GOOD): Observation => ({
  ...of,
  report: {
    ...REPORT,
    ...of.report,
    moves: [{ ...(of.report?.moves[0] ?? MOVE), ...move }, ...(of.report?.moves.slice(1) ?? [])],
  },
});
const withState = (state: Partial<DrillState>, of: Observation = GOOD): Observation =>
  withAws({ state: { kind: 'state', state: { ...STATE, ...state } } }, of);
const withJournal = (journal: readonly JournalLine[], of: Observation = GOOD): Observation => ({ ...of, journal });
/** All heartbeats but these are in the database. */
const without = (seqs: readonly number[], of: Observation = GOOD): Observation => ({
  ...of,
  heartbeats: new Map([[RUN, new Set(WRITES.map(({ seq }) => seq).filter((seq) => !seqs.includes(seq)))]]),
});
/** The writes from the eleventh on come so much later. */
const interrupted = (ms: number): readonly JournalAttempt[] =>
  WRITES.map((write) =>
    write.seq <= 10 ? write : { ...write, startedMs: write.startedMs + ms, endedMs: write.endedMs + ms },
  );
/** Eight writes, so far from each other, in ms. */
const rare = (ms: number): readonly JournalAttempt[] =>
  WRITES.slice(0, 8).map((write, index) => ({ ...write, startedMs: index * ms, endedMs: index * ms + 5 }));
const needsHuman = (runbook: string) => ({ reason: 'nobody knows', runbook, at: STARTED });
const SEEN = { region: 'us-east-1', seq: 7, startedMs: 1, endedMs: 2 } as const;
const NEEDS_HUMAN = withState(
  { status: 'needs-human', needsHuman: needsHuman('docs/calibration.md#the-fault-campaign') },
  FAILED,
);

test.each<[string, Observation]>([
  ['a drill that passed', GOOD],
  ['a drill that failed, and said so', FAILED],
  ['a drill that was killed, and recovered', KILLED],
  [
    'a drill that was killed before it had begun anything',
    withAws({ state: { kind: 'none' }, record: undefined, evidence: [] }, withJournal([], KILLED)),
  ],
  ['a failover', DISASTER],
  ['a failover that lost writes, and says how many', without([20], withMove({ lost: 1 }, DISASTER))],
  [
    'a failover whose writes are lost to others, too',
    { ...DISASTER, witness: { lost: [SEEN], changesWithoutMove: 0 } },
  ],
  [
    'two writers, of which the drill tells',
    { ...withMove({ splitBrain: 3, verdict: 'failed' }, FAILED), witness: { lost: [], changesWithoutMove: 4 } },
  ],
  [
    'a drill that passed, and could not keep its evidence',
    {
      ...withAws({ evidence: [] }),
      drillEnd: { code: 1, signal: null },
      drillOutput: 'so far\n::error::the evidence could not be kept in a-bucket: no',
    },
  ],
  [
    'a drill that passed, and could not be remembered',
    {
      ...withAws({ record: undefined }),
      drillEnd: { code: 1, signal: null },
      drillOutput: '::error::the switchover drill is passed, but that could not be remembered for the next plans: no',
    },
  ],
  ['a drill that failed its objective', withMove({ verdict: 'failed' }, withJournal(interrupted(40_000), FAILED))],
  [
    'one that needs a human who knows where to begin, and what it has left',
    withAws(
      {
        temporary: ['the cluster a'],
        frozen: ['us-west-2: a'],
        lastFaultOrder: { action: 'start', region: 'us-east-1' },
      },
      NEEDS_HUMAN,
    ),
  ],
  ['a fault that was ended', withAws({ lastFaultOrder: { action: 'stop', region: 'us-east-1' } })],
  ['nothing of AWS, when the emulator was killed', { ...FAILED, aws: undefined, recoveryEnd: undefined }],
])('nothing is wrong with %s', (_what, observation) => {
  expect(violationsOf(observation)).toEqual([]);
});

describe('reported is', () => {
  test.each<[string, Observation, string]>([
    ['what hung', { ...GOOD, hung: ['the drill had not ended after 180 s'] }, 'the drill had not ended after 180 s'],
    ['a process that is left', { ...GOOD, processes: ['4711'] }, 'process 4711 of the drill still runs'],
    [
      'an acknowledged write that a switchover lost',
      { ...GOOD, witness: { lost: [SEEN], changesWithoutMove: 0 } },
      '1 writes that were acknowledged are gone after a switchover: {"region":"us-east-1","seq":7,"startedMs":1,"endedMs":2} …',
    ],
    [
      'a loss that the report does not tell',
      without([19, 20], DISASTER),
      'the failover reports 0 lost writes; 2 of those acknowledged are not in the database',
    ],
    [
      'a loss that the report invents',
      withMove({ lost: 1 }, DISASTER),
      'the failover reports 1 lost writes; 0 of those acknowledged are not in the database',
    ],
    [
      'two writers of which the drill knows nothing',
      { ...GOOD, witness: { lost: [], changesWithoutMove: 4 } },
      'two databases took writes at once (they took turns 4 times), and the drill counted no split brain',
    ],
    [
      'a drill that passed and exits with 1 without a reason',
      { ...GOOD, drillEnd: { code: 1, signal: null } },
      'the drill passed and exited with 1',
    ],
    [
      'a drill that passed and exits with 1 for another reason',
      { ...GOOD, drillEnd: { code: 1, signal: null }, drillOutput: '::error::TypeError: x is not a function' },
      'the drill passed and exited with 1',
    ],
    [
      'a drill that passed and exits with 2',
      {
        ...GOOD,
        drillEnd: { code: 2, signal: null },
        drillOutput: '::error::the evidence could not be kept in a-bucket: no',
      },
      'the drill passed and exited with 2',
    ],
    [
      'a drill that failed and exits with 0',
      { ...FAILED, drillEnd: { code: 0, signal: null } },
      'the drill exited with 0, and its verdict is failed',
    ],
    [
      'a drill that says nothing and exits with 0',
      { ...FAILED, report: undefined, drillEnd: { code: 0, signal: null } },
      'the drill exited with 0, and its verdict is none',
    ],
    [
      'an outage beyond the objective',
      withJournal(interrupted(33_000)),
      'the switchover passed, and no write was acknowledged for 33050 ms',
    ],
    [
      'an outage that never ended',
      withJournal([
        ...WRITES,
        { type: 'attempt', runId: RUN, seq: 21, startedMs: 40_000, endedMs: 41_000, outcome: 'fail' },
      ]),
      'the switchover passed, and no write was acknowledged for 40045 ms',
    ],
    [
      'a detection beyond the objective',
      withJournal([...WRITES, { type: 'mark', runId: RUN, name: 'declared-down', atMs: 8_956 }]),
      'the switchover passed, and the loss was declared only after 8001 ms',
    ],
    [
      'a switchover that passed and lost writes',
      without([20], withMove({ lost: 1 })),
      'the switchover passed, and lost 1 writes',
    ],
    [
      'a failover that passed and lost too much',
      without([4, 5, 6, 7], withMove({ lost: 4 }, withJournal(rare(20_001), DISASTER))),
      'the failover passed, and lost the writes of 60003 ms',
    ],
    ['a split brain that passed', withMove({ splitBrain: 1 }), 'the switchover passed with a split brain'],
    [
      'a drill that passed without a move',
      { ...DISASTER, report: { ...REPORT, moves: [] } },
      'the drill passed without a move',
    ],
    [
      'a drill that passed, and its move did not',
      withMove({ verdict: 'failed' }),
      'the drill passed, and its switchover is failed',
    ],
    [
      'a drill that passed without its fail back',
      { ...GOOD, report: { ...REPORT, moves: [MOVE] } },
      'the drill passed without the fail back that was wanted',
    ],
    [
      'a drill without a state',
      withAws({ state: { kind: 'none' } }),
      'the drill wrote heartbeats, and no state of it is recorded',
    ],
    [
      'a state that nobody can read',
      withAws({ state: { kind: 'unreadable', why: 'no JSON', text: undefined } }),
      'the state of the drill cannot be read: no JSON',
    ],
    [
      'a state that is left open',
      withState({ status: 'recovering' }),
      'the state of the drill is "recovering" in "switchover from us-east-1 to us-west-2" after the recovery, which ended with 0',
    ],
    [
      'a human who is sent to a file that does not exist',
      withState({ status: 'needs-human', needsHuman: needsHuman('docs/nowhere.md#a') }, FAILED),
      'needs a human, and "docs/nowhere.md#a" is no step that exists',
    ],
    [
      'a human who is sent to a heading that does not exist',
      withState({ status: 'needs-human', needsHuman: needsHuman('docs/calibration.md#nowhere') }, FAILED),
      'needs a human, and "docs/calibration.md#nowhere" is no step that exists',
    ],
    [
      'a verdict that is not recorded',
      withAws({ record: undefined }, FAILED),
      'the drill ended, and its verdict is not recorded',
    ],
    [
      'the verdict of an earlier drill',
      withAws({ record: { kind: 'switchover', verdict: 'passed', finishedAt: '2025-12-31T23:59:59.000Z' } }),
      'the drill ended, and its verdict is not recorded',
    ],
    [
      'a drill that was killed, and of which nobody tells',
      withAws({ record: undefined }, KILLED),
      'the drill ended, and its verdict is not recorded',
    ],
    ['a drill without evidence', withAws({ evidence: [] }), 'the drill ended, and there is no evidence of it'],
    [
      'a drill that was broken off, and the record says passed',
      withState({ status: 'recovered' }),
      'the record says passed, and the drill was broken off',
    ],
    [
      'a record that says something else than the report',
      { ...withAws({ evidence: ['failed', 'passed'] }, FAILED), report: { ...REPORT, verdict: 'inconclusive' } },
      'the record says failed, the report inconclusive',
    ],
    [
      'a record that says something else than the evidence',
      withAws({ evidence: ['inconclusive'] }),
      'the record says passed, the evidence inconclusive',
    ],
    [
      'a cluster or a snapshot that is left',
      withAws({ temporary: ['the cluster dr-drill'] }),
      'the cluster dr-drill is left',
    ],
    [
      'a fault that goes on',
      withAws({ lastFaultOrder: { action: 'start', region: 'us-east-1' } }),
      'the fault in us-east-1 was never ended',
    ],
    [
      'a rotation that is frozen',
      withAws({ frozen: ['us-west-2: us-west-2 is being promoted'] }),
      'rotation is still frozen in us-west-2: us-west-2 is being promoted',
    ],
    ['a lease that is held', withAws({ leaseHolder: 'drill a test' }), 'the lease is still held by drill a test'],
    [
      'a lease that is held after a drill was killed',
      withAws({ leaseHolder: 'drill a test' }, KILLED),
      'the lease is still held by drill a test',
    ],
    [
      'a lease that is held while a human is needed',
      withAws({ leaseHolder: 'drill a test' }, NEEDS_HUMAN),
      'the lease is still held by drill a test',
    ],
    [
      'a lease that is held after a recovery that failed',
      withAws({ leaseHolder: 'drill a test' }, { ...GOOD, recoveryEnd: { code: 1, signal: null } }),
      'the lease is still held by drill a test',
    ],
    [
      'a writer that was to be failed back',
      { ...GOOD, writer: 'us-west-2' },
      'the writer was to be failed back, and is in us-west-2',
    ],
    [
      'a writer that a recovery left where it was',
      { ...KILLED, writer: 'us-west-2' },
      'the writer was to be failed back, and is in us-west-2',
    ],
    [
      'a writer that a restore has moved',
      { ...GOOD, scenario: { kind: 'restore', failBack: false }, writer: 'us-west-2' },
      'the writer was to be failed back, and is in us-west-2',
    ],
  ])('%s', (_what, observation, violation) => {
    expect(violationsOf(observation)).toEqual([violation]);
  });
});
