import { MoveTimeoutError } from '../failover/promote';
import { currentWriter, NotMovableError } from '../failover/target';
import type { ControllerRecords, Episode, EpisodeStage, FailoverRecord } from '../ports/failover-record';
import type { MarkName } from './history';
import type { MoveDrillRequest, Prepared } from './move-drill-request';
import { reasonOf } from './phases';
import type { FailoverDrillPorts } from './ports';

/** A controller is started each minute, and needs one look at everything to be armed. In ms. */
const ARMED_WITHIN_MS = 180_000;
const ARMED_POLL_MS = 2_000;
/** Time between two looks at the record while the disaster lasts, in ms: so late a mark can be, at most. */
const POLL_MS = 250;

/** When a stage of the controller's episode is the moment of a mark. */
const MARKS: Readonly<Record<EpisodeStage, MarkName | undefined>> = {
  declared: 'declared-down',
  promoting: undefined,
  requested: 'move-requested',
  promoted: 'promoted',
  closed: 'writer-name-moved',
};

/**
 * Waits until the deployed controller would act on the loss of the writer's region.
 *
 * @returns its record, or `undefined` where no controller is deployed
 * @throws NotMovableError when it would not: a disaster that nobody ends must not be caused
 */
export async function awaitArmed(
  prepared: Prepared,
  controllers: ControllerRecords,
  ports: Pick<FailoverDrillPorts, 'clock'>,
): Promise<FailoverRecord | undefined> {
  const { clusterArn } = currentWriter(prepared.status);
  const startedMs = ports.clock.monotonicMs();
  for (;;) {
    const record = await controllers.of(prepared.toRegion);
    if (record === undefined) return undefined;
    if (record.episode !== undefined && record.episode.stage !== 'closed') {
      throw new NotMovableError(
        `the failover controller of ${prepared.toRegion} handles a loss already (episode ${record.episode.id}, ${record.episode.stage})`,
      );
    }
    if (record.armed?.writerArn === clusterArn) return record;
    if (ports.clock.monotonicMs() - startedMs >= ARMED_WITHIN_MS) {
      throw new NotMovableError(
        `the failover controller of ${prepared.toRegion} is not armed: it does not see every path to ${prepared.fromRegion} alive; its log says which`,
      );
    }
    await ports.clock.sleep(ARMED_POLL_MS);
  }
}

/**
 * Lets the region of the writer be lost, and only looks on: detection and promotion are the deployed controller's. A mark is set when its record
 * is seen to have come to a stage, by the clock that measures the writes too.
 *
 * @param before the controller's record before the disaster
 * @throws MoveTimeoutError when it did not declare, or did not finish, in time; or when it gave up
 */
export async function controlledDisaster(
  request: MoveDrillRequest,
  prepared: Prepared,
  before: FailoverRecord,
  mark: (name: MarkName) => void,
  ports: FailoverDrillPorts & { readonly controllers: ControllerRecords },
): Promise<void> {
  const { fromRegion, toRegion } = prepared;
  const { clock } = ports;
  const marked = new Set<EpisodeStage>();
  let sinceMs = clock.monotonicMs();
  mark('fault-requested');
  await ports.faultInjector.start(fromRegion);
  for (;;) {
    const episode = await newEpisode(before, toRegion, ports);
    for (const { stage } of episode?.steps ?? []) {
      const name = MARKS[stage];
      if (marked.has(stage) || (stage === 'closed' && episode?.outcome !== 'failed-over')) continue;
      if (marked.size === 0) sinceMs = clock.monotonicMs();
      marked.add(stage);
      if (name !== undefined) mark(name);
    }
    if (episode?.stage === 'closed') {
      if (episode.outcome === 'failed-over') return;
      throw new MoveTimeoutError(
        `the failover controller ended with "${episode.outcome ?? 'nothing'}"${because(episode)}`,
      );
    }
    const limitMs = episode === undefined ? request.faultDeadlineMs : request.moveDeadlineMs;
    if (clock.monotonicMs() - sinceMs >= limitMs) {
      const seconds = Math.round(limitMs / 1000);
      throw new MoveTimeoutError(
        episode === undefined
          ? `${fromRegion} was not declared down within ${seconds} s after the fault was requested`
          : `the failover controller has not moved the writer within ${seconds} s; it is at "${episode.stage}"${because(episode)}`,
      );
    }
    await clock.sleep(POLL_MS);
  }
}

async function newEpisode(
  before: FailoverRecord,
  region: string,
  { controllers, logger }: FailoverDrillPorts & { readonly controllers: ControllerRecords },
): Promise<Episode | undefined> {
  try {
    const episode = (await controllers.of(region))?.episode;
    return episode?.id === before.episode?.id ? undefined : episode;
  } catch (error) {
    logger.debug(`the controller's record could not be read, trying again: ${reasonOf(error)}`);
    return undefined;
  }
}

function because({ refusals }: Episode): string {
  return refusals.length === 0 ? '' : `: ${refusals.join('; ')}`;
}
