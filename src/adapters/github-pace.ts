import type { Clock } from '../ports/clock';

/** GitHub asks for a second between two changes; at 80 contents a minute it refuses for a while. */
const BETWEEN_WRITES_MS = 1_000;

/** Keeps the changes that one job makes apart. The first one does not wait. */
export class WritePace {
  private last: number | undefined;

  constructor(private readonly clock: Clock) {}

  async next(): Promise<void> {
    const waitMs = this.last === undefined ? 0 : this.last + BETWEEN_WRITES_MS - this.clock.monotonicMs();
    if (waitMs > 0) await this.clock.sleep(waitMs);
    this.last = this.clock.monotonicMs();
  }
}
