import {
  DrillStateRefusedError,
  type DrillState,
  type DrillStateStore,
  type StoredDrillState,
} from '../../src/ports/drill-state';

/** The item of a drill's state in memory. The knobs are public fields; tests turn them. */
export class MemoryDrillState implements DrillStateStore {
  stored: StoredDrillState = { kind: 'none' };
  /** Everything that was ever written, in order. */
  readonly written: DrillState[] = [];
  /** Awaited before each call is carried out; rejects to make it fail. */
  before: (operation: 'read' | 'replace') => Promise<void> = () => Promise.resolve();
  /** Awaited after a write is stored, before its answer is given; rejects to lose the answer. */
  afterWrite: () => Promise<void> = () => Promise.resolve();

  async read(): Promise<StoredDrillState> {
    await this.before('read');
    return this.stored;
  }

  async replace(before: StoredDrillState, next: DrillState): Promise<boolean> {
    await this.before('replace');
    if (!this.isThere(before)) return false;
    // DynamoDB takes no item of more than 400 KB.
    if (JSON.stringify(next).length > 300_000) throw new DrillStateRefusedError('the record is too large');
    this.stored = { kind: 'state', state: next };
    this.written.push(next);
    await this.afterWrite();
    return true;
  }

  /** @throws when nothing is there */
  get state(): DrillState {
    if (this.stored.kind !== 'state') throw new Error(`there is no state, but ${this.stored.kind}`);
    return this.stored.state;
  }

  private isThere(before: StoredDrillState): boolean {
    const { stored } = this;
    if (before.kind === 'state') {
      return (
        stored.kind === 'state' &&
        stored.state.version === before.state.version &&
        stored.state.drillId === before.state.drillId
      );
    }
    if (before.kind === 'unreadable') return stored.kind === 'unreadable' && stored.text === before.text;
    return stored.kind === 'none';
  }
}
