import { describe, expect, test } from '@jest/globals';
import { FailoverInProgressError, refuseDuringFailover } from '../../src/interlock/failover-guard';
import { leaseHolder, underInterlock, type Interlock } from '../../src/interlock/interlock';
import { leaseOf } from '../../src/interlock/environment-lease';
import { FIRST_RECORD, type Episode, type EpisodeStage, type FailoverRecord } from '../../src/ports/failover-record';
import type { RegionAnswer } from '../../src/ports/global-roles';
import type { LeaseHolder } from '../../src/ports/lease';
import { MemoryLogger } from '../fakes/logger';
import { MemoryLeaseStore } from '../fakes/memory-lease-store';
import { VirtualClock } from '../fakes/virtual-clock';

const EAST = 'us-east-1';
const WEST = 'us-west-2';
const MEMBERS = [
  { region: EAST, isWriter: true },
  { region: WEST, isWriter: false },
];

function episode(stage: EpisodeStage): Episode {
  return {
    id: 'e',
    lostRegion: EAST,
    targetRegion: WEST,
    stage,
    outcome: stage === 'closed' ? 'failed-over' : undefined,
    reasons: ['every path is silent'],
    armedAgeMs: 1_000,
    downForMs: 17_000,
    refusals: [],
    attempts: 1,
    told: [],
    steps: [{ stage: 'declared', at: '2026-01-01T00:00:01.000Z' }],
  };
}

function setUp() {
  const logger = new MemoryLogger();
  const world: { records: Record<string, FailoverRecord | Error | undefined>; answers: RegionAnswer[] } = {
    records: { [EAST]: FIRST_RECORD, [WEST]: FIRST_RECORD },
    answers: [WEST, EAST].map((region) => ({ region, said: { members: MEMBERS, move: undefined } })),
  };
  const ports = {
    controllers: {
      of: (region: string) => {
        const record = world.records[region];
        return record instanceof Error ? Promise.reject(record) : Promise.resolve(record);
      },
    },
    roles: { ask: () => Promise.resolve(world.answers) },
    logger,
  };
  const refuse = (kind: LeaseHolder['kind'] = 'apply') => refuseDuringFailover(kind, [EAST, WEST], ports);
  return { world, ports, logger, refuse };
}

describe('nothing is refused', () => {
  test('when nothing is going on, before there is a database, and where no controller is deployed', async () => {
    const { world, refuse } = setUp();
    await refuse();
    world.records = { [EAST]: undefined, [WEST]: undefined };
    world.answers = [WEST, EAST].map((region) => ({ region, said: 'no such database' }));
    await refuse();
  });

  test('after an episode that is closed', async () => {
    const { world, refuse } = setUp();
    world.records[WEST] = { ...FIRST_RECORD, version: 9, episode: episode('closed') };
    await refuse();
  });
});

describe('a failover that is going on stops everybody', () => {
  test.each(['declared', 'promoting', 'requested', 'promoted'] as const)(
    'when the controller is at %s',
    async (stage) => {
      const { world, refuse } = setUp();
      world.records[WEST] = { ...FIRST_RECORD, version: 9, episode: episode(stage) };
      for (const kind of ['apply', 'drill', 'destroy'] as const) {
        await expect(refuse(kind)).rejects.toThrow(FailoverInProgressError);
      }
      await expect(refuse('drill')).rejects.toThrow(
        'the failover controller of us-west-2 has declared us-east-1 down at 2026-01-01T00:00:01.000Z and is moving the writer to us-west-2 ' +
          `(stage ${stage}). A drill would get in its way; wait until it is over, look at docs/failover.md if it does not end, and run this again`,
      );
    },
  );

  test('when AWS moves the writer, also for somebody without a controller', async () => {
    const { world, refuse } = setUp();
    world.answers[1] = {
      region: EAST,
      said: { members: MEMBERS, move: { status: 'switching-over', from: EAST, to: WEST } },
    };
    await expect(refuse('destroy')).rejects.toThrow(
      'us-east-1 says that the writer is being moved from us-east-1 to us-west-2 (switching-over). A destruction would get in its way',
    );
  });

  test('when the region that is lost does not answer either', async () => {
    const { world, refuse } = setUp();
    world.records = {
      [EAST]: new Error('connect ETIMEDOUT'),
      [WEST]: { ...FIRST_RECORD, version: 9, episode: episode('promoting') },
    };
    await expect(refuse('drill')).rejects.toThrow('(stage promoting)');
  });
});

describe('a region that does not answer', () => {
  test.each<[string, (world: ReturnType<typeof setUp>['world']) => void, string]>([
    [
      'RDS',
      (world) => {
        world.answers[1] = { region: EAST, said: { failure: 'connect ETIMEDOUT' } };
      },
      'RDS in us-east-1 (connect ETIMEDOUT)',
    ],
    [
      'the controller’s table',
      (world) => {
        world.records[EAST] = new Error('connect ETIMEDOUT');
      },
      'the record of the failover controller in us-east-1 cannot be read (connect ETIMEDOUT)',
    ],
  ])('stops an apply and a destruction, and leaves a drill to its preflight: %s', async (_what, lose, silence) => {
    const { world, logger, refuse } = setUp();
    lose(world);
    await expect(refuse('apply')).rejects.toThrow(
      `nobody can say whether a failover is going on, because not everything answered: ${silence}. An apply needs both regions`,
    );
    await expect(refuse('destroy')).rejects.toThrow(FailoverInProgressError);
    await refuse('drill');
    expect(logger.lines).toEqual([
      `warn nobody can say whether a failover is going on; the preflight decides: ${silence}`,
    ]);
  });
});

test('the lease is taken before anybody looks, held during the work, and given back after a refusal too', async () => {
  const { world, ports } = setUp();
  const clock = new VirtualClock();
  const store = new MemoryLeaseStore(clock);
  const lease = leaseOf('production', { store, clock, logger: ports.logger, newId: () => 'id' });
  const interlock: Interlock = { ...ports, lease, regions: [EAST, WEST] };
  const holder = leaseHolder('apply', undefined, new Date('2026-01-01T00:00:00Z'));
  expect(holder).toEqual({ kind: 'apply', run: 'a run outside GitHub', since: '2026-01-01T00:00:00.000Z' });
  await clock.run(
    (async () => {
      const inside = await underInterlock(interlock, holder, 0, async (held) => ({
        isHeld: held.isHeld(),
        holder: await lease.holder(),
      }));
      expect(inside).toEqual({ isHeld: true, holder });
      expect(await lease.holder()).toBeUndefined();
      world.records[WEST] = { ...FIRST_RECORD, version: 9, episode: episode('promoting') };
      let hasBegun = false;
      const refused = underInterlock(interlock, holder, 0, () => Promise.resolve((hasBegun = true)));
      await expect(refused).rejects.toThrow(FailoverInProgressError);
      expect(hasBegun).toBe(false);
      expect(await lease.holder()).toBeUndefined();
    })(),
  );
});
