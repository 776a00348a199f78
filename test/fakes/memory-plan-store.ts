import type { PlanStore } from '../../src/ports/plan-store';

/** A bucket for sealed plans, in memory. */
export class MemoryPlanStore implements PlanStore {
  readonly plans = new Map<string, Uint8Array>();

  async put(key: string, bytes: Uint8Array): Promise<void> {
    this.plans.set(key, Uint8Array.from(bytes));
  }

  async get(key: string): Promise<Uint8Array | undefined> {
    const found = this.plans.get(key);
    return found === undefined ? undefined : Uint8Array.from(found);
  }
}
