import type { Clock } from '../../ports/clock';
import type { FailoverRecord, FailoverRecords } from '../../ports/failover-record';
import { LEASE_MARGIN_MS, LEASE_MS } from './settings';

/** Somebody else may act now. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** It is not known whether the record was written; the next round goes on from what is there then. */
export class RecordUnsureError extends Error {
  override readonly name = 'RecordUnsureError';
}

/**
 * The right to act, and with it the record, of which every write renews the lease.
 *
 * No wall clock takes part: who waits for a lease watches whether the record's version stands still, by its own monotonic clock, and who
 * holds one trusts it for less than that, counted from before the write that renewed it.
 */
export class Lease {
  private held: { readonly token: number; readonly renewedAtMs: number } | undefined;
  private last: FailoverRecord | undefined;
  private seen: { readonly version: number; readonly sinceMs: number } | undefined;

  constructor(
    private readonly records: FailoverRecords,
    private readonly clock: Clock,
    private readonly owner: string,
  ) {}

  /** The record as this owner wrote or read it last. @throws LeaseLostError when the lease is not held */
  get record(): FailoverRecord {
    if (this.held === undefined || this.last === undefined) throw new LeaseLostError('the lease is not held');
    return this.last;
  }

  isHeld(): boolean {
    return this.held !== undefined && this.clock.monotonicMs() - this.held.renewedAtMs < LEASE_MS - LEASE_MARGIN_MS;
  }

  /**
   * Renews the lease, or takes it where nobody holds it.
   *
   * @returns whether this owner may act
   * @throws whatever the records throw
   */
  async hold(): Promise<boolean> {
    if (this.held === undefined) return this.tryAcquire();
    try {
      await this.write((record) => record);
      return true;
    } catch (error) {
      if (error instanceof LeaseLostError) return false;
      throw error;
    }
  }

  /**
   * Changes the record.
   *
   * @throws LeaseLostError when somebody else holds the lease by now, RecordUnsureError when the write may or may not have happened
   */
  async write(change: (record: FailoverRecord) => FailoverRecord): Promise<void> {
    const startedMs = this.clock.monotonicMs();
    const { held } = this;
    const next = { ...change(this.record), version: this.record.version + 1 };
    let cause: unknown;
    try {
      if (await this.records.replace(next)) {
        this.last = next;
        this.held = held && { token: held.token, renewedAtMs: startedMs };
        return;
      }
    } catch (error) {
      cause = error;
    }
    const current = await this.records.read();
    if (current.leaseOwner !== this.owner || current.leaseToken !== held?.token) {
      this.held = undefined;
      throw new LeaseLostError(`the lease belongs to ${current.leaseOwner === '' ? 'nobody' : current.leaseOwner}`);
    }
    // A write of ours that was thought lost may have arrived late. What is there counts, but nothing is built on a guess about it.
    this.last = current;
    throw new RecordUnsureError('it is not known whether the record was written', { cause });
  }

  /** Gives the lease back, so that the next owner need not wait. Never throws: a lease that is not given back runs out. */
  async release(): Promise<void> {
    if (this.held === undefined) return;
    try {
      await this.records.replace({ ...this.record, version: this.record.version + 1, leaseOwner: '' });
    } catch {
      // Runs out by itself.
    }
    this.held = undefined;
  }

  private async tryAcquire(): Promise<boolean> {
    const current = await this.records.read();
    const nowMs = this.clock.monotonicMs();
    if (current.version !== this.seen?.version) this.seen = { version: current.version, sinceMs: nowMs };
    const isFree = current.leaseOwner === '' || current.leaseOwner === this.owner;
    if (!isFree && nowMs - this.seen.sinceMs < LEASE_MS) return false;
    const next = {
      ...current,
      version: current.version + 1,
      leaseOwner: this.owner,
      leaseToken: current.leaseToken + 1,
    };
    if (!(await this.records.replace(next))) return false;
    this.last = next;
    this.held = { token: next.leaseToken, renewedAtMs: nowMs };
    return true;
  }
}
