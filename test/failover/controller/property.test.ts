import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ControllerWorld, WEST } from '../../fakes/controller-world';

/**
 * Random sequences of faults, played in virtual time against the controller as a whole: many invocations, their table, their clocks.
 * The model is the world itself, which knows what is alive, and three sentences about what may never happen.
 */

interface FaultEvent {
  readonly atSeconds: number;
  readonly fault: (world: ControllerWorld) => void;
  readonly name: string;
  /** Whether controllers are kept from working; detection is owed again only when one works undisturbed. */
  readonly disturbs?: 'crash' | 'pause' | 'table' | undefined;
  readonly pauseMs?: number;
}

const MINUTES = 7;
/** Longer than a round and the look before the call: a region that has answered all that time must not be left. */
const SURELY_SEEN_MS = 12_000;
const DETECTION_MS = 30_000;

const toggles: Readonly<Record<string, (world: ControllerWorld, on: boolean) => void>> = {
  peering: (w, on) => (w.peeringUp = !on),
  'public path': (w, on) => (w.publicUp = !on),
  database: (w, on) => {
    w.alive.writer = w.alive.readers = !on;
  },
  region: (w, on) => {
    if (on) w.loseEast();
    else w.restoreEast();
  },
  'failover inside the region': (w, on) => {
    w.alive.writer = !on;
    w.eastStatus = on ? 'failing-over' : 'available';
  },
  'slow primary': (w, on) => (w.answerMs = on ? 3_000 : 70),
  'very slow primary': (w, on) => (w.answerMs = on ? 9_000 : 70),
  'password refused': (w, on) => (w.sqlState = on ? '28P01' : undefined),
  'gate refuses': (w, on) => (w.gateStatus = on ? 403 : undefined),
  lag: (w, on) => (w.targetLagMs = on ? 90_000 : 20),
  'target silent': (w, on) => (w.targetAlive = !on),
  'cut off': (w, on) => (w.ownNetworkUp = !on),
  'control plane silent': (w, on) => (w.controlPlane.answers = !on),
  'control plane refuses': (w, on) => (w.controlPlane.refuses = on),
  'control plane loses answers': (w, on) => (w.controlPlane.losesAnswer = on),
  'control plane is slow to show': (w, on) => (w.controlPlane.showsAfterMs = on ? 9_000 : 0),
  'promotion lasts for minutes': (w, on) => (w.controlPlane.promotionMs = on ? 150_000 : 20_000),
  'somebody else moves': (w, on) => (w.foreignMove = on ? 'switching-over' : undefined),
  'topic silent': (w, on) => (w.topicAnswers = !on),
};

const atSeconds = fc.integer({ min: 60, max: MINUTES * 60 - 60 });
const toggleEvent: fc.Arbitrary<FaultEvent> = fc
  .record({ atSeconds, name: fc.constantFrom(...Object.keys(toggles)), on: fc.boolean() })
  .map(({ name, on, ...at }) => ({
    ...at,
    name: `${name} ${on ? 'begins' : 'ends'}`,
    fault: (world) => toggles[name]?.(world, on),
  }));
const tableEvent: fc.Arbitrary<FaultEvent> = fc
  .record({ atSeconds, fault: fc.constantFrom('none', 'fails', 'hangs', 'loses-answer') })
  .map(({ fault, ...at }) => ({
    ...at,
    name: `table: ${fault}`,
    disturbs: 'table',
    fault: (world) => {
      world.table.fault = fault;
    },
  }));
const crashEvent: fc.Arbitrary<FaultEvent> = fc
  .record({
    atSeconds,
    call: fc.integer({ min: 1, max: 30 }),
    moment: fc.constantFrom('before' as const, 'after' as const),
    newest: fc.boolean(),
  })
  .map(({ call, moment, newest, ...at }) => ({
    ...at,
    name: `${newest ? 'the newest' : 'the oldest'} invocation is killed ${moment} call ${call}`,
    disturbs: 'crash',
    fault: (world) => {
      const running = world.processes.filter((process) => process.isRunning());
      running.at(newest ? -1 : 0)?.killAt(call, moment);
    },
  }));
const pauseEvent: fc.Arbitrary<FaultEvent> = fc
  .record({ atSeconds, pauseMs: fc.integer({ min: 500, max: 90_000 }), newest: fc.boolean() })
  .map(({ pauseMs, newest, ...at }) => ({
    ...at,
    name: `${newest ? 'the newest' : 'the oldest'} invocation stands still for ${pauseMs} ms`,
    disturbs: 'pause',
    pauseMs,
    fault: (world) => {
      const running = world.processes.filter((process) => process.isRunning());
      running.at(newest ? -1 : 0)?.pause(pauseMs);
    },
  }));
