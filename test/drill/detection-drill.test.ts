import { describe, expect, test } from '@jest/globals';
import { runDetectionDrill } from '../../src/drill/detection/detection-drill';
import { detectionLimits } from '../../src/drill/detection/limits';
import type { DetectionDrillPorts, DetectionDrillRequest } from '../../src/drill/detection/request';
import type { JournalRecord } from '../../src/drill/journal';
import { localProbe } from '../../src/drill/local-probe';
import { FaultRefusedError } from '../../src/ports/fault-injector';
import { arnOf, ControllerWorld, EAST, WEST } from '../fakes/controller-world';
import { MemoryLogger } from '../fakes/logger';
import { CREDENTIALS, TwoRegions, WRITER_NAME } from '../fakes/two-regions';

// The drill beside the real controller, in virtual time: the world of the controller says what that sees, another one takes the writes.

const REQUEST: DetectionDrillRequest = {
  objectives: { rpoSeconds: 60, rtoSeconds: 300, detectionSeconds: 30 },
  probe: { intervalMs: 200, timeoutMs: 1_000, baselineMs: 10_000 },
};

function setUp() {
  const world = new ControllerWorld();
  const { clock } = world;
  const database = new TwoRegions(clock);
  const asked: string[] = [];
  const journal: JournalRecord[] = [];
  const credentials = { read: () => Promise.resolve(CREDENTIALS) };
  const probe = localProbe({ sql: database, clock, credentials, writerName: WRITER_NAME });
  const hook = { delayMs: 3_000, isOffered: true, takesWritesToo: false };
  let ids = 0;
  const blind = (isBlind: boolean) => {
    world.isBlind = isBlind;
    world.changed();
  };
  const ports: DetectionDrillPorts = {
    clock,
    logger: new MemoryLogger(),
    credentials,
    sql: database,
    globalDatabase: {
      describe: async () => {
        const status = await database.describe();
        return {
          ...status,
          members: status.members.map((member) => ({ ...member, isWriter: member.region === world.writer })),
        };
      },
      failover: () => Promise.reject(new Error('never')),
      switchover: () => Promise.reject(new Error('never')),
    },
    journal: { append: (record) => void journal.push(record) },
    newRunId: () => `00000000-0000-4000-8000-${String(++ids).padStart(12, '0')}`,
    probes: {
      in: (region) => {
        expect(region).toBe(EAST);
        return probe;
      },
    },
    controllers: { of: (region) => Promise.resolve(region === WEST ? world.record : undefined) },
    rehearsals: {
      isRead: () => Promise.resolve(true),
      announce: (region, rehearsal, seen) => {
        expect(region).toBe(WEST);
        if (seen.version !== world.record.version) return Promise.resolve(false);
        world.rehearsal = rehearsal;
        asked.push(`announced for ${(Date.parse(rehearsal.until) - clock.now().getTime()) / 1000} s`);
        return Promise.resolve(true);
      },
      withdraw: (_region, id) => {
        expect(world.rehearsal?.id).toBe(id);
        world.rehearsal = undefined;
        asked.push('withdrawn');
        return Promise.resolve();
      },
    },
    healthPath: {
      offersHealthPath: () => Promise.resolve(hook.isOffered),
      blind: (region, forSeconds) => {
        asked.push(`blind ${region} for ${forSeconds} s`);
        void clock.sleep(hook.delayMs).then(() => {
          blind(true);
          if (hook.takesWritesToo) database.writer = WEST;
        });
        void clock.sleep(forSeconds * 1000).then(() => {
          blind(false);
        });
        return Promise.resolve();
      },
      stop: (region) => {
        asked.push(`stop ${region}`);
        blind(false);
        database.writer = EAST;
        return Promise.resolve();
      },
    },
  };
  const run = (changed: Partial<DetectionDrillPorts> = {}, request = REQUEST, story?: () => Promise<void>) =>
    clock.run(
      (async () => {
        const schedule = world.schedule(12);
        void schedule;
        void story?.();
        await clock.sleep(20_000);
        const result = await runDetectionDrill(request, { ...ports, ...changed });
        return result;
      })(),
    );
  return { world, database, asked, journal, hook, ports, run, clock };
}

