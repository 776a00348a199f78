import type { EnvironmentLease, HeldLease, LeaseHolder } from '../ports/lease';

/**
 * Does `work` while holding the lease, and gives it back however that ends.
 *
 * @throws LeaseTakenError when somebody else holds it for longer than `waitMs`; whatever `work` throws
 */
export async function withLease<T>(
  lease: EnvironmentLease,
  holder: LeaseHolder,
  waitMs: number,
  work: (held: Pick<HeldLease, 'isHeld'>) => Promise<T>,
): Promise<T> {
  const held = await lease.acquire(holder, waitMs);
  try {
    return await work(held);
  } finally {
    await held.release();
  }
}
