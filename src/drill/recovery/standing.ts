import type { DrillState, StoredDrillState } from '../../ports/drill-state';

/** Whether nothing is left to be done about a drill. */
export function isClosed({ status }: DrillState): boolean {
  return status === 'ended' || status === 'recovered' || status === 'resolved';
}

/** Nothing but looking was done: no move, no fault, and no step beyond the preflight. */
export function isUntouched({ steps, move, faultIn, recovery }: DrillState): boolean {
  return (
    move === undefined &&
    faultIn.length === 0 &&
    recovery === undefined &&
    steps.every(({ name }) => name === 'preflight')
  );
}

/** "the failover drill of <run> (since …)", for messages. */
export function describeDrill({ kind, run, startedAt }: Pick<DrillState, 'kind' | 'run' | 'startedAt'>): string {
  return `the ${kind} drill of ${run} (since ${startedAt})`;
}

/** How an environment stands with its last drill, for whoever is about to begin another one or only looks. */
export type Standing =
  | { readonly kind: 'clear'; readonly sentence: string }
  | { readonly kind: 'unfinished'; readonly sentence: string }
  | { readonly kind: 'needs-human'; readonly sentence: string; readonly runbook: string };

/** Where a person begins with a record that nobody can read. */
export const UNREADABLE_RUNBOOK = 'docs/recovery.md#a-record-that-cannot-be-read';

/** Fails closed: what cannot be read needs a human. */
export function standingOf(stored: StoredDrillState): Standing {
  if (stored.kind === 'none') return { kind: 'clear', sentence: 'no drill has been recorded yet' };
  if (stored.kind === 'unreadable') return { kind: 'needs-human', sentence: stored.why, runbook: UNREADABLE_RUNBOOK };
  const { state } = stored;
  const drill = describeDrill(state);
  if (isClosed(state)) return { kind: 'clear', sentence: `${drill} is ${state.status}` };
  if (state.status === 'needs-human') {
    const { reason = 'no reason was recorded', runbook = UNREADABLE_RUNBOOK } = state.needsHuman ?? {};
    return { kind: 'needs-human', sentence: `${drill} needs a human: ${reason}`, runbook };
  }
  return { kind: 'unfinished', sentence: `${drill} was broken off${brokenOffAt(state)}, or is still running` };
}

/** ` in "<its last step>"`, for messages. */
export function brokenOffAt({ steps }: DrillState): string {
  const last = steps.at(-1);
  return last === undefined ? ' before its first step' : ` in "${last.name}"`;
}
