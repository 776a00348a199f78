import type { EnvironmentLease, HeldLease, LeaseHolder } from '../ports/lease';
import { LeaseTakenError } from '../ports/lease';
import { LeaseStoreRefusedError, type LeaseRecord } from '../ports/lease-store';
import { describeHolder, handBack, momentOf, RenewedLease, type LeasePorts } from './held-lease';
import { LEASE_MS, LOOK_EVERY_MS, SAY_EVERY_MS, STORE_PATIENCE_MS } from './settings';

export interface EnvironmentLeasePorts extends LeasePorts {
  /** Gives another text each time. */
  readonly newId: () => string;
}

/** The table of the lease does not answer, so nobody can say who holds it. */
export class LeaseUnreachableError extends Error {
  override readonly name = 'LeaseUnreachableError';
}

/**
 * The lease of an environment.
 *
 * No wall clock decides who holds it: who waits watches whether the version of the record stands still, by its own monotonic clock, and who
 * holds it trusts it for less than that, counted from before the write that renewed it. Only a write that is known to have happened gives the lease.
 *
 * @param environment its name, for messages
 */
export function leaseOf(environment: string, ports: EnvironmentLeasePorts): EnvironmentLease {
  return {
    acquire: (holder, waitMs) => new Acquisition(environment, holder, ports).within(waitMs),
    holder: async () => (await ports.store.read()).holder,
  };
}

class Acquisition {
  private readonly ownerId: string;
  private seen: { readonly version: number; readonly sinceMs: number } | undefined;

  constructor(
    private readonly environment: string,
    private readonly holder: LeaseHolder,
    private readonly ports: EnvironmentLeasePorts,
  ) {
    this.ownerId = ports.newId();
  }

  /** @throws LeaseTakenError, LeaseUnreachableError, LeaseStoreRefusedError */
  async within(waitMs: number): Promise<HeldLease> {
    const { clock } = this.ports;
    const startedMs = clock.monotonicMs();
    let answeredMs = startedMs;
    let saidMs = -Infinity;
    let isUnsure = false;
    for (;;) {
      let record: LeaseRecord | undefined;
      let failure: unknown;
      try {
        const outcome = await this.tryOnce();
        if (outcome instanceof RenewedLease) return outcome;
        record = outcome;
        answeredMs = clock.monotonicMs();
      } catch (error) {
        if (error instanceof LeaseStoreRefusedError) throw error;
        failure = error;
        isUnsure = true;
      }
      const nowMs = clock.monotonicMs();
      const leftMs = startedMs + waitMs - nowMs;
      const isSilent = failure !== undefined && nowMs - answeredMs >= STORE_PATIENCE_MS;
      if (leftMs <= 0 || isSilent) {
        // What was written without an answer may have taken the lease, and nobody would hold it.
        if (isUnsure) await handBack(this.ownerId, this.ports);
        throw failure === undefined ? this.taken(record, waitMs) : this.unreachable(failure);
      }
      if (nowMs - saidMs >= SAY_EVERY_MS) {
        this.say(record, failure, leftMs);
        saidMs = nowMs;
      }
      await clock.sleep(Math.min(LOOK_EVERY_MS, leftMs));
    }
  }

  /** @returns the lease, or the record of who holds it */
  private async tryOnce(): Promise<RenewedLease | LeaseRecord> {
    const { store, clock } = this.ports;
    for (;;) {
      const current = await store.read();
      const nowMs = clock.monotonicMs();
      if (current.version !== this.seen?.version) this.seen = { version: current.version, sinceMs: nowMs };
      // Ours: a write whose answer was lost. Written once more, it is known to have happened.
      const isFree = current.ownerId === '' || current.ownerId === this.ownerId;
      if (!isFree && nowMs - this.seen.sinceMs < LEASE_MS) return current;
      if (!isFree) {
        this.ports.logger.warn(
          `${describeHolder(current.holder)} has not renewed the lease of ${this.environment} for ${LEASE_MS / 1000} s; it is taken over`,
        );
      }
      const startedAt = momentOf(clock);
      const next = { version: current.version + 1, ownerId: this.ownerId, holder: this.holder };
      if (await store.replace(next)) {
        this.ports.logger.info(`this run holds the lease of ${this.environment}`);
        return new RenewedLease(next, startedAt, this.ports);
      }
    }
  }

  private say(record: LeaseRecord | undefined, failure: unknown, leftMs: number): void {
    const what =
      record === undefined
        ? `the lease of ${this.environment} cannot be read: ${messageOf(failure)}`
        : `${this.environment} is being changed by ${describeHolder(record.holder)}`;
    this.ports.logger.info(`${what}; waiting for at most ${inWords(leftMs)} more`);
  }

  private taken(record: LeaseRecord | undefined, waitMs: number): LeaseTakenError {
    return new LeaseTakenError(
      `${this.environment} is being changed by ${describeHolder(record?.holder)}, which has not ended within ${inWords(waitMs)}; ` +
        `wait until it has, and run this again. If it was killed, its lease runs out ${LEASE_MS / 1000} s later by itself`,
    );
  }

  private unreachable(cause: unknown): LeaseUnreachableError {
    return new LeaseUnreachableError(
      `the lease of ${this.environment} cannot be taken, because the lock table does not answer: ${messageOf(cause)}. ` +
        'Look at DynamoDB in the region of the state, and run this again',
      { cause },
    );
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}

function inWords(ms: number): string {
  return ms < 120_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} minutes`;
}
