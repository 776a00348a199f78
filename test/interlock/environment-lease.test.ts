import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leaseOf, LeaseUnreachableError } from '../../src/interlock/environment-lease';
import { withLease } from '../../src/interlock/with-lease';
import type { Clock } from '../../src/ports/clock';
import { LeaseTakenError, type EnvironmentLease, type HeldLease, type LeaseHolder } from '../../src/ports/lease';
import { LeaseStoreRefusedError, type LeaseStore } from '../../src/ports/lease-store';
import { leaseStoreContract } from '../adapters/lease-store-contract';
import { MemoryLogger } from '../fakes/logger';
import { MemoryLeaseStore } from '../fakes/memory-lease-store';
import { VirtualClock } from '../fakes/virtual-clock';

const DRILL: LeaseHolder = {
  kind: 'drill',
  run: 'https://github.com/o/r/actions/runs/7',
  since: '2026-01-01T00:00:00.000Z',
};
const APPLY: LeaseHolder = { kind: 'apply', run: 'ana@laptop', since: '2026-01-01T00:01:00.000Z' };
const MINUTE_MS = 60_000;
const UNREACHABLE = new Error('connect ETIMEDOUT');

describe('the table in memory keeps the contract of the store', () => {
  leaseStoreContract(() => {
    const never: Clock = { now: () => new Date(0), monotonicMs: () => 0, sleep: () => Promise.resolve() };
    return Promise.resolve(new MemoryLeaseStore(never));
  });
});

function setUp() {
  const clock = new VirtualClock();
  const table = new MemoryLeaseStore(clock);
  const logger = new MemoryLogger();
  let ids = 0;
  const contender = (store: LeaseStore = table, ownClock: Clock = clock): EnvironmentLease =>
    leaseOf('production', { store, clock: ownClock, logger, newId: () => `id ${++ids}` });
  return { clock, table, logger, contender };
}

/** A process that can be cut off from the table: its calls never come back. */
function cuttable(table: LeaseStore) {
  const state = { isCutOff: false };
  const never = new Promise<never>(() => undefined);
  const store: LeaseStore = {
    read: () => (state.isCutOff ? never : table.read()),
    replace: (next) => (state.isCutOff ? never : table.replace(next)),
  };
  return { store, cutOff: () => void (state.isCutOff = true) };
}

test('a free lease is taken at once, named while it is held, and free again when it is given back', async () => {
  const { clock, contender } = setUp();
  await clock.run(
    (async () => {
      expect(await contender().holder()).toBeUndefined();
      const held = await contender().acquire(DRILL, 0);
      expect(held.isHeld()).toBe(true);
      expect(await contender().holder()).toEqual(DRILL);
      await held.release();
      expect(held.isHeld()).toBe(false);
      expect(await contender().holder()).toBeUndefined();
    })(),
  );
});

test('who waits gets it soon after it is given back', async () => {
  const { clock, contender } = setUp();
  await clock.run(
    (async () => {
      const first = await contender().acquire(DRILL, 0);
      const waiting = contender().acquire(APPLY, 10 * MINUTE_MS);
      await clock.sleep(5 * MINUTE_MS);
      expect(first.isHeld()).toBe(true);
      await first.release();
      const releasedMs = clock.monotonicMs();
      const second = await waiting;
      expect(second.isHeld()).toBe(true);
      expect(clock.monotonicMs() - releasedMs).toBeLessThan(6_000);
      await second.release();
    })(),
  );
});

test('who has waited long enough is told who holds it, and has been told before what it waits for', async () => {
  const { clock, logger, contender } = setUp();
  await clock.run(
    (async () => {
      const held = await contender().acquire(DRILL, 0);
      const startedMs = clock.monotonicMs();
      const refused = contender().acquire(APPLY, 3 * MINUTE_MS);
      await expect(refused).rejects.toThrow(LeaseTakenError);
      await expect(refused).rejects.toThrow(
        'production is being changed by the drill of https://github.com/o/r/actions/runs/7 (since 2026-01-01T00:00:00.000Z), ' +
          'which has not ended within 3 minutes; wait until it has, and run this again. If it was killed, its lease runs out 120 s later by itself',
      );
      expect(clock.monotonicMs() - startedMs).toBeLessThan(3 * MINUTE_MS + 1_000);
      expect(held.isHeld()).toBe(true);
      await held.release();
    })(),
  );
  expect(logger.lines).toEqual([
    'info this run holds the lease of production',
    'info production is being changed by the drill of https://github.com/o/r/actions/runs/7 (since 2026-01-01T00:00:00.000Z); waiting for at most 3 minutes more',
    'info production is being changed by the drill of https://github.com/o/r/actions/runs/7 (since 2026-01-01T00:00:00.000Z); waiting for at most 120 s more',
    'info production is being changed by the drill of https://github.com/o/r/actions/runs/7 (since 2026-01-01T00:00:00.000Z); waiting for at most 60 s more',
  ]);
});

