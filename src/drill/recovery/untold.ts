import type { DrillState, StoredDrillState } from '../../ports/drill-state';
import { reasonOf } from '../reason-of';
import { describeBreak, type BrokenOffDrill } from './recover';
import { isClosed } from './standing';
import { StateWriter, type StateWriterPorts } from './state-writer';

/** A drill that is over, and of which nobody has told: its process died between its end and its evidence. */
export interface UntoldDrill {
  readonly drill: BrokenOffDrill;
  readonly status: DrillState['status'];
  /** Where its journal is, which holds what it measured. */
  readonly history: string;
}

/** @returns the drill that somebody still has to tell of */
export function untoldOf(stored: StoredDrillState): UntoldDrill | undefined {
  if (stored.kind !== 'state' || !isUntold(stored.state)) return undefined;
  const { state } = stored;
  return { drill: describeBreak(state), status: state.status, history: state.history };
}

/**
 * Notes that a drill was told of, so that nobody does it a second time. Does nothing when the drill is not over, or another one has begun since. Never throws:
 * when it cannot be noted, the drill is told of twice rather than never.
 */
export async function noteTold(
  drillId: string,
  ports: StateWriterPorts & { readonly newId: () => string },
): Promise<void> {
  const { store, clock, logger, newId } = ports;
  try {
    const stored = await store.read();
    if (stored.kind !== 'state' || stored.state.drillId !== drillId || !isUntold(stored.state)) return;
    const writer = new StateWriter(stored, { ...stored.state, writtenBy: newId() }, ports);
    await writer.write({ toldAt: clock.now().toISOString() });
  } catch (error) {
    logger.warn(`that the drill was told of could not be noted, so it is told of again: ${reasonOf(error)}`);
  }
}

function isUntold(state: DrillState): boolean {
  return state.toldAt === undefined && (isClosed(state) || state.status === 'needs-human');
}
