import { describe, expect, test } from '@jest/globals';
import { failOverByHand } from '../../src/operate/move-by-hand';
import { ControllerWorld, EAST, SETTINGS, WEST } from '../fakes/controller-world';

const REQUEST = {
  to: WEST,
  who: 'arn:aws:iam::123456789012:role/operator',
  writerName: 'writer.db.example.internal',
  deadlineMs: 300_000,
};

/** Lets the scheduled controllers run, and a story beside them. */
async function play(
  minutes: number,
  mode: 'automatic' | 'manual',
  story: (world: ControllerWorld) => Promise<void>,
): Promise<ControllerWorld> {
  const world = new ControllerWorld();
  world.settings = { ...SETTINGS, mode };
  await world.clock.run(
    (async () => {
      const schedule = world.schedule(minutes);
      await story(world);
      await schedule;
    })(),
  );
  return world;
}

/** The person's answer, or why not; the controller may have been faster. */
async function order(world: ControllerWorld, diesAt?: number): Promise<string> {
  try {
    return await failOverByHand(REQUEST, world.byHand(diesAt));
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

const after = (world: ControllerWorld, seconds: number) => world.clock.sleep(seconds * 1000);

test('what a manual controller has declared is carried out, recorded, and told as its own', async () => {
  const world = await play(6, 'manual', async (w) => {
    await after(w, 90);
    w.loseEast();
    await after(w, 60);
    expect(w.record.episode).toMatchObject({ stage: 'declared', refusals: ['the mode is manual: a human decides'] });
    expect(await order(w)).toBe('moved');
  });
  expect(world.writer).toBe(WEST);
  expect(world.promotions).toHaveLength(1);
  expect(world.wasFrozenAtPromotion).toBe(true);
  expect(world.frozenUntil).toBeUndefined();
  expect(world.stages.map(({ stage }) => stage)).toEqual(['declared', 'promoting', 'requested', 'promoted', 'closed']);
  expect(world.record.episode).toMatchObject({ outcome: 'failed-over', attempts: 1, lostRegion: EAST });
  expect(world.record.episode?.reasons.at(-1)).toBe('decided by hand by arn:aws:iam::123456789012:role/operator');
  expect(world.told).toEqual([
    'us-east-1 is declared down (aurora-global-test)',
    'us-west-2 is being promoted (aurora-global-test)',
    'us-west-2 takes writes (aurora-global-test)',
  ]);
});

// The controller declares some 12 to 17 s after the loss, and promotes at once.
describe('a person and an automatic controller never ask for the same promotion twice', () => {
  test.each(Array.from({ length: 60 }, (_, index) => index * 0.5))('%d s after the loss', async (seconds) => {
    const world = await play(6, 'automatic', async (w) => {
      await after(w, 90);
      w.loseEast();
      await after(w, seconds);
      expect(['moved', 'nothing to do', 'NotMovableError', 'FailoverInProgressError']).toContain(await order(w));
    });
    expect(world.promotions).toHaveLength(1);
    expect(world.refusedPromotions).toEqual([]);
    expect(world.writer).toBe(WEST);
    expect(world.record.episode).toMatchObject({ stage: 'closed', outcome: 'failed-over' });
    expect(world.frozenUntil).toBeUndefined();
  });
});

describe('a laptop that is closed in the middle leaves nothing half-done', () => {
  test.each(Array.from({ length: 16 }, (_, index) => index + 1))('at its call %d', async (call) => {
    const world = await play(8, 'automatic', async (w) => {
      await after(w, 90);
      w.loseEast();
      await after(w, 5);
      void order(w, call);
      await after(w, 1);
    });
    expect(world.promotions).toHaveLength(1);
    expect(world.refusedPromotions).toEqual([]);
    expect(world.writer).toBe(WEST);
    expect(world.record.episode).toMatchObject({ stage: 'closed', outcome: 'failed-over' });
    expect(world.frozenUntil).toBeUndefined();
  });
});

describe('without any controller', () => {
  const alone = async (prepare: (world: ControllerWorld) => void) => {
    const world = new ControllerWorld();
    prepare(world);
    return { world, said: await world.clock.run(order(world)) };
  };

  test('a person is enough', async () => {
    const { world, said } = await alone((w) => {
      w.loseEast();
    });
    expect(said).toBe('moved');
    expect(world.record).toMatchObject({ leaseOwner: '', episode: { stage: 'closed', outcome: 'failed-over' } });
  });

  test('also with a promotion that a dead controller left in the middle', async () => {
    const { world, said } = await alone((w) => {
      w.loseEast();
      w.record = {
        version: 41,
        leaseOwner: 'dead',
        leaseToken: 7,
        armed: undefined,
        episode: {
          id: 'lost',
          lostRegion: EAST,
          targetRegion: WEST,
          stage: 'promoting',
          outcome: undefined,
          reasons: ['silent'],
          armedAgeMs: 5_000,
          downForMs: 20_000,
          refusals: [],
          attempts: 1,
          told: [],
          steps: [],
        },
      };
    });
    expect(said).toBe('moved');
    expect(world.record.episode).toMatchObject({ id: 'lost', stage: 'closed', outcome: 'failed-over', attempts: 2 });
  });

  test.each<[string, (world: ControllerWorld) => void, string]>([
    ['somebody else moves the writer', (w) => (w.foreignMove = 'switching-over'), 'NotMovableError'],
    ['the target is not available', (w) => (w.westStatus = 'upgrading'), 'NotMovableError'],
    ['the versions differ', (w) => (w.eastVersion = '15.9'), 'NotMovableError'],
    ['the region writes already', (w) => (w.writer = WEST), 'nothing to do'],
  ])('nothing is begun when %s', async (_what, prepare, expected) => {
    const { world, said } = await alone(prepare);
    expect(said).toBe(expected);
    expect(world.promotions).toEqual([]);
    expect(world.record.version).toBe(0);
    expect(world.frozenUntil).toBeUndefined();
  });

  test('what AWS refuses is left to whoever comes next, with rotation frozen until that is clear', async () => {
    const { world, said } = await alone((w) => {
      w.loseEast();
      w.controlPlane.refuses = true;
    });
    expect(said).toBe('UnconfirmedMoveError');
    expect(world.record).toMatchObject({ leaseOwner: '', episode: { stage: 'promoting' } });
    expect(world.frozenUntil).toBeDefined();
  });
});
