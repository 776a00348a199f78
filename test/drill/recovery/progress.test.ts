import { describe, expect, test } from '@jest/globals';
import { runFailoverDrill, runSwitchoverDrill } from '../../../src/drill/move-drill';
import { inPhase } from '../../../src/drill/phases';
import { lastDrillOf } from '../../../src/drill/recovery/last-drill';
import { endDrill } from '../../../src/drill/recovery/end-drill';
import { DrillNotBegunError, DrillStoppedError, type RecordedDrill } from '../../../src/drill/recovery/progress';
import { recoverDrill } from '../../../src/drill/recovery/recover';
import { NotResolvableError, resolveByHand } from '../../../src/drill/recovery/resolve-by-hand';
import { DrillStateTakenError, DrillStateUnwritableError } from '../../../src/drill/recovery/state-writer';
import { DrillStateRefusedError } from '../../../src/ports/drill-state';
import { EAST, MOVE_REQUEST, RECOVERY_REQUEST, recoveryWorld, WEST } from './recovery-world';

const LOST = new Error('socket hang up');

test('a drill is written down with everything that a recovery needs, before it does anything', async () => {
  const at = recoveryWorld();
  await at.clock.run(at.begin({ kind: 'failover', drillId: 'a drill', failBack: true }));
  expect(at.store.state).toEqual({
    version: 1,
    drillId: 'a drill',
    kind: 'failover',
    writtenBy: 'id-2',
    status: 'running',
    startedAt: '2026-01-01T00:00:01.000Z',
    run: 'https://github.com/o/r/actions/runs/7',
    writerBefore: 'us-east-1',
    failBack: true,
    faultIn: [],
    temporary: [],
    steps: [],
    limits: { moveMs: 60_000, redundancyMs: 60_000 },
    history: 'drill-report/test.journal.jsonl',
  });
});

test('each step of a failover drill is there before it acts, with its move and its fault', async () => {
  const at = recoveryWorld();
  const drill = await at.clock.run(at.begin({ kind: 'failover' }));
  const ports = at.drillPorts(drill);
  const seen: string[] = [];
  const note = (what: string) => seen.push(`${what} after "${at.store.state.steps.at(-1)?.name ?? ''}"`);
  const { faultInjector } = ports;
  await at.clock.run(
    runFailoverDrill(MOVE_REQUEST, {
      ...ports,
      faultInjector: {
        start: (region) => {
          note(`start, fault written in ${at.store.state.faultIn.join()}`);
          return faultInjector.start(region);
        },
        stop: (region) => faultInjector.stop(region),
      },
      globalDatabase: {
        ...ports.globalDatabase,
        failover: (target) => {
          note(`failover, written to ${at.store.state.move?.toRegion ?? ''}`);
          return ports.globalDatabase.failover(target);
        },
        switchover: (target) => {
          note(`switchover, written to ${at.store.state.move?.toRegion ?? ''}`);
          return ports.globalDatabase.switchover(target);
        },
      },
    }),
  );
  expect(seen).toEqual([
    'start, fault written in us-east-1 after "disaster in us-east-1, failover to us-west-2"',
    'failover, written to us-west-2 after "disaster in us-east-1, failover to us-west-2"',
    'switchover, written to us-east-1 after "fail back from us-west-2 to us-east-1"',
  ]);
  expect(at.store.state.steps.map(({ name }) => name)).toEqual([
    'preflight',
    'disaster in us-east-1, failover to us-west-2',
    'end of the fault in us-east-1',
    'restore redundancy in us-east-1',
    'preflight of the fail back',
    'fail back from us-west-2 to us-east-1',
    'restore redundancy in us-west-2',
  ]);
});

