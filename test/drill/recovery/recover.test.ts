import { describe, expect, test } from '@jest/globals';
import { RUNBOOKS } from '../../../src/drill/recovery/human-needed';
import type { StepFacts } from '../../../src/drill/recovery/progress';
import { recoverDrill, type RecoveryResult } from '../../../src/drill/recovery/recover';
import type { RecoveryPorts } from '../../../src/drill/recovery/recovery-ports';
import type { DrillState } from '../../../src/ports/drill-state';
import type { Episode } from '../../../src/ports/failover-record';
import { EAST, RECOVERY_REQUEST, recoveryWorld, WEST, type RecoveryWorld } from './recovery-world';

const THERE: StepFacts = { move: { fromRegion: EAST, toRegion: WEST } };
const SNAPSHOT = {
  region: EAST,
  id: 'rds:unplanned-global-failover-aurora-us-east-1-test-1',
  clusterId: 'aurora-us-east-1-test',
};

/** A drill that was broken off in its second step. */
async function brokenOff(
  kind: DrillState['kind'],
  facts: StepFacts = {},
  failBack = true,
): Promise<RecoveryWorld & { recover: (change?: Partial<RecoveryPorts>) => Promise<RecoveryResult> }> {
  const at = recoveryWorld();
  await at.clock.run(
    (async () => {
      const drill = await at.begin({ kind, failBack });
      await drill.before('preflight');
      await drill.before('the step that broke off', facts);
    })(),
  );
  return {
    ...at,
    recover: (change = {}) => at.clock.run(recoverDrill(RECOVERY_REQUEST, { ...at.recoveryPorts(), ...change })),
  };
}

/** The writer has been moved, and everything is at rest. */
async function movedWest(at: RecoveryWorld): Promise<void> {
  const [, west] = (await at.world.describe()).members;
  if (west === undefined) throw new Error('there is no west');
  await at.world.switchover(west);
  await at.clock.run(at.clock.sleep(60_000));
}

function episode(change: Partial<Episode>): Episode {
  return {
    id: 'e-1',
    lostRegion: EAST,
    targetRegion: WEST,
    stage: 'closed',
    outcome: 'failed-over',
    reasons: [],
    armedAgeMs: 0,
    downForMs: 0,
    refusals: [],
    attempts: 1,
    told: [],
    steps: [{ stage: 'declared', at: '2026-01-01T00:00:05.000Z' }],
    ...change,
  };
}

test('nothing was recorded: there is nothing to do', async () => {
  const at = recoveryWorld();
  expect(await at.clock.run(recoverDrill(RECOVERY_REQUEST, at.recoveryPorts()))).toEqual({
    kind: 'nothing-to-do',
    sentence: 'no drill has been recorded yet',
  });
});

test('a drill that only looked is closed, and nothing is touched', async () => {
  const at = recoveryWorld();
  const drill = await at.clock.run(at.begin({ kind: 'failover' }));
  await at.clock.run(drill.before('preflight'));
  const result = await at.clock.run(recoverDrill(RECOVERY_REQUEST, at.recoveryPorts()));
  expect(result).toMatchObject({ kind: 'recovered', drill: { brokenOffIn: 'preflight' }, done: [] });
  expect(at.world.faults).toEqual([]);
});

test('a fault is ended before anything else, in every region that the hook may have been asked about', async () => {
  const at = await brokenOff('failover', { ...THERE, faultIn: EAST });
  await at.clock.run(at.world.start(EAST).then(() => at.clock.sleep(10_000)));
  expect(at.world.alive[EAST]).toBe(false);
  const result = await at.recover();
  expect(result).toMatchObject({
    kind: 'recovered',
    drill: { kind: 'failover', brokenOffIn: 'the step that broke off' },
    done: [
      'end the fault in us-east-1',
      'end the fault in us-west-2',
      'wait until nobody moves the writer',
      'wait until every other region is a replica',
      'write through writer.db.example.internal',
    ],
  });
  expect(at.world.alive[EAST]).toBe(true);
});

