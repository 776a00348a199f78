import type { Clock } from '../ports/clock';
import type { HeldLease, LeaseHolder } from '../ports/lease';
import type { LeaseRecord, LeaseStore } from '../ports/lease-store';
import type { Logger } from '../ports/logger';
import { LEASE_MARGIN_MS, LEASE_MS, RENEW_EVERY_MS, RETRY_RENEWAL_MS } from './settings';

export interface LeasePorts {
  readonly store: LeaseStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** When a write was begun that is known to have happened. */
interface Moment {
  readonly monotonicMs: number;
  readonly wallMs: number;
}

/** Renews a lease in the background, from the write that took it until it is given back or taken away. */
export class RenewedLease implements HeldLease {
  private readonly stop = new AbortController();
  private readonly renewing: Promise<void>;
  private released: Promise<void> | undefined;
  private isLost = false;

  constructor(
    private record: LeaseRecord,
    private renewedAt: Moment,
    private readonly ports: LeasePorts,
  ) {
    this.renewing = this.keepRenewing();
  }

  /**
   * By the monotonic clock, which alone may say yes. The wall clock may only say no: the monotonic one stands still while a laptop sleeps, and
   * others have taken the lease by then.
   */
  isHeld(): boolean {
    if (this.isLost || this.released !== undefined) return false;
    const now = momentOf(this.ports.clock);
    const elapsedMs = Math.max(now.monotonicMs - this.renewedAt.monotonicMs, now.wallMs - this.renewedAt.wallMs);
    return elapsedMs < LEASE_MS - LEASE_MARGIN_MS;
  }

  release(): Promise<void> {
    this.released ??= this.giveBack();
    return this.released;
  }

  private async keepRenewing(): Promise<void> {
    const { clock } = this.ports;
    let pauseMs = RENEW_EVERY_MS;
    do {
      await clock.sleep(pauseMs, this.stop.signal);
      if (this.stop.signal.aborted) return;
      pauseMs = (await this.renew()) ? RENEW_EVERY_MS : RETRY_RENEWAL_MS;
    } while (!this.isLost);
  }

  /** @returns whether it is known to be renewed */
  private async renew(): Promise<boolean> {
    const { store, clock, logger } = this.ports;
    const startedAt = momentOf(clock);
    const next = { ...this.record, version: this.record.version + 1 };
    try {
      if (await store.replace(next)) {
        this.record = next;
        this.renewedAt = startedAt;
        return true;
      }
      const current = await store.read();
      if (current.ownerId === this.record.ownerId) {
        // A write of ours that was thought lost has happened. What is there counts, but when that was is not known, so it renews nothing.
        this.record = current;
        return false;
      }
      this.isLost = true;
      logger.warn(`the lease was taken over by ${describeHolder(current.holder)}, because it was not renewed in time`);
    } catch (error) {
      logger.warn(`the lease could not be renewed: ${error instanceof Error ? error.message : String(error)}`);
    }
    return false;
  }

  private async giveBack(): Promise<void> {
    this.stop.abort();
    await this.renewing;
    if (!this.isLost) await handBack(this.record.ownerId, this.ports);
  }
}

/** Gives the lease back where the owner holds it, so that the next one need not wait. Never throws: a lease that is not given back runs out. */
export async function handBack(ownerId: string, { store, logger }: LeasePorts): Promise<void> {
  try {
    // The second time, because a renewal whose answer was lost may arrive between the read and the write.
    for (let attempt = 0; attempt < 2; attempt++) {
      const current = await store.read();
      if (current.ownerId !== ownerId) return;
      if (await store.replace({ version: current.version + 1, ownerId: '', holder: undefined })) return;
    }
  } catch (error) {
    logger.warn(
      `the lease could not be given back, and runs out in ${LEASE_MS / 1000} s: ` +
        (error instanceof Error ? error.message : String(error)),
    );
  }
}

export function momentOf(clock: Clock): Moment {
  return { monotonicMs: clock.monotonicMs(), wallMs: clock.now().getTime() };
}

export function describeHolder(holder: LeaseHolder | undefined): string {
  return holder === undefined ? 'nobody' : `the ${holder.kind} of ${holder.run} (since ${holder.since})`;
}
