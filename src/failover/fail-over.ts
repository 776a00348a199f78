import type { GlobalStatus } from '../ports/global-database';
import type { SqlTarget } from '../ports/sql';
import type { DetectionPolicy } from './decision';
import { detectRegionDown } from './detect';
import { moveWriter, type MoveMilestone, type MovePorts } from './promote';
import type { ProbePath } from './region-watch';
import { chooseTarget, currentWriter } from './target';

export interface FailOverRequest {
  /** The topology while all was well: the lost region cannot be asked any more. */
  readonly lastKnown: GlobalStatus;
  readonly paths: readonly ProbePath[];
  readonly policy: DetectionPolicy;
  readonly writer: SqlTarget;
  /** Limit for promotion and the first real write, in ms. */
  readonly deadlineMs: number;
  readonly onMilestone: (milestone: 'declared-down' | MoveMilestone) => void;
  /** Ends the watch; once the region is declared down the move is carried through. */
  readonly signal: AbortSignal;
}

export type FailOverOutcome =
  | { readonly kind: 'watch-ended' }
  | { readonly kind: 'failed-over'; readonly to: string; readonly reasons: readonly string[] };

/**
 * Detect, decide, promote, and wait for a real write: the one implementation that a disaster and a drill share.
 *
 * @throws NotMovableError when no member can be promoted, MoveTimeoutError when a step is not reached in time
 */
export async function failOver(request: FailOverRequest, ports: MovePorts): Promise<FailOverOutcome> {
  const reasons = await detectRegionDown(request.paths, request.policy, ports, request.signal);
  if (reasons === undefined) return { kind: 'watch-ended' };
  request.onMilestone('declared-down');
  ports.logger.warn(`${currentWriter(request.lastKnown).region} is declared down: ${reasons.join('; ')}`);

  const target = chooseTarget(await freshStatus(request.lastKnown, ports));
  ports.logger.info(`promoting ${target.clusterId} in ${target.region}`);
  await moveWriter(
    {
      target,
      request: () => ports.globalDatabase.failover(target),
      writer: request.writer,
      deadlineMs: request.deadlineMs,
      onMilestone: request.onMilestone,
    },
    ports,
  );
  return { kind: 'failed-over', to: target.region, reasons };
}

/** The target is judged by what is true now, where that can still be read; else by the last good reading. */
async function freshStatus(lastKnown: GlobalStatus, ports: MovePorts): Promise<GlobalStatus> {
  try {
    return await ports.globalDatabase.describe();
  } catch (error) {
    ports.logger.warn(
      `the control plane did not answer (${error instanceof Error ? error.message : String(error)}); ` +
        'the target is chosen from the topology read before the loss',
    );
    return lastKnown;
  }
}
