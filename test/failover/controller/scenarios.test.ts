import { describe, expect, test } from '@jest/globals';
import { arnOf, ControllerWorld, EAST, SETTINGS, WEST } from '../../fakes/controller-world';

/** Lets the scheduled controllers run; `story` turns the faults meanwhile. */
async function play(minutes: number, story: (world: ControllerWorld) => Promise<void>): Promise<ControllerWorld> {
  const world = new ControllerWorld();
  await world.clock.run(
    (async () => {
      const schedule = world.schedule(minutes);
      await story(world);
      await schedule;
    })(),
  );
  return world;
}

const seconds = (world: ControllerWorld, count: number) => world.clock.sleep(count * 1000);

/** Calm, then the fault, then the rest of the time. */
function afterCalm(fault: (world: ControllerWorld) => void | Promise<void>, minutes = 6): Promise<ControllerWorld> {
  return play(minutes, async (world) => {
    await seconds(world, 90);
    await fault(world);
    world.changed();
  });
}

const stagesOf = (world: ControllerWorld) => world.stages.map(({ stage }) => stage);

describe('H6: a lost region is promoted away from', () => {
  test('once, recorded at each step, with a real write at the end', async () => {
    const world = await afterCalm((w) => {
      w.loseEast();
    });
    expect(world.promotions).toHaveLength(1);
    expect(world.writer).toBe(WEST);
    expect(stagesOf(world)).toEqual(['declared', 'promoting', 'requested', 'promoted', 'closed']);
    expect(world.record.episode).toMatchObject({ outcome: 'failed-over', attempts: 1, lostRegion: EAST });
    expect(world.told).toEqual([
      'us-east-1 is declared down (aurora-global-test)',
      'us-west-2 is being promoted (aurora-global-test)',
      'us-west-2 takes writes (aurora-global-test)',
    ]);
  });

  test.each(Array.from({ length: 13 }, (_, index) => 60 + index * 5.5))(
    'O3: within 30 s, also when an invocation ends meanwhile (lost at second %d)',
    async (lostAt) => {
      const world = await play(4, async (w) => {
        await seconds(w, lostAt);
        w.loseEast();
      });
      const declared = world.stages.find(({ stage }) => stage === 'declared');
      const lostMs = 1_000 + lostAt * 1000;
      expect((declared?.atMs ?? Infinity) - lostMs).toBeLessThanOrEqual(30_000);
      expect((declared?.atMs ?? 0) - lostMs).toBeGreaterThan(10_000);
      expect(world.promotions).toHaveLength(1);
    },
  );

  test('also when the database alone is lost, and the region’s own endpoint says that it is unreachable', async () => {
    const world = await afterCalm((w) => {
      w.alive.writer = w.alive.readers = false;
    });
    expect(world.promotions).toHaveLength(1);
  });

  test('also when nobody answers inside the region either, once nothing was replicated for the grace', async () => {
    const world = await play(8, async (w) => {
      await seconds(w, 90);
      w.alive.writer = w.alive.readers = false;
      w.healthWord = 'silent';
      w.changed();
      const lostMs = w.nowMs();
      for (let second = 0; second < 180; second++) {
        await seconds(w, 1);
        w.targetLagMs = w.nowMs() - lostMs;
        if (w.targetLagMs < 120_000) expect(w.promotions).toEqual([]);
      }
    });
    expect(world.promotions).toHaveLength(1);
  });

  test('with rotation frozen from before the promotion until writes are back', async () => {
    const world = await afterCalm((w) => {
      w.loseEast();
    });
    expect(world.wasFrozenAtPromotion).toBe(true);
    expect(world.frozenUntil).toBeUndefined();
  });

  test('although the topic does not answer; people are told when it does again', async () => {
    const world = await play(8, async (w) => {
      await seconds(w, 90);
      w.topicAnswers = false;
      w.loseEast();
      await seconds(w, 120);
      expect(w.writer).toBe(WEST);
      expect(w.told).toEqual([]);
      w.topicAnswers = true;
    });
    expect(world.told).toEqual([
      'us-east-1 is declared down (aurora-global-test)',
      'us-west-2 is being promoted (aurora-global-test)',
      'us-west-2 takes writes (aurora-global-test)',
    ]);
  });
});

