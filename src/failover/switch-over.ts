import type { GlobalStatus } from '../ports/global-database';
import type { SqlTarget } from '../ports/sql';
import { moveWriter, type MoveMilestone, type MovePorts } from './promote';
import { chooseTarget, currentWriter } from './target';

export interface SwitchOverRequest {
  readonly status: GlobalStatus;
  readonly writer: SqlTarget;
  /** Limit for the whole move, in ms. */
  readonly deadlineMs: number;
  readonly onMilestone: (milestone: MoveMilestone) => void;
}

/**
 * Swaps the roles on purpose: Aurora synchronises first, so no acknowledged write may be lost.
 *
 * @returns the region that writes now
 * @throws NotMovableError, MoveTimeoutError
 */
export async function switchOver(request: SwitchOverRequest, ports: MovePorts): Promise<string> {
  const writer = currentWriter(request.status);
  const target = chooseTarget(request.status);
  await moveWriter(
    {
      target,
      request: () => ports.globalDatabase.switchover(target, writer),
      writer: request.writer,
      deadlineMs: request.deadlineMs,
      onMilestone: request.onMilestone,
    },
    ports,
  );
  return target.region;
}