describe('the detection drill', () => {
  test('O3: passes: declared within the objective, nothing promoted, every write taken', async () => {
    const { world, asked, journal, run } = setUp();
    const result = await run();
    expect(result).toMatchObject({ kind: 'detection', verdict: 'passed', reasons: [], runs: [], restores: [] });
    const { detection } = result;
    expect(detection).toMatchObject({ region: EAST, resolutionMs: 250, writerMoved: false });
    // Three looks 5 s apart, and the time limit of the last one.
    expect(detection?.detectionMs).toBeGreaterThanOrEqual(12_000);
    expect(detection?.detectionMs).toBeLessThanOrEqual(17_100);
    // The hook took 3 s.
    expect(detection?.sinceRequestMs).toBeGreaterThanOrEqual(15_000);
    expect(detection?.sinceRequestMs).toBeLessThanOrEqual(3_000 + 22_500);
    expect(detection?.writes.ok).toBe(detection?.writes.attempted);
    expect(detection?.writes.ok).toBeGreaterThan(100);
    expect(world.promotions).toEqual([]);
    expect(world.frozenUntil).toBeUndefined();
    expect(world.record.episode?.outcome).toBe('rehearsed');
    expect(world.record.armed?.writerArn).toBe(arnOf(EAST));
    expect(asked).toEqual(['announced for 180 s', 'blind us-east-1 for 120 s', 'stop us-east-1', 'withdrawn']);
    expect(journal.flatMap((line) => (line.type === 'phase' ? [line.phase] : []))).toEqual([
      'preflight',
      'write probe',
      'rehearsal of the loss of us-east-1 announced in us-west-2',
      'health path to us-east-1 taken away',
      'health path to us-east-1 given back',
      'controller of us-west-2 armed again',
      'rehearsal withdrawn',
    ]);
    expect(journal.flatMap((line) => (line.type === 'mark' ? [line.name] : []))).toEqual([
      'fault-requested',
      'declared-down',
    ]);
  });

  test('fails when the controller has died', async () => {
    const { world, asked, run, clock } = setUp();
    const result = await run({}, REQUEST, async () => {
      await clock.sleep(29_000);
      for (;;) {
        for (const process of world.processes) process.kill();
        await clock.sleep(500);
      }
    });
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join('; ')).toMatch(/not declared down within 120.0 s.*its record has stood still for/);
    expect(asked).toContain('stop us-east-1');
    // It was never armed again, so the rehearsal is left to its end.
    expect(asked).not.toContain('withdrawn');
    expect(world.promotions).toEqual([]);
  });

  test('fails when it was declared too late', async () => {
    const { run } = setUp();
    const result = await run({}, { ...REQUEST, objectives: { ...REQUEST.objectives, detectionSeconds: 10 } });
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join('; ')).toMatch(/detection took 1\d\.\d s, the objective is at most 10 s/);
  });

  test('fails when the controller promotes in spite of the rehearsal', async () => {
    const { world, run } = setUp();
    const result = await run({
      rehearsals: {
        isRead: () => Promise.resolve(true),
        // Of a table that nobody reads.
        announce: () => Promise.resolve(true),
        withdraw: () => Promise.resolve(),
      },
    });
    expect(world.promotions).toHaveLength(1);
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join('; ')).toMatch(
      /the controller promoted \(episode .*\) although a rehearsal was announced/,
    );
  });

  test('fails when applications lost writes', async () => {
    const { hook, run } = setUp();
    hook.takesWritesToo = true;
    const result = await run();
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join('; ')).toMatch(/\d+ of \d+ writes through the writer name did not succeed/);
    expect(result.detection?.writes.fail).toBeGreaterThan(0);
  });

  test('a region that is really lost meanwhile is promoted away from once the rehearsal has ended', async () => {
    const { world, run, clock } = setUp();
    const result = await run({}, REQUEST, async () => {
      await clock.sleep(45_000);
      world.loseEast();
    });
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join('; ')).toMatch(/was not armed again.*the rehearsal ends by itself at/);
    // The drill ends with its rehearsal; the controller goes on.
    await clock.run(clock.sleep(30_000));
    expect(world.promotions).toHaveLength(1);
  });

  test('is inconclusive when the hook accepts and does nothing', async () => {
    const { hook, run } = setUp();
    hook.delayMs = 10_000_000;
    const result = await run();
    expect(result.verdict).toBe('inconclusive');
    expect(result.reasons.join('; ')).toMatch(/still saw every path to us-east-1 alive .* the hook has done nothing/);
  });

  test('is inconclusive, and announces nothing, when writes do not succeed to begin with', async () => {
    const { database, asked, run } = setUp();
    database.silentHosts.add(WRITER_NAME);
    const result = await run({
      probes: {
        in: () => ({
          ...setUp().ports.probes.in(EAST),
          prepare: () => Promise.resolve(),
          start: () =>
            Promise.resolve({
              seen: () => [],
              stop: () => Promise.resolve({ writes: [], fencing: undefined, reads: [], clockUncertaintyMs: 0 }),
            }),
          cleanUp: () => Promise.resolve(),
        }),
      },
    });
    expect(result.verdict).toBe('inconclusive');
    expect(asked).toEqual([]);
  });

  test('the fault is ended also when the hook fails in the midst of it', async () => {
    const { asked, ports, run } = setUp();
    const { healthPath } = ports;
    if (healthPath === undefined) throw new Error('there is a hook');
    const result = await run({
      healthPath: {
        offersHealthPath: () => Promise.resolve(true),
        stop: (region) => healthPath.stop(region),
        blind: async (region, forSeconds) => {
          await healthPath.blind(region, forSeconds);
          throw new Error('the fault hook answered 500');
        },
      },
    });
    expect(result.verdict).toBe('failed');
    expect(result.reasons.join('; ')).toMatch(/answered 500/);
    expect(asked.slice(-2)).toEqual(['stop us-east-1', 'withdrawn']);
  });
});

