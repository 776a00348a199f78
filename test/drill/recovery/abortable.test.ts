import { expect, test } from '@jest/globals';
import { runFailoverDrill, runSwitchoverDrill } from '../../../src/drill/move-drill';
import { abortable, promotingUnlessInterrupted, whileUnderWay } from '../../../src/drill/recovery/abortable';
import { DrillStoppedError } from '../../../src/drill/recovery/progress';
import { recoverDrill } from '../../../src/drill/recovery/recover';
import { switchingOnlyWhileHeld } from '../../../src/interlock/only-while-held';
import { EAST, MOVE_REQUEST, RECOVERY_REQUEST, recoveryWorld } from './recovery-world';

/** A drill that is cancelled `afterMs` into it, as the action runs it. */
async function cancelled(kind: 'failover' | 'switchover', afterMs: number) {
  const at = recoveryWorld();
  const { clock, world } = at;
  const signal = new AbortController();
  const interrupted = signal.signal;
  const drill = await clock.run(at.begin({ kind }, interrupted));
  const ports = at.drillPorts(drill);
  const held = whileUnderWay({ isHeld: () => at.lease.isHeld }, interrupted);
  const globalDatabase = promotingUnlessInterrupted(interrupted, switchingOnlyWhileHeld(held, world));
  let abortedMs = 0;
  void clock.sleep(afterMs).then(() => {
    abortedMs = clock.monotonicMs();
    signal.abort('SIGINT');
  });
  const run = kind === 'failover' ? runFailoverDrill : runSwitchoverDrill;
  const outcome = await clock
    .run(
      abortable(drill, { interrupted, faultInjector: world, clock, logger: at.logger }, () =>
        run(MOVE_REQUEST, { ...ports, globalDatabase }),
      ),
    )
    .then(
      () => 'ended' as const,
      (error: unknown) => error,
    );
  return { at, outcome, tookMs: clock.monotonicMs() - abortedMs };
}

test.each([5_000, 13_000, 20_000, 30_000, 45_000])(
  'a failover drill that is cancelled %d ms into it ends the fault within seconds, and is recovered by the next one',
  async (afterMs) => {
    const { at, outcome, tookMs } = await cancelled('failover', afterMs);
    expect(outcome).toBeInstanceOf(DrillStoppedError);
    expect(tookMs).toBeLessThanOrEqual(3_000);
    const { faultIn, status, steps } = at.store.state;
    expect(status).toBe('running');
    expect(steps.at(-1)?.name).toBe('interrupted by SIGINT');
    if (faultIn.length > 0) expect(at.world.faults.at(-1)).toBe('stop us-east-1');
    expect(await at.clock.run(recoverDrill(RECOVERY_REQUEST, at.recoveryPorts()))).toMatchObject({ kind: 'recovered' });
    expect(at.world.writer).toBe(EAST);
    expect(at.world.alive).toEqual({ 'us-east-1': true, 'us-west-2': true });
  },
);

test('a switchover drill that is cancelled during the baseline moves nothing any more', async () => {
  const { at, outcome } = await cancelled('switchover', 5_000);
  expect(outcome).toBeInstanceOf(DrillStoppedError);
  await at.clock.run(at.clock.sleep(60_000));
  expect(at.world.writer).toBe(EAST);
  expect((await at.world.describe()).failoverState).toBeUndefined();
});

test('neither a fault hook nor a table that does not answer holds the farewell up', async () => {
  const at = recoveryWorld();
  const signal = new AbortController();
  const drill = await at.clock.run(at.begin({ kind: 'failover' }, signal.signal));
  await at.clock.run(drill.before('disaster', { faultIn: EAST }));
  const never = new Promise<never>(() => undefined);
  at.store.before = () => never;
  void at.clock.sleep(1_000).then(() => {
    signal.abort('SIGTERM');
  });
  const ports = {
    interrupted: signal.signal,
    faultInjector: { stop: () => never },
    clock: at.clock,
    logger: at.logger,
  };
  await expect(at.clock.run(abortable(drill, ports, () => never))).rejects.toThrow(
    'the drill was interrupted by SIGTERM; what it has left is recovered by the job that follows, or by the next drill',
  );
  expect(at.clock.monotonicMs()).toBeLessThanOrEqual(1_000 + 1_000 + 3_000 + 100);
});

test('a drill that is not interrupted gives its result, and its error', async () => {
  const at = recoveryWorld();
  const interrupted = new AbortController().signal;
  const drill = await at.clock.run(at.begin({ kind: 'restore' }));
  const ports = { interrupted, clock: at.clock, logger: at.logger };
  expect(await abortable(drill, ports, () => Promise.resolve('result'))).toBe('result');
  await expect(abortable(drill, ports, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
});

test('a drill that was interrupted before it began is not begun', async () => {
  const at = recoveryWorld();
  const signal = new AbortController();
  const drill = await at.clock.run(at.begin({ kind: 'restore' }, signal.signal));
  signal.abort('SIGINT');
  let began = false;
  const work = () => {
    began = true;
    return Promise.resolve();
  };
  const ports = { interrupted: signal.signal, clock: at.clock, logger: at.logger };
  await expect(at.clock.run(abortable(drill, ports, work))).rejects.toThrow(DrillStoppedError);
  expect(began).toBe(false);
});