describe('a fault that does not end', () => {
  test('needs a human, and the writer is left alone', async () => {
    const at = await brokenOff('failover', { ...THERE, faultIn: EAST });
    await movedWest(at);
    const faultInjector = { start: () => Promise.resolve(), stop: () => Promise.reject(new Error('503')) };
    expect(await at.recover({ faultInjector })).toEqual({
      kind: 'needs-human',
      drill: expect.objectContaining({ kind: 'failover' }),
      reason: 'the fault in us-east-1 could not be ended: 503',
      runbook: RUNBOOKS.faultStays,
      done: [],
    });
    expect(at.world.writer).toBe(WEST);
    expect(at.store.state).toMatchObject({
      status: 'needs-human',
      needsHuman: { reason: 'the fault in us-east-1 could not be ended: 503', runbook: RUNBOOKS.faultStays },
    });
  });

  test('needs a human where no hook is configured', async () => {
    const at = await brokenOff('failover', { faultIn: EAST });
    const ports = at.recoveryPorts();
    Reflect.deleteProperty(ports, 'faultInjector');
    const result = await at.clock.run(recoverDrill(RECOVERY_REQUEST, ports));
    expect(result).toMatchObject({ kind: 'needs-human', runbook: RUNBOOKS.faultStays });
  });

  test('is asked again after an error that passes', async () => {
    const at = await brokenOff('failover', { faultIn: EAST });
    let asked = 0;
    const stop = (region: string) => (++asked < 3 ? Promise.reject(new Error('503')) : at.world.stop(region));
    expect(await at.recover({ faultInjector: { start: () => Promise.resolve(), stop } })).toMatchObject({
      kind: 'recovered',
    });
  });
});

