import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { conductDrill, type Conducted, type DrillOrder } from '../../actions/drill/src/conduct';
import { runSwitchoverDrill } from '../../src/drill/move-drill';
import type { DrillResult } from '../../src/drill/result';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { leaseOf } from '../../src/interlock/environment-lease';
import { switchingOnlyWhileHeld } from '../../src/interlock/only-while-held';
import { FIRST_RECORD } from '../../src/ports/failover-record';
import type { RegionAnswer } from '../../src/ports/global-roles';
import type { LeaseHolder } from '../../src/ports/lease';
import { PreflightWorld } from '../drill/preflight/preflight-world';
import { MOVE_REQUEST, RECOVERY_REQUEST, recoveryWorld } from '../drill/recovery/recovery-world';
import { MemoryLeaseStore } from '../fakes/memory-lease-store';

const FILE = 'environments/production.yaml';
const ENVIRONMENT = parseEnvironment(readFileSync(FILE, 'utf8'), FILE);
const RUN_URL = 'https://github.com/o/r/actions/runs/9';
const APPLY: LeaseHolder = { kind: 'apply', run: 'run 2', since: '2026-01-01T00:00:00.000Z' };
const DRILL_ID = '00000000-0000-4000-8000-000000000009';

function setUp() {
  const at = recoveryWorld();
  const { clock, store, logger } = at;
  const table = new MemoryLeaseStore(clock);
  let ids = 0;
  const lease = leaseOf('production', { store: table, clock, logger, newId: () => `owner ${++ids}` });
  const answers: RegionAnswer[] = ['us-west-2', 'us-east-1'].map((region) => ({
    region,
    said: { members: [], move: undefined },
  }));
  const preflight = new PreflightWorld(clock);
  let drills = 0;
  const holder = () => lease.holder().then((held) => held?.run ?? 'nobody', String);
  const told: string[] = [];
  let run: (kind: { readonly isHeld: () => boolean }) => Promise<DrillResult> | undefined = () => undefined;
  const conduct = (interrupted = new AbortController().signal): Promise<Conducted> => {
    const order: DrillOrder = {
      environment: ENVIRONMENT,
      runUrl: RUN_URL,
      start: {
        drillId: DRILL_ID,
        kind: 'switchover',
        startedAt: clock.now(),
        run: RUN_URL,
        failBack: true,
        temporary: [],
        limits: { moveMs: 60_000, redundancyMs: 60_000 },
        history: 'drill-report/test.journal.jsonl',
      },
      preflight: preflight.request(),
      recovery: { ...RECOVERY_REQUEST, by: RUN_URL },
    };
    const recovery = at.recoveryPorts(interrupted);
    return conductDrill(order, {
      interlock: {
        lease,
        regions: ['us-west-2', 'us-east-1'],
        controllers: { of: () => Promise.resolve(FIRST_RECORD) },
        roles: { ask: () => Promise.resolve(answers) },
        logger,
      },
      preflight: preflight.ports(),
      recovery,
      tellOfEarlier: async ({ kind }) => {
        told.push(`earlier: ${kind}, under the lease of ${await holder()}`);
      },
      tell: async ({ result }) => {
        told.push(`${result.verdict}, under the lease of ${await holder()}`);
      },
      run: (drill, held) => {
        drills++;
        const ports = at.drillPorts(drill);
        return (
          run(held) ??
          runSwitchoverDrill(MOVE_REQUEST, {
            ...ports,
            globalDatabase: switchingOnlyWhileHeld(held, ports.globalDatabase),
          })
        );
      },
    });
  };
  return {
    ...at,
    table,
    lease,
    answers,
    preflight,
    conduct,
    told,
    drills: () => drills,
    runInstead: (other: typeof run) => {
      run = other;
    },
    state: async () => {
      const stored = await clock.run(store.read());
      return stored.kind === 'state' ? stored.state : undefined;
    },
  };
}

describe('a drill', () => {
  test('holds the lease while it runs, looks first, and is closed when it is over', async () => {
    const { clock, world, lease, conduct, state, told } = setUp();
    let during: LeaseHolder | undefined;
    const move = world.switchover.bind(world);
    world.switchover = async (target) => {
      during ??= await lease.holder();
      return move(target);
    };
    const { result, interruption, earlier } = await clock.run(conduct());
    expect(result).toMatchObject({ kind: 'switchover', verdict: 'passed' });
    expect(result.guards).toHaveLength(14);
    expect(result.guards.every(({ outcome }) => outcome === 'passed')).toBe(true);
    expect(result.runs.map(({ label }) => label)).toEqual(['switchover', 'fail back']);
    expect([interruption, earlier]).toEqual([undefined, undefined]);
    expect(during).toMatchObject({ kind: 'drill', run: RUN_URL });
    expect(told).toEqual([
      `earlier: nothing-to-do, under the lease of ${RUN_URL}`,
      `passed, under the lease of ${RUN_URL}`,
    ]);
    expect(await clock.run(lease.holder())).toBeUndefined();
    expect(await state()).toMatchObject({ drillId: DRILL_ID, status: 'ended', writerBefore: 'us-east-1' });
  });

  test('that breaks is failed, tells why, and leaves nothing open', async () => {
    const { clock, conduct, runInstead, state, lease } = setUp();
    runInstead(() => Promise.reject(new Error('no answer from RDS')));
    const { result } = await clock.run(conduct());
    expect(result).toMatchObject({ verdict: 'failed', reasons: ['no answer from RDS'] });
    expect(result.guards).toHaveLength(14);
    expect(await state()).toMatchObject({ status: 'ended' });
    expect(await clock.run(lease.holder())).toBeUndefined();
  });
});

