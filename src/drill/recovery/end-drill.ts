import { currentWriter } from '../../failover/target';
import { reasonOf } from '../reason-of';
import type { RecordedDrill } from './progress';
import { recoverDrill, type RecoveryResult } from './recover';
import type { RecoveryPorts, RecoveryRequest } from './recovery-ports';
import { isUntouched } from './standing';

export type DrillEnding =
  /** Nothing is left. */
  | { readonly kind: 'ended' }
  /** The drill was interrupted, or has lost its lease: whoever comes next recovers it. */
  | { readonly kind: 'left-open'; readonly reason: string }
  | Exclude<RecoveryResult, { kind: 'nothing-to-do' }>;

/**
 * Ends a drill, whatever its verdict and however it ended, still under its lease: closes its state when nothing is left of it, and recovers it at
 * once when something is: the writer is not back, or a temporary cluster is still there.
 *
 * @throws what `recoverDrill` throws
 */
export async function endDrill(
  drill: RecordedDrill,
  request: RecoveryRequest,
  ports: RecoveryPorts,
): Promise<DrillEnding> {
  if (!drill.mayGoOn) {
    return {
      kind: 'left-open',
      reason: 'the drill was interrupted, or its lease is not held any more; whoever comes next recovers it',
    };
  }
  const left = await whatIsLeft(drill, ports);
  if (left === undefined) {
    await drill.end();
    return { kind: 'ended' };
  }
  ports.logger.warn(`the drill has left something: ${left}`);
  const result = await recoverDrill(request, ports);
  return result.kind === 'nothing-to-do' ? { kind: 'ended' } : result;
}

/** @returns what is left, or why nobody can say */
async function whatIsLeft({ state, hasStopped }: RecordedDrill, ports: RecoveryPorts): Promise<string | undefined> {
  if (hasStopped) return 'it was stopped before a step, because its state could not be written';
  if (isUntouched(state)) return undefined;
  try {
    const status = await ports.globalDatabase.describe();
    if (status.failoverState !== undefined) return `the writer is being moved (${status.failoverState.status})`;
    const { region } = currentWriter(status);
    const isAway = region !== state.writerBefore;
    if (isAway && (state.failBack || state.move === undefined)) return `the writer is in ${region}`;
    if (state.temporary.length === 0) return undefined;
    const there = await ports.temporary.list();
    const made = there.find(({ id, region: where }) =>
      state.temporary.some((known) => known.id === id && known.region === where),
    );
    return made === undefined ? undefined : `the ${made.kind} ${made.id} in ${made.region}`;
  } catch (error) {
    return `nobody can say what: ${reasonOf(error)}`;
  }
}
