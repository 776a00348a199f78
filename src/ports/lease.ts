/** What holds the lease of an environment, for those who have to wait. */
export interface LeaseHolder {
  readonly kind: 'apply' | 'drill' | 'destroy' | 'switchover';
  /** The workflow run, or who it is on a laptop. */
  readonly run: string;
  /** Wall-clock time, ISO 8601. */
  readonly since: string;
}

/** The right to change an environment, shared by apply, destroy and drill: one of them at a time. */
export interface EnvironmentLease {
  /**
   * Takes the lease, waiting for at most `waitMs` while somebody else holds it, and renews it until it is given back.
   *
   * @throws LeaseTakenError when it is still held after that time; the message names the holder
   */
  acquire(holder: LeaseHolder, waitMs: number): Promise<HeldLease>;
  /** Who holds it; `undefined` when nobody does. One that was left behind by a killed run is still named until it is taken over. */
  holder(): Promise<LeaseHolder | undefined>;
}

export interface HeldLease {
  /** False once it could not be renewed in time: nothing more may be begun. */
  isHeld(): boolean;
  /** Never throws: a lease that is not given back runs out. */
  release(): Promise<void>;
}

export class LeaseTakenError extends Error {
  override readonly name = 'LeaseTakenError';
}