describe('the writer', () => {
  test('goes home, after what was overwritten is kept', async () => {
    const at = await brokenOff('failover', { ...THERE, faultIn: EAST });
    at.account.snapshots.push(SNAPSHOT);
    await movedWest(at);
    const result = await at.recover();
    expect(result).toMatchObject({ kind: 'recovered' });
    expect(result).toMatchObject({
      done: expect.arrayContaining([
        'keep the snapshots of what was overwritten',
        'the snapshot rds:unplanned-global-failover-aurora-us-east-1-test-1 in us-east-1, which holds what aurora-us-east-1-test had not replicated, is kept as kept-unplanned-global-failover-aurora-us-east-1-test-1',
        'fail back from us-west-2 to us-east-1',
      ]),
    });
    expect(at.account.kept).toEqual(['kept-unplanned-global-failover-aurora-us-east-1-test-1']);
    expect(at.world.writer).toBe(EAST);
  });

  test('a move that is under way is waited for, and then reversed', async () => {
    const at = await brokenOff('switchover', THERE);
    at.world.promotionMs = 40_000;
    const [, west] = (await at.world.describe()).members;
    if (west === undefined) throw new Error('there is no west');
    await at.world.switchover(west);
    expect(await at.recover()).toMatchObject({ kind: 'recovered' });
    expect(at.world.writer).toBe(EAST);
  });

  test('a move that AWS accepted and does not show yet is not overlooked', async () => {
    const at = await brokenOff('switchover', THERE);
    const late = at.clock.sleep(4_000).then(async () => {
      const [, west] = (await at.world.describe()).members;
      if (west !== undefined) await at.world.switchover(west);
    });
    expect(await at.recover()).toMatchObject({ kind: 'recovered' });
    await late;
    expect(at.world.writer).toBe(EAST);
  });

  test('a move that never ends needs a human', async () => {
    const at = await brokenOff('switchover', THERE);
    at.world.promotes = false;
    const [, west] = (await at.world.describe()).members;
    if (west === undefined) throw new Error('there is no west');
    await at.world.switchover(west);
    expect(await at.recover()).toMatchObject({
      kind: 'needs-human',
      reason: 'the writer has not come to rest within 180 s: the writer is being moved (switching-over)',
      runbook: RUNBOOKS.moveStuck,
    });
  });

  test('stays where it is when no fail back was wanted', async () => {
    const at = await brokenOff('switchover', THERE, false);
    await movedWest(at);
    expect(await at.recover()).toMatchObject({
      kind: 'recovered',
      done: expect.arrayContaining(['the writer stays in us-west-2: the drill was not asked to fail back']),
    });
    expect(at.world.writer).toBe(WEST);
  });

  test('a fail back whose answer was lost is not asked for twice', async () => {
    const at = await brokenOff('switchover', THERE);
    await movedWest(at);
    let asked = 0;
    const result = await at.recover({
      globalDatabase: {
        describe: () => at.world.describe(),
        failover: () => Promise.reject(new Error('never')),
        switchover: async (target) => {
          asked++;
          await at.world.switchover(target);
          throw new Error('socket hang up');
        },
      },
    });
    expect(result).toMatchObject({ kind: 'recovered' });
    expect(asked).toBe(1);
    expect(at.world.writer).toBe(EAST);
  });

  test.each<[string, (at: RecoveryWorld) => void, string, string]>([
    [
      'the other region is far behind',
      (at) => (at.account.lagMs = 9_000),
      RUNBOOKS.failBack,
      'is 9.0 s behind, at most 5.0 s',
    ],
    [
      'the other region does not come back',
      (at) => (at.world.alive[EAST] = false),
      RUNBOOKS.failBack,
      'us-east-1 is not a healthy replica',
    ],
    [
      'a controller still handles a loss',
      (at) => (at.account.episode = episode({ stage: 'promoted', outcome: undefined })),
      RUNBOOKS.controller,
      'handles the loss of us-east-1 \\(promoted\\)',
    ],
    [
      'a real loss came in the middle of the drill',
      (at) => (at.account.episode = episode({ steps: [{ stage: 'declared', at: '2026-01-01T00:00:30.000Z' }] })),
      RUNBOOKS.failBack,
      'us-east-1 was lost in the middle of the drill',
    ],
    [
      'AWS refuses it',
      (at) => (at.world.switchover = () => Promise.reject(new Error('InvalidGlobalClusterStateFault'))),
      RUNBOOKS.failBack,
      'could not be failed back to us-east-1: InvalidGlobalClusterStateFault',
    ],
  ])('is not moved while %s; a human is told', async (_why, spoil, runbook, reason) => {
    const at = await brokenOff('switchover', THERE);
    await movedWest(at);
    spoil(at);
    const result = await at.recover();
    expect(result).toMatchObject({ kind: 'needs-human', runbook, reason: expect.stringMatching(reason) });
    expect(at.world.writer).toBe(WEST);
    expect(at.store.state.status).toBe('needs-human');
  });

  test('is left alone when somebody else has moved it', async () => {
    const at = await brokenOff('switchover');
    await movedWest(at);
    expect(await at.recover()).toMatchObject({
      kind: 'needs-human',
      reason: expect.stringMatching(/although the drill had not begun to move it/),
      runbook: RUNBOOKS.failBack,
    });
    expect(at.world.writer).toBe(WEST);
  });

  test('an episode before the drill says nothing about it', async () => {
    const at = await brokenOff('switchover', THERE);
    at.account.episode = episode({ steps: [{ stage: 'declared', at: '2025-12-24T00:00:00.000Z' }] });
    await movedWest(at);
    expect(await at.recover()).toMatchObject({ kind: 'recovered' });
  });

  test('that takes no write is not called recovered', async () => {
    const at = await brokenOff('switchover', THERE);
    const writeOnce = () => Promise.reject(new Error('connection refused'));
    expect(await at.recover({ writeOnce })).toMatchObject({
      kind: 'needs-human',
      reason:
        'no write through writer.db.example.internal reached the writer within 120 s; last try: connection refused',
      runbook: RUNBOOKS.moveStuck,
    });
  });

  test('beside which another region takes writes is a split brain', async () => {
    const at = await brokenOff('switchover', THERE);
    const writeOnce = () => Promise.resolve('aurora-us-west-2-1-test');
    expect(await at.recover({ writeOnce })).toMatchObject({ kind: 'needs-human', runbook: RUNBOOKS.splitBrain });
  });
});

