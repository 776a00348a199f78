import type { Clock } from '../../src/ports/clock';

/** A clock on which pauses cost nothing; how long each would have been is kept. Time passes only in pauses. */
export class PatientClock implements Clock {
  readonly sleptMs: number[] = [];

  now(): Date {
    return new Date(Date.UTC(2026, 0, 1) + this.monotonicMs());
  }

  monotonicMs(): number {
    return this.sleptMs.reduce((sum, ms) => sum + ms, 0);
  }

  sleep(ms: number): Promise<void> {
    this.sleptMs.push(ms);
    return Promise.resolve();
  }
}
