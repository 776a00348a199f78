import type { Clock } from '../../ports/clock';
import type { FaultInjector } from '../../ports/fault-injector';
import type { GlobalDatabase } from '../../ports/global-database';
import type { HeldLease } from '../../ports/lease';
import type { Logger } from '../../ports/logger';
import { reasonOf } from '../reason-of';
import { DrillStoppedError, type RecordedDrill } from './progress';

export interface AbortablePorts {
  /** Aborted at the first signal, with its name as the reason. */
  readonly interrupted: AbortSignal;
  readonly faultInjector?: Pick<FaultInjector, 'stop'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * GitHub sends SIGINT, kills 10 seconds later, and wants the lease given back and a record written before. So long the fault hook and the table are
 * waited for, in ms.
 */
const FAREWELL_MS = 3_000;

/**
 * Runs a drill that may be interrupted at any time. At the first signal it is not waited for any longer: the fault is ended, the interruption is
 * written down, and the caller gives the lease back, in the seconds before the process is killed. What the drill was in the middle of goes on
 * in AWS; the state stays open, and the next one recovers it.
 *
 * The steps that are under way cannot be taken back. {@link whileUnderWay} and {@link promotingUnlessInterrupted} keep them from ordering anything
 * more, and the caller has to exit soon.
 *
 * @throws DrillStoppedError after an interruption; whatever `work` throws
 */
export async function abortable<T>(
  drill: Pick<RecordedDrill, 'state' | 'noteInterruption'>,
  ports: AbortablePorts,
  work: () => Promise<T>,
): Promise<T> {
  const { interrupted } = ports;
  let listener: (() => void) | undefined;
  const interruption = new Promise<never>((_, reject) => {
    listener = () => {
      void farewell(drill, ports).then(() => {
        reject(
          new DrillStoppedError(
            `the drill was interrupted by ${String(interrupted.reason)}; what it has left is recovered by the job that follows, or by the next drill`,
          ),
        );
      });
    };
    if (interrupted.aborted) listener();
    else interrupted.addEventListener('abort', listener);
  });
  // Nobody waits for it when the drill comes to its end first.
  interruption.catch(() => undefined);
  const working = interrupted.aborted ? interruption : work();
  working.catch(() => undefined);
  try {
    return await Promise.race([interruption, workUnless(interrupted, working)]);
  } finally {
    if (listener !== undefined) interrupted.removeEventListener('abort', listener);
  }
}

/** The steps of an interrupted drill fail one after the other; that is no result of the drill. */
async function workUnless<T>(interrupted: AbortSignal, work: Promise<T>): Promise<T> {
  try {
    const result = await work;
    if (!interrupted.aborted) return result;
  } catch (error) {
    if (!interrupted.aborted) throw error;
  }
  return new Promise<never>(() => undefined);
}

/** Never rejects, and never takes longer than {@link FAREWELL_MS}. */
async function farewell(
  drill: Pick<RecordedDrill, 'state' | 'noteInterruption'>,
  { interrupted, faultInjector, clock, logger }: AbortablePorts,
): Promise<void> {
  const reason = String(interrupted.reason);
  logger.warn(`interrupted by ${reason}: the fault is ended, and the lease is given back`);
  const tries = [
    ...drill.state.faultIn.map(async (region) => faultInjector?.stop(region)),
    drill.noteInterruption(reason),
  ];
  const limit = new AbortController();
  const over = clock.sleep(FAREWELL_MS, limit.signal);
  const all = Promise.all(
    tries.map((attempt) =>
      attempt.catch((error: unknown) => {
        logger.error(`after the interruption: ${reasonOf(error)}`);
      }),
    ),
  );
  await Promise.race([all, over]);
  limit.abort();
}

/** A lease that counts as lost from the first signal on. */
export function whileUnderWay(held: Pick<HeldLease, 'isHeld'>, interrupted: AbortSignal): Pick<HeldLease, 'isHeld'> {
  return { isHeld: () => held.isHeld() && !interrupted.aborted };
}

/** A drill that promotes by itself must not go on doing so once the fault was ended because of a signal. */
export function promotingUnlessInterrupted(interrupted: AbortSignal, database: GlobalDatabase): GlobalDatabase {
  return {
    describe: () => database.describe(),
    switchover: (target, currentPrimary) => database.switchover(target, currentPrimary),
    async failover(target) {
      if (interrupted.aborted) {
        throw new DrillStoppedError(
          `${target.region} was not promoted: the drill was interrupted by ${String(interrupted.reason)}`,
        );
      }
      await database.failover(target);
    },
  };
}