describe('a state that cannot be written', () => {
  test('stops the drill before the step, and nothing is moved', async () => {
    const at = recoveryWorld();
    const drill = await at.clock.run(at.begin({ kind: 'switchover' }));
    at.store.before = (operation) =>
      operation === 'replace' && at.store.state.steps.length === 1 ? Promise.reject(LOST) : Promise.resolve();
    const drilling = at.clock.run(runSwitchoverDrill(MOVE_REQUEST, at.drillPorts(drill)));
    await expect(drilling).rejects.toThrow(DrillStateUnwritableError);
    await expect(drilling).rejects.toThrow(/nothing more is begun: socket hang up/);
    expect(at.world.writer).toBe(EAST);
    expect(at.store.state).toMatchObject({ status: 'running', steps: [{ name: 'preflight' }] });
  });

  test('is not asked for again where that would not help', async () => {
    const at = recoveryWorld();
    const drill = await at.clock.run(at.begin({ kind: 'switchover' }));
    const startedMs = at.clock.monotonicMs();
    at.store.before = () => Promise.reject(new DrillStateRefusedError('AccessDenied'));
    await expect(at.clock.run(drill.before('a step'))).rejects.toThrow(/AccessDenied/);
    expect(at.clock.monotonicMs()).toBe(startedMs);
  });

  test('is forgiven for a while: a short outage of the table ends no drill', async () => {
    const at = recoveryWorld();
    const drill = await at.clock.run(at.begin({ kind: 'switchover' }));
    const untilMs = at.clock.monotonicMs() + 20_000;
    at.store.before = () => (at.clock.monotonicMs() < untilMs ? Promise.reject(LOST) : Promise.resolve());
    const result = await at.clock.run(runSwitchoverDrill(MOVE_REQUEST, at.drillPorts(drill)));
    expect(result.verdict).toBe('passed');
  });

  test('does not keep the drill from ending the fault', async () => {
    const at = recoveryWorld();
    const drill = await at.clock.run(at.begin({ kind: 'failover' }));
    at.store.before = () => Promise.reject(LOST);
    let isDone = false;
    const work = () => {
      isDone = true;
      return Promise.resolve();
    };
    await at.clock.run(inPhase('end of the fault', at.drillPorts(drill), work, { tidiesUp: true }));
    expect(isDone).toBe(true);
    expect(at.logger.lines.join()).toMatch(/done all the same, because it only tidies up/);
  });

  test('whose answer was lost is written once more, and the drill goes on', async () => {
    const at = recoveryWorld();
    const drill = await at.clock.run(at.begin({ kind: 'switchover' }));
    let lost = 0;
    at.store.afterWrite = () => (++lost % 2 === 1 ? Promise.reject(LOST) : Promise.resolve());
    const result = await at.clock.run(runSwitchoverDrill(MOVE_REQUEST, at.drillPorts(drill)));
    await at.clock.run(drill.end());
    expect(result.verdict).toBe('passed');
    expect(at.store.state.steps.map(({ name }) => name)).toEqual([
      'preflight',
      'switchover from us-east-1 to us-west-2',
      'restore redundancy in us-east-1',
      'preflight of the fail back',
      'fail back from us-west-2 to us-east-1',
      'restore redundancy in us-west-2',
    ]);
    expect(at.store.state.status).toBe('ended');
  });
});

describe('a drill that was away for too long', () => {
  test('begins no step once its lease is lost, and its state stays open', async () => {
    const at = recoveryWorld();
    const drill = await at.clock.run(at.begin({ kind: 'switchover' }));
    await at.clock.run(drill.before('preflight'));
    at.lease.isHeld = false;
    await expect(at.clock.run(drill.before('the move'))).rejects.toThrow(
      /^"the move" was not begun: the lease of the environment is not held any more/,
    );
    await expect(at.clock.run(drill.before('removal', { tidiesUp: true }))).rejects.toThrow(DrillStoppedError);
    await expect(at.clock.run(drill.end())).rejects.toThrow(DrillStoppedError);
    expect(at.store.state.status).toBe('running');
    expect(await at.clock.run(endDrill(drill, RECOVERY_REQUEST, at.recoveryPorts()))).toMatchObject({
      kind: 'left-open',
    });
  });

  test('cannot write over the state of its successor, not even to tidy up', async () => {
    const at = recoveryWorld();
    const old = await at.clock.run(at.begin({ kind: 'switchover' }));
    await at.clock.run(recoverDrill(RECOVERY_REQUEST, at.recoveryPorts()));
    const successor = await at.clock.run(at.begin({ kind: 'failover', drillId: 'the successor' }));
    await at.clock.run(successor.before('preflight'));
    const there = at.store.state;
    await expect(at.clock.run(old.before('the move'))).rejects.toThrow(DrillStateTakenError);
    await expect(at.clock.run(old.before('removal', { tidiesUp: true }))).rejects.toThrow(
      /now belongs to the failover drill/,
    );
    await expect(at.clock.run(old.end())).rejects.toThrow(DrillStateTakenError);
    expect(at.store.state).toEqual(there);
  });

  test('cannot write over the state that a recovery of it has written', async () => {
    const at = recoveryWorld();
    const old = await at.clock.run(at.begin({ kind: 'switchover' }));
    await at.clock.run(recoverDrill(RECOVERY_REQUEST, at.recoveryPorts()));
    await expect(at.clock.run(old.before('the move'))).rejects.toThrow(DrillStateTakenError);
    expect(at.store.state.status).toBe('recovered');
  });
});

describe('a drill is not begun', () => {
  test('while an earlier one is not closed', async () => {
    const at = recoveryWorld();
    await at.clock.run(at.begin({ kind: 'switchover' }));
    const second = at.clock.run(at.begin({ kind: 'restore' }));
    await expect(second).rejects.toThrow(DrillNotBegunError);
    await expect(second).rejects.toThrow(
      'the switchover drill of https://github.com/o/r/actions/runs/7 (since 2026-01-01T00:00:01.000Z) is not closed; it has to be recovered first',
    );
  });

  test('when the record is not one that this version wrote', async () => {
    const at = recoveryWorld();
    at.store.stored = { kind: 'unreadable', why: 'drill/test was written by another version', text: '{}' };
    await expect(at.clock.run(at.begin({ kind: 'restore' }))).rejects.toThrow(
      'drill/test was written by another version; a person has to look at it first',
    );
  });

  test('when nobody can say where the writer is, or the table does not answer', async () => {
    const at = recoveryWorld();
    at.world.describe = () => Promise.reject(new Error('Throttling'));
    await expect(at.clock.run(at.begin({ kind: 'restore' }))).rejects.toThrow('the drill was not begun: Throttling');
    const other = recoveryWorld();
    other.store.before = () => Promise.reject(LOST);
    await expect(other.clock.run(other.begin({ kind: 'restore' }))).rejects.toThrow(DrillNotBegunError);
    expect(other.store.written).toEqual([]);
  });

  test('twice: of 20 that begin at once exactly one does', async () => {
    for (let round = 0; round < 20; round++) {
      const at = recoveryWorld();
      const begun = await at.clock.run(
        Promise.allSettled(Array.from({ length: 20 }, () => at.begin({ kind: 'switchover' }))),
      );
      expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(at.store.written).toHaveLength(1);
    }
  });
});