test('a lease is held for hours while its holder works', async () => {
  const { clock, contender } = setUp();
  await clock.run(
    (async () => {
      const held = await contender().acquire(DRILL, 0);
      for (let minute = 0; minute < 240; minute++) {
        await clock.sleep(MINUTE_MS);
        expect(held.isHeld()).toBe(true);
      }
      await held.release();
    })(),
  );
});

describe('a holder that was killed', () => {
  test('is named until it is taken over, two minutes after it was last seen alive', async () => {
    const { clock, table, contender } = setUp();
    const killed = cuttable(table);
    await clock.run(
      (async () => {
        const held = await contender(killed.store).acquire(DRILL, 0);
        killed.cutOff();
        await clock.sleep(20 * MINUTE_MS);
        expect(await contender().holder()).toEqual(DRILL);
        const startedMs = clock.monotonicMs();
        const next = await contender().acquire(APPLY, 10 * MINUTE_MS);
        // Who comes later has to see for itself that nobody renews it.
        expect(clock.monotonicMs() - startedMs).toBeGreaterThanOrEqual(120_000);
        expect(clock.monotonicMs() - startedMs).toBeLessThan(126_000);
        expect(await contender().holder()).toEqual(APPLY);
        expect(held.isHeld()).toBe(false);
        await next.release();
      })(),
    );
  });

  test('stops trusting its lease before anybody can take it', async () => {
    const { clock, table, contender } = setUp();
    const cut = cuttable(table);
    await clock.run(
      (async () => {
        const held = await contender(cut.store).acquire(DRILL, 0);
        cut.cutOff();
        await clock.sleep(89_000);
        expect(held.isHeld()).toBe(true);
        await clock.sleep(2_000);
        expect(held.isHeld()).toBe(false);
      })(),
    );
  });
});

test('an outage of the table that is shorter than the trust costs nothing, and the lease is renewed afterwards', async () => {
  const { clock, table, logger, contender } = setUp();
  await clock.run(
    (async () => {
      const held = await contender().acquire(DRILL, 0);
      table.before = () => {
        throw UNREACHABLE;
      };
      await clock.sleep(80_000);
      expect(held.isHeld()).toBe(true);
      table.before = () => undefined;
      await clock.sleep(4_000);
      // More than the trust after the outage began: only a renewal explains it.
      await clock.sleep(60_000);
      expect(held.isHeld()).toBe(true);
      await held.release();
    })(),
  );
  expect(logger.lines[1]).toBe('warn the lease could not be renewed: connect ETIMEDOUT');
});

