import type { Clock } from '../../src/ports/clock';
import { FIRST_LEASE_RECORD, type LeaseRecord, type LeaseStore } from '../../src/ports/lease-store';

/** A lock table in memory, with the latency of a real one. The knobs are public fields; tests turn them. */
export class MemoryLeaseStore implements LeaseStore {
  record: LeaseRecord = FIRST_LEASE_RECORD;
  /** One way, in ms: half of a call. */
  latencyMs: () => number = () => 10;
  /** Called before each call is carried out; throws to make it fail. */
  before: (operation: 'read' | 'replace', next: LeaseRecord | undefined) => void = () => undefined;
  /** Called after a write is stored, before its answer is given; throws to lose the answer. */
  afterWrite: (written: LeaseRecord) => void = () => undefined;

  constructor(private readonly clock: Clock) {}

  async read(): Promise<LeaseRecord> {
    await this.clock.sleep(this.latencyMs());
    this.before('read', undefined);
    const { record } = this;
    await this.clock.sleep(this.latencyMs());
    return record;
  }

  async replace(next: LeaseRecord): Promise<boolean> {
    await this.clock.sleep(this.latencyMs());
    this.before('replace', next);
    const isWritten = next.version === this.record.version + 1;
    if (isWritten) {
      this.record = next;
      this.afterWrite(next);
    }
    await this.clock.sleep(this.latencyMs());
    return isWritten;
  }
}
