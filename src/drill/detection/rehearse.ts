import type { FailoverRecord, Rehearsal } from '../../ports/failover-record';
import type { HealthPathInjector } from '../../ports/fault-injector';
import { NotMovableError } from '../../failover/target';
import type { Prepared } from '../move-drill-request';
import { inPhase, reasonOf } from '../phases';
import type { DetectionDrillPorts } from './request';

/** The controller writes its record every few seconds; one of so many tries falls between two of its writes. */
const TRIES = 10;
const RETRY_MS = 300;
/** A hook that does not answer is asked again for so long, in ms: until the fault ends by itself anyway. */
const STOP_PATIENCE_MS = 120_000;
const STOP_RETRY_MS = 2_000;
const ARMED_POLL_MS = 1_000;

export interface Announced {
  readonly rehearsal: Rehearsal;
  /** By the clock of the drill, in ms. */
  readonly endsAtMs: number;
  /** The controller's record at that moment. */
  readonly record: FailoverRecord;
}

/** @throws NotMovableError when the controller handles a loss by now, or cannot be told */
export async function announceRehearsal(
  { fromRegion, toRegion }: Prepared,
  forMs: number,
  ports: DetectionDrillPorts,
): Promise<Announced> {
  const { clock, controllers, rehearsals } = ports;
  for (let tries = 1; tries <= TRIES; tries++) {
    const record = await controllers.of(toRegion);
    if (record?.armed === undefined || (record.episode !== undefined && record.episode.stage !== 'closed')) {
      throw new NotMovableError(`the failover controller of ${toRegion} is not armed any more, or handles a loss`);
    }
    const endsAtMs = clock.monotonicMs() + forMs;
    const until = new Date(clock.now().getTime() + forMs).toISOString();
    const rehearsal = { id: ports.newRunId(), region: fromRegion, until };
    if (await rehearsals.announce(toRegion, rehearsal, record)) return { rehearsal, endsAtMs, record };
    await clock.sleep(RETRY_MS);
  }
  throw new NotMovableError(`the record of the controller of ${toRegion} changed at each of ${TRIES} tries`);
}

/**
 * Gives the controller its sight back, waits until it is armed again, and only then withdraws the rehearsal: a controller that is told that the
 * loss is real, before it sees that there is none, would promote. Where that does not happen, the rehearsal runs out by itself.
 *
 * @returns what went wrong
 */
export async function endRehearsal(
  { fromRegion, toRegion }: Prepared,
  { rehearsal, endsAtMs }: Announced,
  isPromoted: boolean,
  healthPath: HealthPathInjector,
  ports: DetectionDrillPorts,
): Promise<readonly string[]> {
  const tidiesUp = { tidiesUp: true } as const;
  try {
    await inPhase(
      `health path to ${fromRegion} given back`,
      ports,
      () => stopFault(fromRegion, healthPath, ports),
      tidiesUp,
    );
    // A region that was promoted has nothing to be armed for.
    if (!isPromoted) {
      await inPhase(
        `controller of ${toRegion} armed again`,
        ports,
        () => untilArmedAgain(toRegion, endsAtMs, ports),
        tidiesUp,
      );
    }
    await inPhase('rehearsal withdrawn', ports, () => ports.rehearsals.withdraw(toRegion, rehearsal.id), tidiesUp);
    return [];
  } catch (error) {
    return [`${reasonOf(error)}; the rehearsal ends by itself at ${rehearsal.until}`];
  }
}

async function stopFault(region: string, healthPath: HealthPathInjector, ports: DetectionDrillPorts): Promise<void> {
  const { clock, logger } = ports;
  const startedMs = clock.monotonicMs();
  for (;;) {
    try {
      await healthPath.stop(region);
      return;
    } catch (error) {
      if (clock.monotonicMs() - startedMs >= STOP_PATIENCE_MS) throw error;
      logger.warn(`the fault could not be ended, trying again: ${reasonOf(error)}`);
    }
    await clock.sleep(STOP_RETRY_MS);
  }
}

/** The controller notes a new time only after a look at which every path answered. @throws NotMovableError */
async function untilArmedAgain(region: string, endsAtMs: number, ports: DetectionDrillPorts): Promise<void> {
  const { clock, controllers, logger } = ports;
  let first: { readonly at: string | undefined } | undefined;
  while (clock.monotonicMs() < endsAtMs) {
    try {
      const at = (await controllers.of(region))?.armed?.at;
      first ??= { at };
      if (at !== undefined && at !== first.at) return;
    } catch (error) {
      logger.debug(`the controller's record could not be read, trying again: ${reasonOf(error)}`);
    }
    await clock.sleep(ARMED_POLL_MS);
  }
  throw new NotMovableError(
    `the failover controller of ${region} was not armed again: it does not see every path alive; its log says which`,
  );
}