test('a detection drill whose controller promoted needs a human, and its rehearsal is switched off all the same', async () => {
  const at = await brokenOff('detection', { faultIn: EAST }, false);
  at.account.rehearsals.add(WEST);
  await movedWest(at);
  expect(await at.recover()).toMatchObject({
    kind: 'needs-human',
    reason: expect.stringMatching(/although a detection drill moves nothing/),
  });
  expect([...at.account.rehearsals]).toEqual([]);
});

test('a rotation that does not end needs a human, after the writer has gone home', async () => {
  const at = await brokenOff('rotation', THERE);
  await movedWest(at);
  at.account.pendingRotations.push('secret-database-test in us-west-2');
  expect(await at.recover()).toMatchObject({
    kind: 'needs-human',
    reason: 'the rotation of secret-database-test in us-west-2 has not ended after 10 minutes',
    runbook: RUNBOOKS.rotation,
  });
  expect(at.world.writer).toBe(EAST);
});

test('a rotation that is under way is waited for', async () => {
  const at = await brokenOff('rotation', THERE);
  at.account.pendingRotations.push('secret-database-test in us-west-2');
  void at.clock.sleep(30_000).then(() => at.account.pendingRotations.splice(0));
  expect(await at.recover()).toMatchObject({ kind: 'recovered' });
});

test('a recovery that loses its lease stops, and decides nothing', async () => {
  const at = await brokenOff('switchover', THERE);
  await movedWest(at);
  const writeOnce = () => {
    throw new Error('never asked');
  };
  void at.clock.sleep(5_000).then(() => (at.lease.isHeld = false));
  await expect(at.recover({ writeOnce })).rejects.toThrow(/was broken off at .* lease .* The next one begins anew/s);
  expect(at.store.state.status).toBe('recovering');
  expect(at.world.writer).toBe(WEST);
});

test('a recovery that is interrupted in a long wait ends at once, moves nothing any more, and can be begun anew', async () => {
  const at = await brokenOff('switchover', THERE);
  await movedWest(at);
  at.world.alive[EAST] = false;
  const signal = new AbortController();
  const startedMs = at.clock.monotonicMs();
  void at.clock.sleep(30_000).then(() => {
    signal.abort('SIGTERM');
  });
  const recovering = at.clock.run(recoverDrill(RECOVERY_REQUEST, at.recoveryPorts(signal.signal)));
  await expect(recovering).rejects.toThrow(
    'the recovery was broken off at "wait until every other region is a replica": interrupted by SIGTERM. The next one begins anew',
  );
  expect(at.clock.monotonicMs() - startedMs).toBe(30_000);
  at.world.alive[EAST] = true;
  await at.clock.run(at.clock.sleep(120_000));
  expect(at.world.writer).toBe(WEST);
  expect(await at.recover()).toMatchObject({ kind: 'recovered' });
  expect(at.world.writer).toBe(EAST);
});

test('the record stays small, however often a recovery is tried again', async () => {
  const at = await brokenOff('switchover', THERE);
  for (let attempt = 1; attempt <= 120; attempt++) {
    const interrupted = new AbortController();
    at.store.afterWrite = () => {
      if (at.store.state.steps.at(-1)?.name.startsWith('recovery: write') === true) interrupted.abort('SIGTERM');
      return Promise.resolve();
    };
    await at.clock.run(recoverDrill(RECOVERY_REQUEST, at.recoveryPorts(interrupted.signal))).catch(() => undefined);
  }
  at.store.afterWrite = () => Promise.resolve();
  expect(at.store.state).toMatchObject({ status: 'recovering', recovery: { attempt: 120 } });
  expect(at.store.state.steps.length).toBeLessThanOrEqual(300);
  expect(await at.recover()).toMatchObject({ kind: 'recovered' });
}, 60_000);