describe('nothing is promoted', () => {
  test.each<[string, (world: ControllerWorld) => void]>([
    ['while all is well', () => undefined],
    [
      'when the peering alone is broken',
      (w) => {
        w.peeringUp = false;
      },
    ],
    [
      'when the public path alone is broken',
      (w) => {
        w.publicUp = false;
      },
    ],
    [
      'when the primary takes 3 s for everything',
      (w) => {
        w.answerMs = 3_000;
      },
    ],
    [
      'when the primary takes 12 s for everything and the public path is broken',
      (w) => {
        w.answerMs = 12_000;
        w.publicUp = false;
      },
    ],
    [
      'when the primary is slow and the peering is broken',
      (w) => {
        w.answerMs = 3_000;
        w.peeringUp = false;
      },
    ],
    [
      'when the password is refused and the public path is broken',
      (w) => {
        w.sqlState = '28P01';
        w.publicUp = false;
      },
    ],
    [
      'when no connection is left and the public path is broken',
      (w) => {
        w.sqlState = '53300';
        w.publicUp = false;
      },
    ],
    [
      'when the password cannot be read and the public path is broken',
      (w) => {
        w.passwordReadable = false;
        w.publicUp = false;
      },
    ],
    [
      'when the password cannot be read in the region and the peering is broken, however much the target lags by then',
      (w) => {
        w.healthWord = 'locked';
        w.peeringUp = false;
        w.targetLagMs = 500_000;
      },
    ],
    [
      'when the health endpoint refuses us and the peering is broken',
      (w) => {
        w.gateStatus = 403;
        w.peeringUp = false;
      },
    ],
    [
      'when the health endpoint is throttled and the peering is broken',
      (w) => {
        w.gateStatus = 429;
        w.peeringUp = false;
      },
    ],
    [
      'when the health endpoint says a word that nobody knows and the peering is broken',
      (w) => {
        w.healthWord = 'teapot';
        w.peeringUp = false;
      },
    ],
    [
      'when Aurora fails over inside the region: the readers answer',
      (w) => {
        w.alive.writer = false;
        w.eastStatus = 'failing-over';
      },
    ],
  ])('%s', async (_name, fault) => {
    const world = await afterCalm(fault);
    expect(world.promotions).toEqual([]);
    expect(stagesOf(world)).toEqual([]);
  });

  test.each<[string, (world: ControllerWorld) => void, RegExp]>([
    ['while the mode is manual', (w) => (w.settings = { ...SETTINGS, mode: 'manual' }), /mode is manual/],
    ['when the target lagged before the loss', (w) => (w.targetLagMs = 75_000), /75 s behind, the limit is 60 s/],
    [
      'when nobody knows how far the target lagged',
      (w) => (w.targetLagMs = undefined),
      /never seen alive by all paths/,
    ],
    ['when the target does not answer', (w) => (w.targetAlive = false), /cluster of us-west-2 does not answer/],
    ['when the target is not available', (w) => (w.westStatus = 'resyncing'), /its status is resyncing/],
    ['while a move is under way', (w) => (w.foreignMove = 'switching-over'), /is switching-over already/],
    [
      'when the roles cannot be read',
      (w) => (w.controlPlane.answers = false),
      /does not say which region has which role/,
    ],
    ['when the controller itself is cut off', (w) => (w.ownNetworkUp = false), /us-west-2 cannot be reached from here/],
  ])('%s, but the loss is declared within 30 s and told', async (_name, trouble, reason) => {
    const world = new ControllerWorld();
    const isLag = /lagged/.test(_name);
    if (isLag || world.settings.mode === 'manual') trouble(world);
    if (_name.includes('manual')) trouble(world);
    let lostMs = 0;
    await world.clock.run(
      (async () => {
        const schedule = world.schedule(6);
        await seconds(world, 90);
        trouble(world);
        // Whoever finds something that was known already finds it late; the loss comes after the next look.
        world.loseEast();
        lostMs = world.nowMs();
        await schedule;
      })(),
    );
    expect(world.promotions).toEqual([]);
    expect((world.stages[0]?.atMs ?? Infinity) - lostMs).toBeLessThanOrEqual(30_000);
    expect(world.record.episode).toMatchObject({ stage: 'declared', attempts: 0 });
    expect(world.record.episode?.refusals.join('; ')).toMatch(reason);
    expect(world.messages.join('\n')).toContain(
      `aws rds failover-global-cluster --region us-west-2 --global-cluster-identifier aurora-global-test ` +
        `--target-db-cluster-identifier ${arnOf(WEST)} --allow-data-loss`,
    );
  });

  test('in manual mode people are told once, however long it lasts', async () => {
    const world = new ControllerWorld();
    world.settings = { ...SETTINGS, mode: 'manual' };
    await world.clock.run(
      (async () => {
        const schedule = world.schedule(15);
        await seconds(world, 90);
        world.loseEast();
        await schedule;
      })(),
    );
    expect(world.told).toEqual(['us-east-1 is declared down (aurora-global-test)']);
  });

  test('when the writer was never seen alive by all paths: a path that never worked proves nothing', async () => {
    const world = await play(5, async (w) => {
      w.gateStatus = 403;
      w.changed();
      await seconds(w, 120);
      w.gateStatus = undefined;
      w.loseEast();
    });
    expect(world.promotions).toEqual([]);
    expect(world.record.episode?.refusals.join()).toMatch(/never seen alive by all paths/);
  });

  test('when a path had been dead for long before the loss', async () => {
    const world = await play(16, async (w) => {
      await seconds(w, 60);
      w.peeringUp = false;
      await seconds(w, 11 * 60);
      w.loseEast();
    });
    expect(world.promotions).toEqual([]);
    expect(world.record.episode?.refusals.join()).toMatch(/not all paths were seen alive in the 10 minutes before/);
  });

  test('when Aurora repairs itself while the peering is broken: the control plane says so', async () => {
    const world = await play(5, async (w) => {
      await seconds(w, 90);
      w.peeringUp = false;
      w.alive.writer = false;
      w.eastStatus = 'failing-over';
      w.changed();
      await seconds(w, 40);
      w.alive.writer = true;
      w.eastStatus = 'available';
      w.changed();
    });
    expect(world.promotions).toEqual([]);
    expect(world.stages[0]?.stage).toBe('declared');
  });

  test('away from a healthy writer after the roles have swapped: the controller of the writer stands down', async () => {
    const world = await play(12, async (w) => {
      await seconds(w, 90);
      w.loseEast();
      await seconds(w, 180);
      expect(w.writer).toBe(WEST);
      w.restoreEast();
      await seconds(w, 60);
      w.loseEast();
    });
    expect(world.promotions).toHaveLength(1);
    expect(world.record.armed).toBeUndefined();
    expect(stagesOf(world).filter((stage) => stage === 'declared')).toHaveLength(1);
  });
});

