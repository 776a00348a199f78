import { currentWriter } from '../../failover/target';
import type { Episode } from '../../ports/failover-record';
import type { GlobalMember, GlobalStatus } from '../../ports/global-database';
import { reasonOf } from '../reason-of';
import { HumanNeededError, RUNBOOKS } from './human-needed';
import type { RecoveryPorts } from './recovery-ports';

type CalmPorts = Pick<RecoveryPorts, 'globalDatabase' | 'controllers' | 'clock' | 'logger'>;

/** A move that AWS accepted a moment ago may not show yet: the roles have to stand still for so long, in ms. */
export const STILL_FOR_MS = 10_000;
const POLL_MS = 1_000;
/** A controller needs so long to see that a region is back, however short the limit of a move is. In ms. */
const AT_LEAST_MS = 180_000;

export interface Calm {
  readonly status: GlobalStatus;
  readonly writer: GlobalMember;
  readonly episodes: readonly Episode[];
}

/**
 * Waits until nobody moves the writer: no move in the control plane, exactly one writer, no open episode of a controller, and all that for a
 * while. Who began it does not matter: what is under way is never interrupted, and nothing is decided in the middle of it.
 *
 * @param stillForMs shorter only where the last move is known to have ended
 * @throws HumanNeededError when that does not come about in time
 */
export async function awaitCalm(
  regions: readonly string[],
  limitMs: number,
  ports: CalmPorts,
  stillForMs = STILL_FOR_MS,
): Promise<Calm> {
  const { clock, logger } = ports;
  const deadlineMs = clock.monotonicMs() + Math.max(limitMs, AT_LEAST_MS);
  let still: { readonly writerArn: string; readonly sinceMs: number } | undefined;
  let said = '';
  for (;;) {
    const seen = await look(regions, ports);
    const nowMs = clock.monotonicMs();
    if ('calm' in seen) {
      const writerArn = seen.calm.writer.clusterArn;
      if (still?.writerArn !== writerArn) still = { writerArn, sinceMs: nowMs };
      if (nowMs - still.sinceMs >= stillForMs) return seen.calm;
    } else {
      still = undefined;
      if (seen.unrest !== said) logger.info(`waiting: ${seen.unrest}`);
      said = seen.unrest;
      if (nowMs >= deadlineMs) {
        throw new HumanNeededError(
          `the writer has not come to rest within ${Math.round(Math.max(limitMs, AT_LEAST_MS) / 1000)} s: ${seen.unrest}`,
          seen.runbook,
        );
      }
    }
    await clock.sleep(POLL_MS);
  }
}

type Seen = { readonly calm: Calm } | { readonly unrest: string; readonly runbook: string };

async function look(regions: readonly string[], { globalDatabase, controllers }: CalmPorts): Promise<Seen> {
  let status: GlobalStatus;
  try {
    status = await globalDatabase.describe();
  } catch (error) {
    return { unrest: `the roles cannot be read: ${reasonOf(error)}`, runbook: RUNBOOKS.moveStuck };
  }
  const episodes: Episode[] = [];
  for (const region of regions) {
    try {
      const episode = (await controllers.of(region))?.episode;
      if (episode === undefined) continue;
      episodes.push(episode);
      if (episode.stage !== 'closed') {
        return {
          unrest: `the failover controller of ${region} handles the loss of ${episode.lostRegion} (${episode.stage})`,
          runbook: RUNBOOKS.controller,
        };
      }
    } catch (error) {
      return {
        unrest: `the record of the failover controller in ${region} cannot be read: ${reasonOf(error)}`,
        runbook: RUNBOOKS.controller,
      };
    }
  }
  if (status.failoverState !== undefined) {
    return { unrest: `the writer is being moved (${status.failoverState.status})`, runbook: RUNBOOKS.moveStuck };
  }
  const writers = status.members.filter(({ isWriter }) => isWriter);
  if (writers.length !== 1) {
    return {
      unrest: `${writers.length} regions write${writers.length === 0 ? '' : `: ${writers.map(({ region }) => region).join(', ')}`}`,
      runbook: writers.length === 0 ? RUNBOOKS.moveStuck : RUNBOOKS.splitBrain,
    };
  }
  return { calm: { status, writer: currentWriter(status), episodes } };
}
