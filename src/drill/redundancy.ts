import { MoveTimeoutError } from '../failover/promote';
import { reasonOf } from './phases';
import type { DrillPorts } from './ports';

const POLL_INTERVAL_MS = 1_000;

/**
 * Waits until `region` serves again as a replica of the writer: until then the database has no second leg to stand on.
 *
 * @throws MoveTimeoutError after `deadlineMs`
 */
export async function awaitRedundancy(
  region: string,
  deadlineMs: number,
  ports: Pick<DrillPorts, 'globalDatabase' | 'clock'>,
): Promise<void> {
  const startedMs = ports.clock.monotonicMs();
  let last = 'not read yet';
  while (ports.clock.monotonicMs() - startedMs < deadlineMs) {
    try {
      const status = await ports.globalDatabase.describe();
      const member = status.members.find((candidate) => candidate.region === region);
      const instances = member?.instances ?? [];
      if (
        status.failoverState === undefined &&
        member?.isWriter === false &&
        member.status === 'available' &&
        instances.length > 0 &&
        instances.every((instance) => instance.status === 'available')
      ) {
        return;
      }
      last = `cluster ${member?.status ?? 'missing'}, instances ${instances.map((instance) => instance.status).join(', ') || 'none'}`;
    } catch (error) {
      last = reasonOf(error);
    }
    await ports.clock.sleep(POLL_INTERVAL_MS);
  }
  throw new MoveTimeoutError(
    `${region} is not a healthy replica after ${Math.round(deadlineMs / 1000)} s (${last}); the database runs without a second region`,
  );
}