describe('a controller says that it could do its work', () => {
  const longestSilence = (world: ControllerWorld, fromMs: number, toMs: number) => {
    const times = [fromMs, ...world.guardedAtMs.filter((atMs) => atMs >= fromMs && atMs <= toMs), toMs];
    return Math.max(...times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0)));
  };

  test('more than once a minute while it is armed', async () => {
    const world = await afterCalm(() => undefined);
    expect(longestSilence(world, 1_000, 361_000)).toBeLessThan(60_000);
  });

  test('and while its own region writes', async () => {
    const world = await play(8, async (w) => {
      w.writer = WEST;
      w.changed();
      await seconds(w, 1);
    });
    expect(longestSilence(world, 1_000, 481_000)).toBeLessThan(60_000);
    expect(world.record.armed).toBeUndefined();
  });

  test('but not while a path is dead', async () => {
    const world = await afterCalm((w) => {
      w.gateStatus = 403;
    });
    expect(longestSilence(world, 1_000, 361_000)).toBeGreaterThan(250_000);
  });
});

describe('a repair that does not come to its end', () => {
  test('is waited for no longer than the grace, then the region is left', async () => {
    const world = await afterCalm((w) => {
      w.alive.writer = w.alive.readers = false;
      w.eastStatus = 'failing-over';
    });
    const [promotion] = world.promotions;
    const declared = world.stages.find(({ stage }) => stage === 'declared');
    expect(world.promotions).toHaveLength(1);
    // An invocation that took over meanwhile begins to count anew, hence not exactly.
    expect((promotion?.atMs ?? 0) - (declared?.atMs ?? 0)).toBeGreaterThanOrEqual(120_000 - 30_000);
  });
});