test('a holder that slept while its monotonic clock stood still does not believe that it holds the lease', async () => {
  const { clock, table, contender } = setUp();
  const laptop = { sleptMs: 0 };
  const sleepy: Clock = {
    now: () => new Date(clock.now().getTime() + laptop.sleptMs),
    monotonicMs: () => clock.monotonicMs(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
  await clock.run(
    (async () => {
      const held = await contender(table, sleepy).acquire(DRILL, 0);
      laptop.sleptMs = 10 * MINUTE_MS;
      expect(held.isHeld()).toBe(false);
    })(),
  );
});

describe('a write whose answer is lost', () => {
  test('does not keep the lease from the one who took it with that write', async () => {
    const { clock, table, contender } = setUp();
    let losses = 2;
    table.afterWrite = () => {
      if (losses-- > 0) throw UNREACHABLE;
    };
    await clock.run(
      (async () => {
        const held = await contender().acquire(DRILL, MINUTE_MS);
        expect(held.isHeld()).toBe(true);
        expect(clock.monotonicMs()).toBeLessThan(15_000);
        await held.release();
        expect(await contender().holder()).toBeUndefined();
      })(),
    );
  });

  test('does not leave a lease behind that nobody holds, when the time to wait is over', async () => {
    const { clock, table, contender } = setUp();
    let losses = 1;
    table.afterWrite = () => {
      if (losses-- > 0) throw UNREACHABLE;
    };
    await clock.run(
      (async () => {
        await expect(contender().acquire(DRILL, 0)).rejects.toThrow(LeaseUnreachableError);
        expect(await contender().holder()).toBeUndefined();
      })(),
    );
  });

  test('renews nothing, because nobody knows when it happened', async () => {
    const { clock, table, contender } = setUp();
    await clock.run(
      (async () => {
        const held = await contender().acquire(DRILL, 0);
        table.afterWrite = () => {
          throw UNREACHABLE;
        };
        await clock.sleep(91_000);
        expect(held.isHeld()).toBe(false);
        table.afterWrite = () => undefined;
        await clock.sleep(20_000);
        // Its record has been there all the time, so nobody can have held the lease in between.
        expect(held.isHeld()).toBe(true);
        await held.release();
      })(),
    );
  });
});

test('giving it back twice does it once, and never takes it from the next one', async () => {
  const { clock, contender } = setUp();
  await clock.run(
    (async () => {
      const first = await contender().acquire(DRILL, 0);
      await Promise.all([first.release(), first.release()]);
      const second = await contender().acquire(APPLY, 0);
      await first.release();
      expect(second.isHeld()).toBe(true);
      expect(await contender().holder()).toEqual(APPLY);
      await second.release();
    })(),
  );
});

test('giving it back never throws', async () => {
  const { clock, table, logger, contender } = setUp();
  await clock.run(
    (async () => {
      const held = await contender().acquire(DRILL, 0);
      table.before = () => {
        throw UNREACHABLE;
      };
      await held.release();
      expect(held.isHeld()).toBe(false);
    })(),
  );
  expect(logger.lines).toEqual([
    'info this run holds the lease of production',
    'warn the lease could not be given back, and runs out in 120 s: connect ETIMEDOUT',
  ]);
});

describe('a table that cannot be used', () => {
  test('is not waited for longer than a minute, however long one would wait for the lease', async () => {
    const { clock, table, contender } = setUp();
    table.before = () => {
      throw UNREACHABLE;
    };
    await clock.run(
      (async () => {
        const startedMs = clock.monotonicMs();
        await expect(contender().acquire(APPLY, 60 * MINUTE_MS)).rejects.toThrow(
          'the lease of production cannot be taken, because the lock table does not answer: connect ETIMEDOUT. ' +
            'Look at DynamoDB in the region of the state, and run this again',
        );
        expect(clock.monotonicMs() - startedMs).toBeLessThan(70_000);
      })(),
    );
  });

  test('and that refuses is not asked again', async () => {
    const { clock, table, contender } = setUp();
    let calls = 0;
    table.before = () => {
      calls++;
      throw new LeaseStoreRefusedError('no permission');
    };
    await clock.run(expect(contender().acquire(APPLY, 60 * MINUTE_MS)).rejects.toThrow('no permission'));
    expect(calls).toBe(1);
  });

  test('is slow, and the lease is kept nevertheless', async () => {
    const { clock, table, contender } = setUp();
    table.latencyMs = () => 12_000;
    await clock.run(
      (async () => {
        const held = await contender().acquire(DRILL, 0);
        for (let minute = 0; minute < 30; minute++) {
          await clock.sleep(MINUTE_MS);
          expect(held.isHeld()).toBe(true);
        }
        await held.release();
      })(),
    );
  });
});

describe('withLease', () => {
  test('gives the lease back when the work ends, and when it fails', async () => {
    const { clock, contender } = setUp();
    await clock.run(
      (async () => {
        expect(await withLease(contender(), DRILL, 0, (held) => Promise.resolve(held.isHeld()))).toBe(true);
        expect(await contender().holder()).toBeUndefined();
        const failing = withLease(contender(), DRILL, 0, () => Promise.reject(new Error('the work failed')));
        await expect(failing).rejects.toThrow('the work failed');
        expect(await contender().holder()).toBeUndefined();
      })(),
    );
  });
});

test('of contenders with clocks of their own, losses, cuts and slow answers never two hold the lease at once', async () => {
  const millisecond = (max: number) => fc.integer({ min: 0, max });
  const process = fc.record({
    /** How fast its clock runs, in per cent. */
    speed: fc.integer({ min: 90, max: 110 }),
    startsAtMs: millisecond(120_000),
    worksForMs: millisecond(400_000),
    cutOffAtMs: fc.option(millisecond(600_000), { nil: undefined }),
    wallJumpMs: fc.integer({ min: -3_600_000, max: 3_600_000 }),
  });
  /** What happens to one call after the other, of all processes: how slow it is, and whether it or its answer is lost. */
  const call = fc.record({
    latencyMs: fc.oneof({ weight: 5, arbitrary: millisecond(200) }, { weight: 1, arbitrary: millisecond(30_000) }),
    fate: fc.oneof(
      { weight: 6, arbitrary: fc.constant('answered') },
      { weight: 1, arbitrary: fc.constantFrom('lost', 'answer lost') },
    ),
  });
  let everHeld = 0;
  let takenOver = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(process, { minLength: 2, maxLength: 4 }),
      fc.array(call, { minLength: 40, maxLength: 40 }),
      async (processes, calls) => {
        const { clock, table, logger, contender } = setUp();
        const startedMs = clock.monotonicMs();
        let count = 0;
        const nextCall = () => calls[count++ % calls.length];
        const lossy = (inner: LeaseStore): LeaseStore => {
          const passing = async <T>(work: () => Promise<T>): Promise<T> => {
            const fate = nextCall();
            await clock.sleep(fate?.latencyMs ?? 0);
            if (fate?.fate === 'lost') throw UNREACHABLE;
            const result = await work();
            if (fate?.fate === 'answer lost') throw UNREACHABLE;
            await clock.sleep(fate?.latencyMs ?? 0);
            return result;
          };
          return { read: () => passing(() => inner.read()), replace: (next) => passing(() => inner.replace(next)) };
        };
        const holding = new Map<number, HeldLease>();
        let most = 0;
        const look = () => {
          most = Math.max(most, [...holding.values()].filter((held) => held.isHeld()).length);
        };
        const run = async (index: number, { speed, startsAtMs, worksForMs, cutOffAtMs, wallJumpMs }: Process) => {
          const rate = speed / 100;
          const isAfter = (ms: number | undefined) => ms !== undefined && clock.monotonicMs() - startedMs > ms;
          const own: Clock = {
            now: () => new Date(clock.now().getTime() + (isAfter(startsAtMs + worksForMs / 2) ? wallJumpMs : 0)),
            monotonicMs: () => clock.monotonicMs() * rate,
            sleep: (ms, signal) => clock.sleep(ms / rate, signal),
          };
          const cut: LeaseStore = {
            read: () => (isAfter(cutOffAtMs) ? new Promise(() => undefined) : table.read()),
            replace: (next) => (isAfter(cutOffAtMs) ? new Promise(() => undefined) : table.replace(next)),
          };
          await clock.sleep(startsAtMs);
          const held = await contender(lossy(cut), own).acquire(APPLY, 30 * MINUTE_MS);
          everHeld++;
          holding.set(index, held);
          await clock.sleep(worksForMs);
          await held.release();
        };
        const everybody = processes.map((each, index) => run(index, each).catch(() => undefined));
        const watching = (async () => {
          for (let second = 0; second < 2_400; second++) {
            look();
            await clock.sleep(1_000);
          }
        })();
        // One that is cut off never ends.
        await clock.run(Promise.race([watching, Promise.all([...everybody, watching])]));
        takenOver += logger.lines.filter((line) => line.includes('is taken over')).length;
        expect(most).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: 60 },
  );
  // The property would hold of a lease that nobody ever gets, too.
  expect(everHeld).toBeGreaterThan(60);
  expect(takenOver).toBeGreaterThan(0);
}, 120_000);

interface Process {
  readonly speed: number;
  readonly startsAtMs: number;
  readonly worksForMs: number;
  readonly cutOffAtMs: number | undefined;
  readonly wallJumpMs: number;
}