describe('the detection drill is not run', () => {
  const refused: readonly [string, RegExp, (ports: DetectionDrillPorts) => Partial<DetectionDrillPorts>][] = [
    [
      'where no controller is deployed',
      /no failover controller is deployed in us-west-2/,
      () => ({ controllers: { of: () => Promise.resolve(undefined) } }),
    ],
    [
      'where the controller does not know rehearsals',
      /of a version that does not know rehearsals, and would promote/,
      ({ rehearsals }) => ({ rehearsals: { ...rehearsals, isRead: () => Promise.resolve(false) } }),
    ],
    [
      'while the clocks differ',
      /the clocks differ/,
      ({ clock }) => ({
        clock: {
          now: () => new Date(clock.now().getTime() - 60_000),
          monotonicMs: () => clock.monotonicMs(),
          sleep: (ms, signal) => clock.sleep(ms, signal),
        },
      }),
    ],
    [
      'where the record changes at each try',
      /changed at each of 10 tries/,
      ({ rehearsals }) => ({ rehearsals: { ...rehearsals, announce: () => Promise.resolve(false) } }),
    ],
  ];
  test.each(refused)('%s, and nothing is touched', async (_name, reason, change) => {
    const { asked, ports, run } = setUp();
    const result = await run(change(ports));
    expect(result.verdict).toBe('not-run');
    expect(result.reasons.join('; ')).toMatch(reason);
    expect(asked).toEqual([]);
  });

  test('without a fault hook', async () => {
    const { asked, ports, clock, world } = setUp();
    const { healthPath, ...without } = ports;
    expect(healthPath).toBeDefined();
    void world.schedule(2);
    const result = await clock.run(runDetectionDrill(REQUEST, without));
    expect(result.verdict).toBe('not-run');
    expect(result.reasons.join('; ')).toMatch(/no fault hook is configured/);
    expect(asked).toEqual([]);
  });

  test('where the hook does not offer the fault', async () => {
    const { asked, hook, run } = setUp();
    hook.isOffered = false;
    const result = await run();
    expect(result.verdict).toBe('not-run');
    expect(result.reasons.join('; ')).toMatch(/does not offer the fault health-path/);
    expect(asked).toEqual([]);
  });

  test('where the hook refuses it after all; the rehearsal is withdrawn', async () => {
    const { asked, ports, run } = setUp();
    const { healthPath } = ports;
    if (healthPath === undefined) throw new Error('there is a hook');
    const result = await run({
      healthPath: {
        offersHealthPath: () => Promise.resolve(true),
        stop: (region) => healthPath.stop(region),
        blind: () => Promise.reject(new FaultRefusedError('the fault hook answered 422')),
      },
    });
    expect(result).toMatchObject({ verdict: 'not-run' });
    expect(result.reasons.join('; ')).toMatch(/does not know the fault health-path.*422/);
    expect(asked.at(-1)).toBe('withdrawn');
  });

  test('with an objective that would need too long a rehearsal', () => {
    expect(detectionLimits(30)).toEqual({ blindMs: 120_000, rehearsalMs: 180_000 });
    expect(() => detectionLimits(200)).toThrow(
      /would need a rehearsal of 350 s; a controller heeds one of 300 s at most/,
    );
  });
});