describe('a region that answers again', () => {
  test('ends the episode, and the next loss is a new one', async () => {
    const world = await play(10, async (w) => {
      await seconds(w, 90);
      w.foreignMove = 'modifying';
      w.loseEast();
      await seconds(w, 60);
      w.restoreEast();
      await seconds(w, 60);
      w.foreignMove = undefined;
      await seconds(w, 60);
      w.loseEast();
    });
    expect(stagesOf(world)).toEqual(['declared', 'closed', 'declared', 'promoting', 'requested', 'promoted', 'closed']);
    expect(world.told).toContain('us-east-1 answers again (aurora-global-test)');
    expect(world.promotions).toHaveLength(1);
  });
});

test('a path that stays dead after a recovery is no witness of the next loss', async () => {
  const world = await play(20, async (w) => {
    await seconds(w, 90);
    w.foreignMove = 'modifying';
    w.loseEast();
    await seconds(w, 60);
    w.restoreEast();
    w.publicUp = false;
    w.foreignMove = undefined;
    w.changed();
    await seconds(w, 12 * 60);
    w.peeringUp = false;
    w.changed();
  });
  expect(world.promotions).toEqual([]);
  expect(world.record.episode?.refusals.join()).toMatch(/not all paths were seen alive in the 10 minutes before/);
});

describe('the wall clock can stop a promotion and never cause one', () => {
  test.each([-3_600_000, 3_600_000, 86_400_000])('a step of %d ms while all is well changes nothing', async (step) => {
    const world = await play(8, async (w) => {
      await seconds(w, 90);
      w.wallOffsetMs = step;
      await seconds(w, 200);
      expect(w.promotions).toEqual([]);
      w.loseEast();
    });
    expect(world.promotions).toHaveLength(1);
  });

  test('a controller that finds an armed record from the future does not trust it', async () => {
    const world = await play(4, async (w) => {
      await seconds(w, 50);
      w.processes[0]?.kill();
      w.wallOffsetMs = -3_600_000;
      w.loseEast();
    });
    expect(world.promotions).toEqual([]);
    expect(world.record.episode?.refusals.join()).toMatch(/not all paths were seen alive/);
  });
});

describe('two invocations', () => {
  test('that run at the same time promote once', async () => {
    const world = await play(6, async (w) => {
      for (let index = 0; index < 4; index++) w.start();
      await seconds(w, 90);
      for (let index = 0; index < 4; index++) w.start();
      w.loseEast();
    });
    expect(world.promotions).toHaveLength(1);
  });

  test('the one that has lost the lease while it stood still does nothing any more', async () => {
    const world = new ControllerWorld();
    world.controlPlane.promotionMs = 40_000;
    await world.clock.run(
      (async () => {
        const first = world.start();
        await seconds(world, 60);
        const second = world.start();
        await seconds(world, 5);
        world.loseEast();
        await seconds(world, 8);
        first.pause(120_000);
        await seconds(world, 60);
        expect(world.promotions).toHaveLength(1);
        await Promise.all([first.done, second.done]);
      })(),
    );
    expect(world.promotions).toHaveLength(1);
    expect(world.record.episode?.outcome).toBe('failed-over');
  });
});

