import type { FailoverRecords, Rehearsals } from '../../ports/failover-record';
import type { Notifier } from '../../ports/notifier';
import type { RotationFreezer } from '../../ports/rotation-freeze';
import { describeDecision } from '../detect';
import { RegionWatch, type ProbePath } from '../region-watch';
import { Lease, LeaseLostError } from './lease';
import { MoveFollower } from './follow-move';
import { LossHandler } from './handle-loss';
import { MOVE_POLL_MS, SURVEY_INTERVAL_MS, type ControllerSettings } from './settings';
import { survey, type Surroundings, type SurveyPorts } from './survey';
import { Teller } from './teller';

export interface ControllerPorts extends SurveyPorts {
  readonly records: FailoverRecords;
  readonly rehearsals: Rehearsals;
  /** The region that the paths lead to. */
  readonly watchedRegion: string;
  readonly paths: readonly ProbePath[];
  /** Writes once through the name that applications write through, and says which instance took it. */
  readonly writeOnce: () => Promise<string>;
  readonly notifier: Notifier;
  readonly rotation: RotationFreezer;
  readonly newId: () => string;
  /** Told at each look at the surroundings at which the controller is armed, or its own region writes. */
  readonly onGuarded: () => void;
}

/**
 * One invocation of the controller. In every round:
 *
 *   hold the lease → (a move is under way: follow it | probe and survey → decide → at most one step) → tell
 *
 * Several invocations overlap; all of them probe, so that the next one knows enough when it takes over, but only the holder of the lease
 * decides. A step is recorded before it acts, so another invocation goes on where this one ended, however it ended.
 *
 * @param signal ends the watch early
 */
export async function runController(
  settings: ControllerSettings,
  ports: ControllerPorts,
  signal: AbortSignal,
): Promise<void> {
  const { clock, logger } = ports;
  const startedMs = clock.monotonicMs();
  const lease = new Lease(ports.records, clock, ports.newId());
  const watch = new RegionWatch(ports.paths, settings.policy, clock);
  const teller = new Teller(settings, ports);
  const move = new MoveFollower(settings, ports, lease);
  const loss = new LossHandler(settings, ports, lease, watch, teller);
  let surroundings: Surroundings | undefined;
  let said = '';

  const isMoving = () => {
    const stage = lease.isHeld() ? lease.record.episode?.stage : undefined;
    return stage === 'promoting' || stage === 'requested' || stage === 'promoted';
  };
  const isOver = () => {
    const elapsedMs = clock.monotonicMs() - startedMs;
    return signal.aborted || elapsedMs >= settings.limitMs || (elapsedMs >= settings.watchMs && !isMoving());
  };

  const round = async (): Promise<void> => {
    const roundMs = clock.monotonicMs();
    const holds = await lease.hold();
    if (holds && isMoving()) {
      await move.follow();
    } else {
      const isDue = surroundings === undefined || roundMs - surroundings.atMs >= SURVEY_INTERVAL_MS;
      const isCalm = watch.decision().kind === 'healthy';
      const [, seen] = await Promise.all([watch.round(), holds && (isDue || !isCalm) ? survey(ports) : undefined]);
      surroundings = seen ?? surroundings;
      const decision = watch.decision();
      if (decision.kind !== said) logger.info(`${ports.watchedRegion}: ${describeDecision(decision)}`);
      said = decision.kind;
      if (surroundings !== undefined && lease.isHeld()) await loss.handle(surroundings, seen !== undefined, roundMs);
    }
    if (lease.isHeld()) await teller.tell(lease);
  };

  while (!isOver()) {
    const roundMs = clock.monotonicMs();
    try {
      await round();
    } catch (error) {
      // One round that failed must not end the watch: the next one starts from what is recorded.
      const text = error instanceof Error ? error.message : String(error);
      if (error instanceof LeaseLostError) logger.info(text);
      else logger.error(`a round failed: ${text}`);
    }
    const periodMs = isMoving() ? MOVE_POLL_MS : settings.policy.intervalMs;
    await clock.sleep(periodMs - (clock.monotonicMs() - roundMs), signal);
  }
  await lease.release();
}
