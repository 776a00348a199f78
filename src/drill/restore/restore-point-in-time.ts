import type { RestoreEvidence } from '../../evidence/document';
import { inPhase } from '../phases';
import type { RestoreDrillPorts } from '../ports';
import { expectedOf } from './compare-heartbeats';
import { estimateCost } from './cost';
import type { Moment } from './prepare-moment';
import type { RestoreDrillRequest } from './restore-request';
import { verifyRestored } from './verify-restored';

const POLL_INTERVAL_MS = 1_000;

/**
 * Waits for the backups, restores them to the quiet second beside the writer, and compares.
 *
 * @throws when it is not restored, or cannot be compared
 */
export async function restorePointInTime(
  moment: Moment,
  request: RestoreDrillRequest,
  ports: RestoreDrillPorts,
): Promise<Omit<RestoreEvidence, 'removed'>> {
  const { backupRestore, clock } = ports;
  const { pointInTime } = moment;
  const clusterId = request.restoredClusterId;
  const at = pointInTime.toISOString();
  await inPhase(`wait until the backups reach ${at}`, ports, () => awaitBackups(pointInTime, request, ports));
  const startedMs = clock.monotonicMs();
  const restored = await inPhase(
    `restore to ${at}`,
    ports,
    () => backupRestore.restoreToPointInTime(clusterId, pointInTime),
    { makes: [{ kind: 'cluster', region: backupRestore.home, id: clusterId }] },
  );
  const restoredMs = clock.monotonicMs();
  const { instanceClass, ...verified } = await inPhase('compare', ports, () =>
    verifyRestored(
      restored,
      {
        heartbeats: {
          ...expectedOf(moment.earlier),
          later: { ...expectedOf(moment.later), rule: 'none' },
          edgeMs: pointInTime.getTime(),
        },
        before: moment.before,
        after: moment.after,
      },
      moment,
      request,
      ports,
    ),
  );
  const verifiedMs = clock.monotonicMs();
  return {
    from: 'point-in-time',
    region: restored.region,
    clusterId,
    pointInTime: at,
    backupDelayMs: startedMs - moment.writtenMs,
    restoreMs: restoredMs - startedMs,
    verifyMs: verifiedMs - restoredMs,
    ...verified,
    cost: estimateCost(instanceClass, verifiedMs - startedMs),
  };
}

async function awaitBackups(
  pointInTime: Date,
  { backupDeadlineMs }: RestoreDrillRequest,
  { backupRestore, clock }: RestoreDrillPorts,
): Promise<void> {
  const startedMs = clock.monotonicMs();
  for (;;) {
    const window = await backupRestore.restoreWindow();
    if (pointInTime < window.earliest) {
      throw new RangeError(
        `the oldest backup begins at ${window.earliest.toISOString()}, after the writes of this drill; wait for the first automated backup`,
      );
    }
    if (pointInTime <= window.latest) return;
    if (clock.monotonicMs() - startedMs > backupDeadlineMs) {
      throw new RangeError(
        `the backups reached only ${window.latest.toISOString()} within ${Math.round(backupDeadlineMs / 1000)} s`,
      );
    }
    await clock.sleep(POLL_INTERVAL_MS);
  }
}