describe('a promotion whose answer is lost', () => {
  test('is found out and not repeated', async () => {
    const world = await afterCalm((w) => {
      w.controlPlane.losesAnswer = true;
      w.controlPlane.showsAfterMs = 8_000;
      w.loseEast();
    });
    expect(world.promotions).toHaveLength(1);
    expect(world.record.episode).toMatchObject({ outcome: 'failed-over', attempts: 1 });
  });

  test('was refused: asked for again, after everything was judged anew, three times at most', async () => {
    const world = await afterCalm((w) => {
      w.controlPlane.refuses = true;
      w.loseEast();
    });
    expect(world.promotions).toEqual([]);
    expect(world.record.episode).toMatchObject({ outcome: 'failed', attempts: 3 });
    expect(world.told.at(-1)).toBe('The failover to us-west-2 needs you (aurora-global-test)');
    expect(world.messages.at(-1)).toContain('aws rds describe-global-clusters --region us-west-2');
  });

  test('was refused once and is accepted then', async () => {
    const world = await afterCalm(async (w) => {
      w.controlPlane.refuses = true;
      w.loseEast();
      await seconds(w, 30);
      w.controlPlane.refuses = false;
    });
    expect(world.promotions).toHaveLength(1);
    expect(world.record.episode).toMatchObject({ outcome: 'failed-over', attempts: 2 });
  });
});

describe('a promotion that never ends', () => {
  test('is given up after its time, told, and not tried again', async () => {
    const world = await play(25, async (w) => {
      await seconds(w, 90);
      w.controlPlane.promotionMs = undefined;
      w.loseEast();
    });
    expect(world.promotions).toHaveLength(1);
    expect(world.record.episode?.outcome).toBe('failed');
    expect(world.frozenUntil).toBeDefined();
    expect(world.told.filter((subject) => subject.includes('needs you'))).toHaveLength(1);
  });

  test('or whose writer name does not follow, is no success', async () => {
    const world = await play(20, async (w) => {
      await seconds(w, 90);
      w.writerNameFollows = false;
      w.loseEast();
    });
    expect(stagesOf(world)).toEqual(['declared', 'promoting', 'requested', 'promoted', 'closed']);
    expect(world.record.episode?.outcome).toBe('failed');
  });
});

describe('a controller that crashes', () => {
  // Enough calls to cover everything from the first round after the loss to the confirmed write.
  test.each<[number, 'before' | 'after']>(
    Array.from({ length: 26 }, (_, index) => index + 1).flatMap((call): [number, 'before' | 'after'][] => [
      [call, 'before'],
      [call, 'after'],
    ]),
  )('at call %d, %s its effect: the next one goes on, and it is promoted once', async (call, moment) => {
    const world = await play(8, async (w) => {
      await seconds(w, 75);
      w.controlPlane.showsAfterMs = 4_000;
      w.loseEast();
      await seconds(w, 8);
      for (const process of w.processes) if (process.isRunning()) process.strikeAt(call, moment, 'kill');
    });
    expect(world.promotions).toHaveLength(1);
    expect(world.record.episode?.outcome).toBe('failed-over');
    expect(world.frozenUntil).toBeUndefined();
    expect(new Set(world.told)).toEqual(
      new Set([
        'us-east-1 is declared down (aurora-global-test)',
        'us-west-2 is being promoted (aurora-global-test)',
        'us-west-2 takes writes (aurora-global-test)',
      ]),
    );
  });
});

describe('a controller that stands still for a minute, while the region comes back', () => {
  test.each(Array.from({ length: 30 }, (_, index) => index + 1))(
    'at call %d: does not act on what it saw before',
    async (call) => {
      const world = await play(6, async (w) => {
        await seconds(w, 75);
        w.loseEast();
        await seconds(w, 8);
        for (const process of w.processes) if (process.isRunning()) process.strikeAt(call, 'after', 60_000);
        await seconds(w, 14);
        w.restoreEast();
      });
      for (const { atMs, answeringSinceMs } of world.promotions) {
        for (const sinceMs of answeringSinceMs.values()) expect(atMs - sinceMs).toBeLessThan(12_000);
      }
    },
  );
});