describe('resolved by hand', () => {
  const BY = { by: 'Ana', note: 'moved the writer back,\nand looked' };
  const needsHuman = async () => {
    const at = recoveryWorld();
    const drill = await at.clock.run(at.begin({ kind: 'restore' }));
    await at.clock.run(drill.before('preflight'));
    await at.clock.run(
      drill.before('restore', { makes: [{ kind: 'cluster', region: WEST, id: 'aurora-restore-drill-test' }] }),
    );
    const ports = at.recoveryPorts();
    const temporary = { ...ports.temporary, remove: () => Promise.reject(new Error('InvalidDBClusterState')) };
    await at.clock.run(recoverDrill(RECOVERY_REQUEST, { ...ports, temporary }));
    return { at, ports };
  };

  test('what needs a human blocks every drill until a person says so, and the note is kept', async () => {
    const { at, ports } = await needsHuman();
    expect(await lastDrillOf(at.store).lastDrill()).toMatchObject({ state: 'needs-human' });
    await expect(at.clock.run(at.begin({ kind: 'switchover' }))).rejects.toThrow(/is not closed/);
    expect(await at.clock.run(recoverDrill(RECOVERY_REQUEST, ports))).toMatchObject({
      kind: 'needs-human',
      runbook: 'docs/recovery.md#what-a-drill-made-and-did-not-remove',
      reason: expect.stringMatching(
        /the cluster aurora-restore-drill-test in us-west-2 was not removed: InvalidDBClusterState/,
      ),
    });
    expect(await at.clock.run(resolveByHand(at.store, BY, ports))).toMatch(
      /resolved by Ana: moved the writer back, and looked$/,
    );
    expect(at.store.state).toMatchObject({
      status: 'resolved',
      needsHuman: { reason: expect.stringMatching(/was not removed/) },
      resolution: { by: 'Ana', note: 'moved the writer back, and looked' },
    });
    expect(await lastDrillOf(at.store).lastDrill()).toMatchObject({ state: 'ended' });
    await at.clock.run(at.begin({ kind: 'switchover' }));
  });

  test('also a record that nobody can read', async () => {
    const at = recoveryWorld();
    at.store.stored = { kind: 'unreadable', why: 'drill/test is not the state of a drill', text: '{' };
    const ports = at.recoveryPorts();
    expect(await at.clock.run(recoverDrill(RECOVERY_REQUEST, ports))).toEqual({
      kind: 'needs-human',
      reason: 'drill/test is not the state of a drill',
      runbook: 'docs/recovery.md#a-record-that-cannot-be-read',
      done: [],
    });
    expect(await lastDrillOf(at.store).lastDrill()).toMatchObject({ state: 'needs-human' });
    await at.clock.run(resolveByHand(at.store, BY, ports));
    expect(at.store.state).toMatchObject({ status: 'resolved', resolution: { by: 'Ana' } });
    await at.clock.run(at.begin({ kind: 'switchover' }));
  });

  test('is refused where there is nothing to resolve, where a recovery has to try first, and without a note', async () => {
    const at = recoveryWorld();
    const ports = at.recoveryPorts();
    await expect(resolveByHand(at.store, BY, ports)).rejects.toThrow(NotResolvableError);
    await at.clock.run(at.begin({ kind: 'switchover' }));
    await expect(resolveByHand(at.store, BY, ports)).rejects.toThrow(/Recover it first/);
    await expect(resolveByHand(at.store, { by: 'Ana', note: ' ' }, ports)).rejects.toThrow(/both are kept/);
  });
});

test('the summary for the preflight tells nothing, ended and broken off apart', async () => {
  const at = recoveryWorld();
  const summary = lastDrillOf(at.store);
  expect(await summary.lastDrill()).toEqual({ state: 'none', detail: '' });
  const drill: RecordedDrill = await at.clock.run(at.begin({ kind: 'switchover' }));
  await at.clock.run(drill.before('preflight'));
  expect(await summary.lastDrill()).toMatchObject({
    state: 'broken-off',
    detail: expect.stringMatching(/was broken off in "preflight", or is still running$/),
  });
  await at.clock.run(drill.end());
  expect(await summary.lastDrill()).toMatchObject({ state: 'ended' });
});
