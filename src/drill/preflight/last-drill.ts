import type { DrillState, StoredDrillState } from '../../ports/drill-state';
import type { LastDrill } from '../../ports/drill-state-summary';

/** A record of the last drill that this version of the code cannot read: nobody knows what that drill left behind. */
export class LastDrillUnknownError extends Error {
  override readonly name = 'LastDrillUnknownError';
}

/**
 * What the last drill left behind, for the guard `last-drill`.
 *
 * @param stored as it was read before this drill wrote its own record over it
 * @throws LastDrillUnknownError
 */
export function lastDrillOf(stored: StoredDrillState): LastDrill {
  switch (stored.kind) {
    case 'none':
      return { state: 'none', detail: '' };
    case 'unreadable':
      throw new LastDrillUnknownError(`the record of the last drill cannot be read: ${stored.why}`);
    case 'state':
      return summaryOf(stored.state);
  }
}

function summaryOf(state: DrillState): LastDrill {
  const what = `${state.kind} of ${state.startedAt} (${state.run})`;
  switch (state.status) {
    case 'ended':
    case 'recovered':
    case 'resolved':
      return { state: 'ended', detail: `${what}, ${state.status}` };
    case 'running':
    case 'recovering':
      return { state: 'broken-off', detail: `${what}, in "${state.steps.at(-1)?.name ?? 'its first step'}"` };
    case 'needs-human':
      return {
        state: 'needs-human',
        detail:
          state.needsHuman === undefined
            ? what
            : `${what}: ${state.needsHuman.reason}; begin with ${state.needsHuman.runbook}`,
      };
  }
}