const clockEvent: fc.Arbitrary<FaultEvent> = fc
  .record({ atSeconds, wallOffsetMs: fc.integer({ min: -7_200_000, max: 7_200_000 }) })
  .map(({ wallOffsetMs, ...at }) => ({
    ...at,
    name: `the wall clock is wrong by ${wallOffsetMs} ms`,
    fault: (world) => {
      world.wallOffsetMs = wallOffsetMs;
    },
  }));
const startEvent: fc.Arbitrary<FaultEvent> = atSeconds.map((at) => ({
  atSeconds: at,
  name: 'one more invocation',
  fault: (world) => {
    world.start();
  },
}));

const events = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: toggleEvent },
      { weight: 2, arbitrary: crashEvent },
      { weight: 2, arbitrary: pauseEvent },
      { weight: 1, arbitrary: tableEvent },
      { weight: 1, arbitrary: clockEvent },
      { weight: 1, arbitrary: startEvent },
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((list) => list.toSorted((a, b) => a.atSeconds - b.atSeconds));

interface Played {
  readonly world: ControllerWorld;
  readonly problems: readonly string[];
}

async function play(sequence: readonly FaultEvent[]): Promise<Played> {
  const world = new ControllerWorld();
  const problems: string[] = [];
  let undisturbedSinceMs = 0;
  const watchForDetection = async () => {
    for (let second = 0; second < MINUTES * 60; second++) {
      await world.clock.sleep(1_000);
      if (world.table.fault !== 'none') undisturbedSinceMs = world.nowMs();
      const { silentSinceMs } = world;
      if (silentSinceMs === undefined || world.writer === WEST) continue;
      const owedSinceMs = Math.max(silentSinceMs, undisturbedSinceMs);
      if (world.nowMs() - owedSinceMs <= DETECTION_MS) continue;
      const { episode, armed } = world.record;
      const isAfterFailure = episode?.outcome === 'failed' && armed === undefined;
      const isDeclared = episode !== undefined && (episode.stage !== 'closed' || isAfterFailure);
      if (!isDeclared) {
        problems.push(
          `silent since ${silentSinceMs}, undisturbed since ${undisturbedSinceMs}, not declared at ${world.nowMs()}`,
        );
      }
    }
  };
  await world.clock.run(
    (async () => {
      const schedule = world.schedule(MINUTES);
      const detection = watchForDetection();
      for (const event of sequence) {
        await world.clock.sleep(event.atSeconds * 1000 + 1_000 - world.nowMs());
        event.fault(world);
        world.changed();
        // A killed or standing invocation is replaced by the next of the schedule; a kill comes some calls later.
        const nextMinute = 60_000 * Math.ceil(event.atSeconds / 60) + 1_000;
        if (event.disturbs === 'crash') undisturbedSinceMs = Math.max(undisturbedSinceMs, nextMinute + 60_000);
        if (event.disturbs === 'pause') {
          undisturbedSinceMs = Math.max(undisturbedSinceMs, world.nowMs() + (event.pauseMs ?? 0) + 5_000);
        }
      }
      await Promise.all([schedule, detection]);
    })(),
  );
  for (const promotion of world.promotions) {
    for (const [path, sinceMs] of promotion.answeringSinceMs) {
      if (promotion.atMs - sinceMs >= SURELY_SEEN_MS) {
        problems.push(`promoted at ${promotion.atMs} although ${path} had answered since ${sinceMs}`);
      }
    }
    if (promotion.isSecond) problems.push(`promoted at ${promotion.atMs} while an accepted promotion was under way`);
  }
  const episodes = world.promotions.map(({ episode }) => episode);
  if (new Set(episodes).size < episodes.length) problems.push(`two promotions in one episode: ${episodes.join(', ')}`);
  return { world, problems };
}

test('H6, O3: never two promotions in an episode, never away from a primary that answers, always declared within 30 s', async () => {
  const seen = { promotions: 0, declarations: 0, closed: 0 };
  await fc.assert(
    fc.asyncProperty(events, async (sequence) => {
      const { world, problems } = await play(sequence);
      seen.promotions += world.promotions.length;
      seen.declarations += world.stages.filter(({ stage }) => stage === 'declared').length;
      seen.closed += world.stages.filter(({ stage }) => stage === 'closed').length;
      expect({ problems, sequence: sequence.map(({ atSeconds, name }) => `${atSeconds} s: ${name}`) }).toMatchObject({
        problems: [],
      });
    }),
    { numRuns: Number(process.env['CONTROLLER_PROPERTY_RUNS'] ?? 250), endOnFailure: false },
  );
  // A property that never meets the dangerous cases proves nothing.
  expect(seen.promotions).toBeGreaterThan(10);
  expect(seen.declarations).toBeGreaterThan(seen.promotions);
  expect(seen.closed).toBeGreaterThan(10);
}, 300_000);
