import { LeaseTakenError, type EnvironmentLease, type HeldLease, type LeaseHolder } from '../ports/lease';
import { LeaseStoreRefusedError } from '../ports/lease-store';
import { LeaseUnreachableError } from './environment-lease';
import { FailoverInProgressError, refuseDuringFailover, type FailoverGuardPorts } from './failover-guard';
import { withLease } from './with-lease';

/** What keeps apply, drill, destroy and failover out of each other's way. */
export interface Interlock extends FailoverGuardPorts {
  readonly lease: EnvironmentLease;
  /** All regions of the environment. */
  readonly regions: readonly string[];
}

/**
 * Takes the lease → refuses when a failover is going on → does `work` → gives the lease back.
 *
 * @throws LeaseTakenError, LeaseUnreachableError, LeaseStoreRefusedError, FailoverInProgressError; whatever `work` throws
 */
export function underInterlock<T>(
  interlock: Interlock,
  holder: LeaseHolder,
  waitMs: number,
  work: (held: Pick<HeldLease, 'isHeld'>) => Promise<T>,
): Promise<T> {
  return withLease(interlock.lease, holder, waitMs, async (held) => {
    await refuseDuringFailover(holder.kind, interlock.regions, interlock);
    return work(held);
  });
}

/** What is written into the lease for those who have to wait. */
export function leaseHolder(kind: LeaseHolder['kind'], runUrl: string | undefined, now: Date): LeaseHolder {
  return { kind, run: runUrl ?? 'a run outside GitHub', since: now.toISOString() };
}

/** Whether an error of `underInterlock` says that the work was not begun. */
export function isInterlockRefusal(error: unknown): error is Error {
  return [LeaseTakenError, LeaseUnreachableError, LeaseStoreRefusedError, FailoverInProgressError].some(
    (refusal) => error instanceof refusal,
  );
}