describe('a drill is not run, and touches nothing', () => {
  test('while somebody else changes the environment', async () => {
    const { clock, world, lease, conduct, drills } = setUp();
    const { result } = await clock.run(
      (async () => {
        const held = await lease.acquire(APPLY, 0);
        const conducted = await conduct();
        expect(held.isHeld()).toBe(true);
        await held.release();
        return conducted;
      })(),
    );
    expect(result.verdict).toBe('not-run');
    expect(result.reasons[0]).toMatch(
      /^interlock: production is being changed by the apply of run 2 .* not ended within 30 minutes/,
    );
    expect([world.writer, drills()]).toEqual(['us-east-1', 0]);
  });

  test('while the writer is being moved', async () => {
    const { clock, answers, conduct, drills } = setUp();
    answers[0] = { region: 'us-west-2', said: { members: [], move: { status: 'failing-over' } } };
    const { result } = await clock.run(conduct());
    expect(result.verdict).toBe('not-run');
    expect(result.reasons[0]).toContain('us-west-2 says that the writer is being moved (failing-over)');
    expect(drills()).toBe(0);
  });

  test('when a guard refuses; what it saw is kept', async () => {
    const { clock, preflight, conduct, drills, state, told } = setUp();
    preflight.lags = [9_000];
    const { result } = await clock.run(conduct());
    expect(result.verdict).toBe('not-run');
    expect(result.reasons[0]).toMatch(/^preflight: replication-lag: /);
    expect(result.guards.find(({ guard }) => guard === 'replication-lag')).toMatchObject({ outcome: 'refused' });
    expect(drills()).toBe(0);
    expect(await state()).toBeUndefined();
    // What was not begun is told of by the caller, with or without a lease.
    expect(told).toEqual([`earlier: nothing-to-do, under the lease of ${RUN_URL}`]);
  });

  test('when its state cannot be written', async () => {
    const { clock, store, conduct, drills } = setUp();
    store.before = (operation) =>
      operation === 'replace' ? Promise.reject(new Error('AccessDenied')) : Promise.resolve();
    const { result } = await clock.run(conduct());
    expect(result).toMatchObject({ verdict: 'not-run' });
    expect(result.reasons[0]).toContain('AccessDenied');
    expect(drills()).toBe(0);
  });
});

describe('what an earlier drill left', () => {
  test('is mended first, under the same lease, and told', async () => {
    const { clock, world, begin, conduct, drills, state, told } = setUp();
    const broken = await clock.run(begin({ kind: 'failover' }));
    await clock.run(
      broken.before('disaster in us-east-1', {
        move: { fromRegion: 'us-east-1', toRegion: 'us-west-2' },
        faultIn: 'us-east-1',
      }),
    );
    const { result, earlier } = await clock.run(conduct());
    expect(earlier).toMatchObject({ kind: 'recovered', drill: { kind: 'failover' } });
    expect(world.faults).toContain('stop us-east-1');
    expect(result.verdict).toBe('passed');
    expect(drills()).toBe(1);
    expect(await state()).toMatchObject({ drillId: DRILL_ID, status: 'ended' });
    expect(told[0]).toBe(`earlier: recovered, under the lease of ${RUN_URL}`);
  });
});

describe('a drill that loses its lease, or is cancelled', () => {
  test('before anything is moved moves nothing, and is left for whoever comes next', async () => {
    const { clock, world, table, conduct, runInstead, state } = setUp();
    runInstead((held) => {
      table.before = () => {
        throw new Error('connect ETIMEDOUT');
      };
      return clock.sleep(120_000).then(() => {
        if (!held.isHeld()) throw new Error('the lease is gone');
        throw new Error('must not be held');
      });
    });
    const { result, interruption } = await clock.run(conduct());
    expect(result.verdict).toBe('failed');
    expect(result.reasons[0]).toBe('the lease is gone');
    expect(interruption).toBeDefined();
    expect(world.writer).toBe('us-east-1');
    expect(await state()).toMatchObject({ status: 'running' });
  });

  test('in its middle ends at once, is failed, and the next one brings the writer home', async () => {
    const { clock, world, conduct, state } = setUp();
    const interruption = new AbortController();
    const move = world.switchover.bind(world);
    let moves = 0;
    world.switchover = async (target) => {
      if (++moves === 1) interruption.abort('SIGINT');
      return move(target);
    };
    const first = await clock.run(conduct(interruption.signal));
    expect(first.result).toMatchObject({ verdict: 'failed' });
    expect(first.result.reasons.join()).toContain('interrupted by SIGINT');
    expect(first.interruption?.brokenOffIn).toContain('SIGINT');
    expect(await state()).toMatchObject({ status: 'running' });

    const second = await clock.run(conduct());
    expect(second.earlier).toMatchObject({ kind: 'recovered' });
    expect(second.result.verdict).toBe('passed');
    expect(world.writer).toBe('us-east-1');
    expect(await state()).toMatchObject({ status: 'ended' });
  });
});
