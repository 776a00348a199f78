import { MoveTimeoutError, type MovePorts } from '../failover/promote';
import { switchOver } from '../failover/switch-over';
import type { GlobalStatus } from '../ports/global-database';
import type { SqlTarget } from '../ports/sql';

export interface SwitchBackRequest {
  /** Holds the writer and the cluster of the home region. */
  readonly status: GlobalStatus;
  readonly homeRegion: string;
  readonly writer: SqlTarget;
  /** Limit for the move, in ms. */
  readonly deadlineMs: number;
}

/** The region that was left is a replica again within minutes; RDS may refuse to delete it before. In ms. */
const SETTLE_LIMIT_MS = 30 * 60_000;
const POLL_INTERVAL_MS = 2_000;

/**
 * Switches the writer back to its home region, and returns when the control plane shows the roles that destroying needs.
 *
 * @throws NotMovableError, MoveTimeoutError, or what the control plane answered
 */
export async function switchBack(request: SwitchBackRequest, ports: MovePorts): Promise<void> {
  const { status, homeRegion, writer, deadlineMs } = request;
  try {
    await switchOver(
      {
        status,
        writer,
        deadlineMs,
        onMilestone: (milestone) => {
          ports.logger.info(milestone);
        },
      },
      ports,
    );
  } catch (error) {
    // Applications are not waited for when everything goes: the roles decide, also where this runner cannot reach the writer name.
    if (!(error instanceof MoveTimeoutError)) throw error;
    ports.logger.warn(`${error.message}; going by the roles that the control plane shows`);
  }
  await awaitRoles(homeRegion, ports);
}

async function awaitRoles(homeRegion: string, ports: MovePorts): Promise<void> {
  const startedMs = ports.clock.monotonicMs();
  let last = 'not read yet';
  while (ports.clock.monotonicMs() - startedMs < SETTLE_LIMIT_MS) {
    try {
      const status = await ports.globalDatabase.describe();
      if (isSettled(status, homeRegion)) return;
      last = `status ${status.status}, ${status.members.map(describeRole).join(', ')}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await ports.clock.sleep(POLL_INTERVAL_MS);
  }
  throw new MoveTimeoutError(
    `the roles are not settled after ${Math.round(SETTLE_LIMIT_MS / 1000)} s; last seen: ${last}`,
  );
}

function isSettled(status: GlobalStatus, homeRegion: string): boolean {
  return (
    status.status === 'available' &&
    status.failoverState === undefined &&
    status.members.some(({ isWriter }) => isWriter) &&
    status.members.every(({ region, isWriter }) => isWriter === (region === homeRegion)) &&
    status.members.every((member) => member.status === 'available')
  );
}

function describeRole({ region, isWriter, status }: GlobalStatus['members'][number]): string {
  return `${isWriter ? 'writer' : 'replica'} ${status} in ${region}`;
}
