import { inPhase, reasonOf } from '../phases';
import type { RestoreDrillPorts } from '../ports';
import type { RestoreDrillRequest } from './restore-request';

type RemovalPorts = Pick<RestoreDrillPorts, 'backupRestore' | 'journal' | 'clock' | 'logger' | 'progress'>;
type Names = Pick<RestoreDrillRequest, 'restoredClusterId' | 'snapshotId'>;

/**
 * Removes a temporary cluster, whatever state it is in. It may be called again.
 *
 * @returns a sentence that names what is still there, if anything is
 */
export function removeCluster(region: string, names: Names, ports: RemovalPorts): Promise<string | undefined> {
  const { restoredClusterId } = names;
  return tried(
    `remove the temporary cluster in ${region}`,
    `the temporary cluster ${restoredClusterId} in ${region}`,
    ports,
    () => ports.backupRestore.remove(region, restoredClusterId),
  );
}

/** Removes a snapshot, as {@link removeCluster} does a cluster. */
export function removeSnapshot(region: string, names: Names, ports: RemovalPorts): Promise<string | undefined> {
  const { snapshotId } = names;
  return tried(`remove the snapshot in ${region}`, `the snapshot ${snapshotId} in ${region}`, ports, () =>
    ports.backupRestore.removeSnapshot(region, snapshotId),
  );
}

/**
 * Removes everything that restore drills make, in an order that can be repeated. Nothing of it depends on the rest, so that one that resists keeps nothing else
 * from being removed.
 *
 * @returns a sentence for each that is still there
 */
export async function removeEverything(names: Names, ports: RemovalPorts): Promise<readonly string[]> {
  const { home, otherRegion } = ports.backupRestore;
  const left: (string | undefined)[] = [];
  for (const region of [home, otherRegion]) left.push(await removeCluster(region, names, ports));
  for (const region of [otherRegion, home]) left.push(await removeSnapshot(region, names, ports));
  return left.filter((sentence) => sentence !== undefined);
}

async function tried(
  phase: string,
  what: string,
  ports: RemovalPorts,
  work: () => Promise<void>,
): Promise<string | undefined> {
  try {
    await inPhase(phase, ports, work, { tidiesUp: true });
    return undefined;
  } catch (error) {
    return `${what} was not removed, delete it by hand: ${reasonOf(error)}`;
  }
}
