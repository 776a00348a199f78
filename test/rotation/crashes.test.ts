import { describe, expect, jest, test } from '@jest/globals';
import { rotate } from '../../src/rotation/rotate';
import { STEP_NAMES } from '../../src/rotation/step';
import { RotationWorld } from './support';

// Hundreds of rotations, on a machine that may be busy.
jest.setTimeout(120_000);

class Crash extends Error {
  override readonly name = 'Crash';
}

/**
 * Ends the function at its n-th call of anything outside: before the call, so that nothing has happened, or after it, so that it
 * has happened and nobody knows. Nothing of the function runs afterwards, as in a process that has died: no catch, no finally.
 */
class Crasher {
  calls = 0;
  readonly death: Promise<never>;
  private die: (reason: Crash) => void = () => undefined;

  constructor(
    private readonly at: number,
    private readonly moment: 'before' | 'after',
  ) {
    this.death = new Promise((_resolve, reject) => {
      this.die = reject;
    });
    this.death.catch(() => undefined);
  }

  readonly wrap = <T extends object>(port: T): T =>
    new Proxy(port, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'function') return member;
        return async (...argv: readonly unknown[]) => {
          const isNow = ++this.calls === this.at;
          if (isNow && this.moment === 'before') await this.crash();
          try {
            const result: unknown = await Reflect.apply(member, target, argv);
            return result;
          } finally {
            if (isNow) await this.crash();
          }
        };
      },
    });

  private crash(): Promise<never> {
    this.die(new Crash());
    return new Promise(() => undefined);
  }
}

/** Runs the steps and crashes once; Secrets Manager then begins with the first step again. @returns whether it came to the crash */
async function rotateWithCrash(
  world: RotationWorld,
  kind: 'master' | 'application',
  versionId: string,
  crasher: Crasher,
  check: () => void,
): Promise<boolean> {
  try {
    for (const step of STEP_NAMES) {
      await world.clock.run(
        Promise.race([rotate({ step, versionId }, world.ports(kind, crasher.wrap)), crasher.death]),
      );
      check();
    }
    return false;
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
    check();
    return true;
  }
}

describe.each(['master', 'application'] as const)('the %s secret', (kind) => {
  describe.each(['before', 'after'] as const)('crashed %s each call', (moment) => {
    // The first rotation of application users makes them, later ones change them; both are crashed at every point.
    test.each(['first', 'second'] as const)(
      'and repeated, the %s rotation ends with a secret that opens the database',
      async (which) => {
        let points = 0;
        for (let at = 1; ; at++) {
          const world = new RotationWorld();
          if (which === 'second') await world.rotate(kind, 'earlier');
          const opened = world[kind].valueOf('AWSCURRENT');
          world[kind].begin('crashed');
          const crasher = new Crasher(at, moment);
          const check = () => {
            // What applications read opens the database at every moment; what they read before does too.
            if (kind === 'master' || opened?.['password'] === undefined) return;
            expect(world.opens(world.application.valueOf('AWSCURRENT'))).toBe(true);
            expect(world.opens(opened)).toBe(true);
          };
          if (!(await rotateWithCrash(world, kind, 'crashed', crasher, check))) break;
          points++;
          expect(await rotateWithCrash(world, kind, 'crashed', new Crasher(0, moment), check)).toBe(false);
          expect(world[kind].idOf('AWSCURRENT')).toBe('crashed');
          expect(world[kind].idOf('AWSPENDING')).toBeUndefined();
          expect(world.opens(world[kind].valueOf('AWSCURRENT'))).toBe(true);
          expect(world.opens(world.master.valueOf('AWSCURRENT'))).toBe(true);
          expect(world.peer.valueOf('AWSCURRENT')).toEqual(world.master.valueOf('AWSCURRENT'));
        }
        expect(points).toBeGreaterThan(20);
      },
    );

    test('and given up for a new rotation, the new one ends with a secret that opens the database', async () => {
      for (let at = 1; ; at++) {
        const world = new RotationWorld();
        world[kind].begin('given up');
        if (!(await rotateWithCrash(world, kind, 'given up', new Crasher(at, moment), () => undefined))) break;
        world[kind].removeLabel('AWSPENDING');
        await world.rotate(kind, 'new');
        expect(world[kind].idOf('AWSCURRENT')).toBe('new');
        expect(world.opens(world[kind].valueOf('AWSCURRENT'))).toBe(true);
        expect(world.opens(world.master.valueOf('AWSCURRENT'))).toBe(true);
        expect(world.peer.valueOf('AWSCURRENT')).toEqual(world.master.valueOf('AWSCURRENT'));
      }
    });
  });
});
