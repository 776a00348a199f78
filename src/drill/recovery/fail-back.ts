import { switchOver } from '../../failover/switch-over';
import { chooseTarget } from '../../failover/target';
import type { DrillState } from '../../ports/drill-state';
import { awaitRedundancy } from '../redundancy';
import { reasonOf } from '../reason-of';
import { awaitCalm, STILL_FOR_MS, type Calm } from './await-calm';
import { HumanNeededError, RUNBOOKS } from './human-needed';
import type { RecoveryPorts, RecoveryRequest } from './recovery-ports';
import { DrillStoppedError } from './progress';
import { DrillStateTakenError, DrillStateUnwritableError } from './state-writer';

/** A refusal or an error in between may pass; what AWS does is looked at again each time. */
const TRIES = 3;
const PAUSE_MS = 5_000;

/**
 * Moves the writer back to where it was before the drill, by a switchover, which loses nothing. Before every try it is looked at again where the writer
 * is: a move whose answer was lost may have happened.
 *
 * Called once the writer has come to rest.
 *
 * @param step writes down what is about to be done, and does it
 * @throws HumanNeededError when that is not safe, or does not come about
 */
export async function failBack(
  state: DrillState,
  request: RecoveryRequest,
  step: <T>(name: string, work: () => Promise<T>) => Promise<T>,
  ports: RecoveryPorts,
): Promise<void> {
  let last = 'not tried yet';
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    // After a try that failed a move may come that nobody has been told of.
    const stillForMs = attempt === 1 ? 0 : STILL_FOR_MS;
    const calm = await awaitCalm(request.regions, state.limits.moveMs, ports, stillForMs);
    if (calm.writer.region === state.writerBefore) return;
    try {
      await requireSafe(calm, request, ports);
      await step(`fail back from ${calm.writer.region} to ${state.writerBefore}`, async () => {
        const credentials = await ports.credentials.read();
        await switchOver(
          {
            status: calm.status,
            writer: { ...credentials, host: request.writerName },
            deadlineMs: state.limits.moveMs,
            onMilestone: (milestone) => {
              ports.logger.info(milestone);
            },
          },
          ports,
        );
      });
      return;
    } catch (error) {
      if (isBreakOff(error)) throw error;
      last = reasonOf(error);
      ports.logger.warn(`the writer was not failed back (${attempt} of ${TRIES}): ${last}`);
      await ports.clock.sleep(PAUSE_MS);
    }
  }
  throw new HumanNeededError(
    `the writer could not be failed back to ${state.writerBefore}: ${last}`,
    RUNBOOKS.failBack,
  );
}

/** The region that was left has to be a replica before anybody thinks of going back. @throws HumanNeededError */
export async function requireRedundancy(calm: Calm, limitMs: number, ports: RecoveryPorts): Promise<void> {
  for (const { region, isWriter } of calm.status.members) {
    if (isWriter) continue;
    try {
      await awaitRedundancy(region, limitMs, ports);
    } catch (cause) {
      throw new HumanNeededError(reasonOf(cause), RUNBOOKS.failBack, { cause });
    }
  }
}

/** @throws an error that says what stands against a switchover now */
async function requireSafe({ status, writer }: Calm, request: RecoveryRequest, ports: RecoveryPorts): Promise<void> {
  chooseTarget(status);
  if (writer.status !== 'available') throw new RangeError(`the status of the writer's cluster is ${writer.status}`);
  const lagMs = await ports.replicationLagMs();
  if (lagMs > request.maxLagMs) {
    throw new RangeError(
      `the other region is ${(lagMs / 1000).toFixed(1)} s behind, at most ${(request.maxLagMs / 1000).toFixed(1)} s are allowed`,
    );
  }
}

/** The recovery itself is broken off: not a matter of this step. */
export function isBreakOff(error: unknown): boolean {
  return [DrillStoppedError, DrillStateTakenError, DrillStateUnwritableError].some((kind) => error instanceof kind);
}
