import type { FaultInjector, HealthPathInjector } from '../ports/fault-injector';
import type { GlobalDatabase } from '../ports/global-database';
import type { HeldLease } from '../ports/lease';

/** The lease could not be renewed in time, or somebody else has it by now: nothing more may be begun. */
export class LeaseNotHeldError extends Error {
  override readonly name = 'LeaseNotHeldError';
}

/** @param what would be begun, as a noun: "the switchover" */
export function requireHeld(held: Pick<HeldLease, 'isHeld'>, what: string): void {
  if (held.isHeld()) return;
  throw new LeaseNotHeldError(
    `${what} was not begun, because the lease of the environment could not be kept: the lock table did not answer in time, or somebody else ` +
      'has taken the lease over. Look at the log for when, and run this again',
  );
}

/** Switches over only while the lease is held. A failover is never refused: it rescues. */
export function switchingOnlyWhileHeld(held: Pick<HeldLease, 'isHeld'>, database: GlobalDatabase): GlobalDatabase {
  return {
    describe: () => database.describe(),
    failover: (target) => database.failover(target),
    async switchover(target, currentPrimary) {
      requireHeld(held, `the switchover to ${target.region}`);
      await database.switchover(target, currentPrimary);
    },
  };
}

/** Causes a disaster only while the lease is held; ends it in any case. */
export function breakingOnlyWhileHeld(held: Pick<HeldLease, 'isHeld'>, injector: FaultInjector): FaultInjector {
  return {
    async start(region) {
      requireHeld(held, `the loss of ${region}`);
      await injector.start(region);
    },
    stop: (region) => injector.stop(region),
  };
}

/** Makes a controller blind only while the lease is held; gives it its sight back in any case. */
export function blindingOnlyWhileHeld(
  held: Pick<HeldLease, 'isHeld'>,
  injector: HealthPathInjector,
): HealthPathInjector {
  return {
    offersHealthPath: () => injector.offersHealthPath(),
    async blind(region, forSeconds) {
      requireHeld(held, `the loss of the health path to ${region}`);
      await injector.blind(region, forSeconds);
    },
    stop: (region) => injector.stop(region),
  };
}
