import type { ControllerRecords, Episode, FailoverRecord } from '../../ports/failover-record';
import { reasonOf } from '../reason-of';
import type { DetectionDrillPorts } from './request';

/** Time between two looks at the controller's record, in ms. */
export const POLL_MS = 250;

/** What the controller's record told while the controller was blind. */
export interface Watched {
  /** The loss that it found; `undefined` when it found none. */
  readonly episode: Episode | undefined;
  /** From the order to the hook to the look that showed the declaration, in ms. */
  readonly sinceRequestMs: number | undefined;
  /** The longest time between two looks that were answered, in ms. */
  readonly resolutionMs: number;
  /** How long after the order the controller last saw every path alive, in ms; `undefined` when it did not any more. */
  readonly aliveForMs: number | undefined;
  /** How long the record had not changed at the end, in ms: a controller that runs writes it every few seconds. */
  readonly stoodStillMs: number;
}

/**
 * Looks on until the controller has found the loss and is done with it.
 *
 * @param before   its record before the fault was asked for
 * @param requestedAtMs when it was asked for
 * @param deadlineMs for the watch as a whole, since then
 */
export async function watchController(
  region: string,
  before: FailoverRecord,
  requestedAtMs: number,
  deadlineMs: number,
  onDeclared: () => void,
  ports: Pick<DetectionDrillPorts, 'clock' | 'logger'> & { readonly controllers: ControllerRecords },
): Promise<Watched> {
  const { clock, controllers, logger } = ports;
  let found: Episode | undefined;
  let sinceRequestMs: number | undefined;
  let aliveForMs: number | undefined;
  let resolutionMs = POLL_MS;
  let last = before;
  let changedAtMs = requestedAtMs;
  let answeredAtMs = requestedAtMs;
  while (clock.monotonicMs() - requestedAtMs < deadlineMs && !isOver(found)) {
    try {
      const record = await controllers.of(region);
      const nowMs = clock.monotonicMs();
      resolutionMs = Math.max(resolutionMs, nowMs - answeredAtMs);
      answeredAtMs = nowMs;
      if (record !== undefined) {
        if (record.version !== last.version) changedAtMs = nowMs;
        if (record.armed !== undefined && record.armed.at !== last.armed?.at) aliveForMs = nowMs - requestedAtMs;
        last = record;
        found = record.episode?.id === before.episode?.id ? undefined : record.episode;
        if (found !== undefined && sinceRequestMs === undefined) {
          sinceRequestMs = nowMs - requestedAtMs;
          onDeclared();
        }
      }
    } catch (error) {
      logger.debug(`the controller's record could not be read, trying again: ${reasonOf(error)}`);
    }
    if (!isOver(found)) await clock.sleep(POLL_MS);
  }
  const stoodStillMs = clock.monotonicMs() - changedAtMs;
  return { episode: found, sinceRequestMs, resolutionMs, aliveForMs, stoodStillMs };
}

/** Once a promotion is asked for there is nothing left to wait for: the drill has failed. */
function isOver(episode: Episode | undefined): boolean {
  return episode !== undefined && episode.stage !== 'declared';
}
