import type { RestoreEvidence } from '../../evidence/document';
import type { DrillProbe } from '../../ports/drill-probe';
import { inPhase } from '../phases';
import type { RestoreDrillPorts } from '../ports';
import { expectedOf } from './compare-heartbeats';
import { estimateCost } from './cost';
import type { Moment } from './prepare-moment';
import type { RestoreDrillRequest } from './restore-request';
import { verifyRestored } from './verify-restored';

/**
 * Copies the snapshot to the other region, under the key of that region, restores it there, and compares: everything that was acknowledged before it was asked for
 * is there, and what came later is there from the first on, without a gap.
 *
 * @param probe beside the writer
 * @throws when it is not restored, or cannot be compared
 */
export async function restoreSnapshot(
  moment: Moment,
  request: RestoreDrillRequest,
  probe: DrillProbe,
  ports: RestoreDrillPorts,
): Promise<Omit<RestoreEvidence, 'removed'>> {
  const { backupRestore, clock } = ports;
  const { otherRegion } = backupRestore;
  const { snapshotId, restoredClusterId: clusterId } = request;
  const after = await inPhase('wait for the snapshot', ports, async () => {
    await backupRestore.snapshotTaken(snapshotId);
    // Only now is its moment over: what is the same before it was asked for and now was the same in it.
    return probe.inspect({ kind: 'writer' }, request.checksumTables, moment.before.horizon);
  });
  await inPhase(`copy the snapshot to ${otherRegion}`, ports, () => backupRestore.copySnapshot(snapshotId), {
    makes: [{ kind: 'snapshot', region: otherRegion, id: snapshotId }],
  });
  const startedMs = clock.monotonicMs();
  const restored = await inPhase(
    `restore the snapshot in ${otherRegion}`,
    ports,
    () => backupRestore.restoreSnapshot(clusterId, snapshotId),
    { makes: [{ kind: 'cluster', region: otherRegion, id: clusterId }] },
  );
  const restoredMs = clock.monotonicMs();
  const { instanceClass, ...verified } = await inPhase('compare the restored snapshot', ports, () =>
    verifyRestored(
      restored,
      {
        heartbeats: {
          ...expectedOf(moment.earlier),
          later: { ...expectedOf(moment.later), rule: 'without-a-gap' },
          edgeMs: undefined,
        },
        before: moment.after,
        after,
      },
      moment,
      request,
      ports,
    ),
  );
  const verifiedMs = clock.monotonicMs();
  return {
    from: 'snapshot',
    region: restored.region,
    clusterId,
    pointInTime: moment.snapshotRequestedAt.toISOString(),
    backupDelayMs: startedMs - moment.snapshotRequestedMs,
    restoreMs: restoredMs - startedMs,
    verifyMs: verifiedMs - restoredMs,
    ...verified,
    cost: estimateCost(instanceClass, verifiedMs - startedMs),
  };
}