describe('a table that fails', () => {
  test.each(['fails', 'hangs', 'loses-answer'] as const)(
    '%s: nothing is promoted on a guess, and it goes on after',
    async (fault) => {
      const world = await play(8, async (w) => {
        await seconds(w, 90);
        w.table.fault = fault;
        w.loseEast();
        await seconds(w, 60);
        if (fault !== 'loses-answer') expect(w.promotions).toEqual([]);
        w.table.fault = 'none';
      });
      expect(world.promotions).toHaveLength(1);
      expect(world.record.episode?.outcome).toBe('failed-over');
    },
  );
});

describe('a rehearsal: the controller is made blind by a drill that has announced it', () => {
  const UUID = '0f0e0d0c-0b0a-4909-8807-060504030201';
  const OTHER = '1f0e0d0c-0b0a-4909-8807-060504030201';
  const blind = (w: ControllerWorld, isBlind: boolean) => {
    w.isBlind = isBlind;
    w.changed();
  };

  test('is found out within 30 s, told as a rehearsal, and nothing is promoted or frozen', async () => {
    const world = await play(6, async (w) => {
      await seconds(w, 90);
      expect(w.announce(UUID, 120_000)).toBe(true);
      blind(w, true);
      await seconds(w, 60);
      blind(w, false);
    });
    expect(world.promotions).toEqual([]);
    expect(world.frozenUntil).toBeUndefined();
    expect(stagesOf(world)).toEqual(['declared', 'closed']);
    expect(world.record.episode).toMatchObject({ outcome: 'rehearsed', rehearsal: UUID, attempts: 0 });
    expect((world.stages[0]?.atMs ?? Infinity) - 91_000).toBeLessThanOrEqual(17_100);
    expect(world.told).toEqual(['Rehearsal: us-east-1 was found to be down (aurora-global-test)']);
    expect(world.messages.join()).toMatch(/Nothing was promoted[^]*0f0e0d0c-0b0a-4909-8807-060504030201/);
    expect(world.record.armed).toBeDefined();
  });

  test('the episode says when the first look began that was not answered, by the clock of the controller', async () => {
    const world = await play(4, async (w) => {
      await seconds(w, 90);
      w.announce(UUID, 120_000);
      blind(w, true);
      await seconds(w, 40);
      blind(w, false);
    });
    const declaredAtMs = world.stages[0]?.atMs ?? 0;
    const firstFailureMs = declaredAtMs - (world.record.episode?.firstFailureAgeMs ?? 0);
    // Rounds are 5 s apart: the first look after the 91st second.
    expect(firstFailureMs).toBeGreaterThanOrEqual(91_000);
    expect(firstFailureMs).toBeLessThanOrEqual(96_100);
    expect(world.record.episode?.firstFailureAgeMs).toBeGreaterThanOrEqual(10_000);
  });

  test('which a real loss outlasts: is promoted away from once the rehearsal has run out', async () => {
    let endsAtMs = 0;
    const world = await play(8, async (w) => {
      await seconds(w, 90);
      w.announce(UUID, 120_000);
      endsAtMs = w.nowMs() + 120_000;
      blind(w, true);
      await seconds(w, 30);
      w.loseEast();
      await seconds(w, 10);
      blind(w, false);
    });
    expect(stagesOf(world)).toEqual(['declared', 'closed', 'declared', 'promoting', 'requested', 'promoted', 'closed']);
    expect(world.promotions).toHaveLength(1);
    expect((world.promotions[0]?.atMs ?? 0) - endsAtMs).toBeGreaterThanOrEqual(0);
    expect((world.promotions[0]?.atMs ?? Infinity) - endsAtMs).toBeLessThanOrEqual(10_000);
    expect(world.told).toContain('us-west-2 takes writes (aurora-global-test)');
  });

  test('which is withdrawn while the region is really lost: is promoted away from at once', async () => {
    let withdrawnAtMs = 0;
    const world = await play(8, async (w) => {
      await seconds(w, 90);
      w.announce(UUID, 240_000);
      w.loseEast();
      await seconds(w, 60);
      w.rehearsal = undefined;
      withdrawnAtMs = w.nowMs();
    });
    expect(world.promotions).toHaveLength(1);
    expect((world.promotions[0]?.atMs ?? Infinity) - withdrawnAtMs).toBeLessThanOrEqual(10_000);
  });

  test.each<[string, (w: ControllerWorld) => void]>([
    ['for another region', (w) => w.announce(UUID, 120_000, WEST)],
    ['of more than five minutes', (w) => w.announce(UUID, 6 * 60_000)],
    ['that is over', (w) => w.announce(UUID, -1_000)],
    [
      'whose end is no time',
      (w) => {
        w.rehearsal = { id: UUID, region: EAST, until: 'tomorrow' };
      },
    ],
  ])('%s is none: a loss is promoted away from', async (_name, announce) => {
    const world = await play(4, async (w) => {
      await seconds(w, 90);
      announce(w);
      w.loseEast();
    });
    expect(world.promotions).toHaveLength(1);
    expect((world.promotions[0]?.atMs ?? Infinity) - 91_000).toBeLessThanOrEqual(20_000);
  });

  test('cannot be announced once a loss is recorded', async () => {
    const world = await play(5, async (w) => {
      await seconds(w, 90);
      w.settings = SETTINGS;
      w.foreignMove = 'modifying';
      w.loseEast();
      await seconds(w, 30);
      expect(w.announce(UUID, 120_000)).toBe(false);
      w.foreignMove = undefined;
    });
    expect(world.promotions).toHaveLength(1);
  });

  test('that is announced between the last look at it and the record of the loss still counts', async () => {
    const world = await play(4, async (w) => {
      await seconds(w, 90);
      blind(w, true);
      w.beforeDeclaration = () => {
        w.rehearsal = { id: UUID, region: EAST, until: new Date(w.clock.now().getTime() + 120_000).toISOString() };
      };
      await seconds(w, 60);
      blind(w, false);
    });
    expect(world.promotions).toEqual([]);
    expect(world.record.episode?.outcome).toBe('rehearsed');
  });

  test('cannot be read: nothing is promoted until it can', async () => {
    const world = await play(5, async (w) => {
      await seconds(w, 90);
      w.rehearsalReadable = false;
      w.loseEast();
      await seconds(w, 60);
      expect(w.promotions).toEqual([]);
      w.rehearsalReadable = true;
    });
    expect(world.promotions).toHaveLength(1);
  });

  test('a second one is found out anew', async () => {
    const world = await play(10, async (w) => {
      await seconds(w, 90);
      for (const id of [UUID, OTHER]) {
        w.announce(id, 120_000);
        blind(w, true);
        await seconds(w, 40);
        blind(w, false);
        await seconds(w, 40);
      }
    });
    expect(stagesOf(world)).toEqual(['declared', 'closed', 'declared', 'closed']);
    expect(world.record.episode?.rehearsal).toBe(OTHER);
    expect(world.promotions).toEqual([]);
  });

  test('holds for the next invocation too, and in manual mode', async () => {
    const world = new ControllerWorld();
    world.settings = { ...SETTINGS, mode: 'manual' };
    await world.clock.run(
      (async () => {
        const schedule = world.schedule(7);
        await seconds(world, 90);
        world.announce(UUID, 240_000);
        blind(world, true);
        await seconds(world, 200);
        blind(world, false);
        await schedule;
      })(),
    );
    expect(stagesOf(world)).toEqual(['declared', 'closed']);
    expect(world.told).toEqual(['Rehearsal: us-east-1 was found to be down (aurora-global-test)']);
  });

  test('a wall clock that is set back meanwhile does not make it last longer', async () => {
    let endsAtMs = 0;
    const world = new ControllerWorld();
    world.settings = { ...SETTINGS, watchMs: 600_000 };
    await world.clock.run(
      (async () => {
        const process = world.start();
        await seconds(world, 90);
        world.announce(UUID, 120_000);
        endsAtMs = world.nowMs() + 120_000;
        world.loseEast();
        await seconds(world, 60);
        world.wallOffsetMs = -100_000;
        await process.done;
      })(),
    );
    expect(world.promotions).toHaveLength(1);
    expect((world.promotions[0]?.atMs ?? Infinity) - endsAtMs).toBeLessThanOrEqual(10_000);
  });
});
