import type { Clock } from '../../ports/clock';
import {
  DrillStateRefusedError,
  type DrillState,
  type DrillStateStore,
  type StoredDrillState,
} from '../../ports/drill-state';
import type { Logger } from '../../ports/logger';
import { reasonOf } from '../reason-of';

/** The state could not be written, so the step that it announces was not begun. */
export class DrillStateUnwritableError extends Error {
  override readonly name = 'DrillStateUnwritableError';
}

/** Somebody else has written the state since: this process has been away for too long, and may do nothing more. */
export class DrillStateTakenError extends Error {
  override readonly name = 'DrillStateTakenError';
}

export interface StateWriterPorts {
  readonly store: DrillStateStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A table that does not answer is asked again for so long; the holder of a lease trusts it for longer. In ms. */
const PATIENCE_MS = 30_000;
const RETRY_MS = 1_000;

/** What changes with one write. `undefined` leaves a field as it is. */
export type StateChange = Partial<Omit<DrillState, 'version' | 'writtenBy' | 'drillId'>>;

/**
 * Writes one drill's state, time after time, and knows whether each write has happened.
 *
 * An answer can be lost after the write was carried out. What is there is read then: it is ours when it was written by this very process, and
 * anything else ends the work here.
 */
export class StateWriter {
  private stored: StoredDrillState;

  constructor(
    before: StoredDrillState,
    private present: DrillState,
    private readonly ports: StateWriterPorts,
  ) {
    this.stored = before;
  }

  get state(): DrillState {
    return this.present;
  }

  /** @throws DrillStateTakenError, DrillStateUnwritableError */
  async write(change: StateChange): Promise<void> {
    const { store, clock, logger } = this.ports;
    const startedMs = clock.monotonicMs();
    for (;;) {
      const next: DrillState = { ...this.present, ...change, version: versionOf(this.stored) + 1 };
      let failure: unknown;
      try {
        if (await store.replace(this.stored, next)) {
          this.stored = { kind: 'state', state: next };
          this.present = next;
          return;
        }
        const there = await store.read();
        if (!this.isOurs(there)) throw taken(this.present, there);
        // A write of ours whose answer was lost has happened. It is replaced, so that what is known to be there is what is wanted.
        this.stored = there;
        continue;
      } catch (error) {
        if (error instanceof DrillStateTakenError) throw error;
        failure = error;
      }
      if (failure instanceof DrillStateRefusedError || clock.monotonicMs() - startedMs >= PATIENCE_MS) {
        throw new DrillStateUnwritableError(
          `the state of the drill could not be written, so nothing more is begun: ${reasonOf(failure)}`,
          { cause: failure },
        );
      }
      logger.warn(`the state of the drill could not be written, trying again: ${reasonOf(failure)}`);
      await clock.sleep(RETRY_MS);
    }
  }

  private isOurs(there: StoredDrillState): boolean {
    return (
      there.kind === 'state' &&
      there.state.drillId === this.present.drillId &&
      there.state.writtenBy === this.present.writtenBy
    );
  }
}

function versionOf(stored: StoredDrillState): number {
  return stored.kind === 'state' ? stored.state.version : 0;
}

function taken(ours: DrillState, there: StoredDrillState): DrillStateTakenError {
  const who =
    there.kind === 'state' ? `the ${there.state.kind} drill of ${there.state.run} (${there.state.status})` : 'nobody';
  return new DrillStateTakenError(
    `the ${ours.kind} drill of ${ours.run} begins nothing more: the state of its environment now belongs to ${who}. ` +
      'It was away for longer than its lease; what it left is recovered by whoever came after it',
  );
}
