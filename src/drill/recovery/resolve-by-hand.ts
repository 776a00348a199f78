import type { Clock } from '../../ports/clock';
import type { DrillState, DrillStateStore, StoredDrillState } from '../../ports/drill-state';
import { oneLine } from './one-line';
import { standingOf, UNREADABLE_RUNBOOK } from './standing';
import { StateWriter } from './state-writer';
import type { Logger } from '../../ports/logger';

/** There is nothing that a person could resolve, or it is not a person's turn. */
export class NotResolvableError extends Error {
  override readonly name = 'NotResolvableError';
}

export interface ResolutionByHand {
  /** Who says so. */
  readonly by: string;
  /** What was found and done. It is kept. */
  readonly note: string;
}

export interface ResolutionPorts {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Gives another text each time. */
  readonly newId: () => string;
}

/**
 * A person says that what a drill left has been dealt with: from then on drills may begin again.
 *
 * @returns a sentence about what was resolved
 * @throws NotResolvableError when no drill needs a human, or `by` or `note` is empty; whatever the store throws
 */
export async function resolveByHand(
  store: DrillStateStore,
  { by, note }: ResolutionByHand,
  ports: ResolutionPorts,
): Promise<string> {
  if (by.trim() === '' || note.trim() === '') {
    throw new NotResolvableError('say who resolved it (by), and what was found and done (note); both are kept');
  }
  const stored = await store.read();
  const standing = standingOf(stored);
  if (standing.kind === 'clear') throw new NotResolvableError(`nothing needs a human: ${standing.sentence}`);
  if (standing.kind === 'unfinished') {
    throw new NotResolvableError(`${standing.sentence}. Recover it first; it says when a human is needed`);
  }
  const at = ports.clock.now().toISOString();
  const resolution = { by: oneLine(by, 200), note: oneLine(note, 2_000), at };
  const writtenBy = ports.newId();
  const state = stored.kind === 'state' ? { ...stored.state, writtenBy } : placeholder(stored, writtenBy, at);
  await new StateWriter(stored, state, { store, ...ports }).write({ status: 'resolved', resolution });
  return `${standing.sentence}; resolved by ${resolution.by}: ${resolution.note}`;
}

/** In the place of a record that nobody can read: only that it was there, and what it was found to be. */
function placeholder(stored: StoredDrillState, writtenBy: string, at: string): DrillState {
  const why = stored.kind === 'unreadable' ? stored.why : 'nothing was there';
  return {
    version: 0,
    drillId: `unreadable-${writtenBy}`,
    kind: 'restore',
    writtenBy,
    status: 'needs-human',
    startedAt: at,
    run: 'unknown',
    writerBefore: 'unknown',
    failBack: false,
    faultIn: [],
    temporary: [],
    steps: [],
    limits: { moveMs: 0, redundancyMs: 0 },
    history: 'unknown',
    needsHuman: { reason: oneLine(why, 4_000), runbook: UNREADABLE_RUNBOOK, at },
  };
}
