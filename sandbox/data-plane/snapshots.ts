import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OperationRefusedError, type SnapshotState } from './api';
import { makePrivateDirectory, type ServerUser } from './server-user';

/** A base backup with the log that it needs, by itself: it outlives the cluster that it was taken of. */
class Snapshot {
  constructor(
    readonly region: string,
    readonly id: string,
    readonly directory: string,
    public status: SnapshotState['status'],
  ) {}

  get dataDirectory(): string {
    return snapshotParts(this.directory).data;
  }

  get archiveDirectory(): string {
    return snapshotParts(this.directory).archive;
  }
}

/** Where the parts of a snapshot are. */
export function snapshotParts(directory: string): { readonly data: string; readonly archive: string } {
  return { data: join(directory, 'data'), archive: join(directory, 'archive') };
}

/** The snapshots of all regions. */
export class Snapshots {
  private readonly snapshots = new Map<string, Snapshot>();
  private next = 0;

  constructor(
    private readonly directory: string,
    private readonly user: ServerUser | undefined,
  ) {}

  /** @throws OperationRefusedError when there is one of that name */
  begin(region: string, id: string, status: 'creating' | 'copying'): Snapshot {
    if (this.snapshots.has(key(region, id))) {
      throw new OperationRefusedError('DBClusterSnapshotAlreadyExistsFault', `snapshot ${id} exists in ${region}`);
    }
    const snapshot = new Snapshot(region, id, join(this.directory, String(++this.next)), status);
    this.snapshots.set(key(region, id), snapshot);
    return snapshot;
  }

  /** Makes its content; it is available then. */
  async fill(snapshot: Snapshot, make: (directory: string) => Promise<void>): Promise<void> {
    await makePrivateDirectory(this.directory, this.user);
    await makePrivateDirectory(snapshot.directory, this.user);
    await make(snapshot.directory);
    snapshot.status = 'available';
  }

  /** @throws OperationRefusedError when there is none, or it is not complete */
  available(region: string, id: string): Snapshot {
    const snapshot = this.snapshots.get(key(region, id));
    if (snapshot === undefined) {
      throw new OperationRefusedError('DBClusterSnapshotNotFoundFault', `there is no snapshot ${id} in ${region}`);
    }
    if (snapshot.status !== 'available') {
      throw new OperationRefusedError('InvalidDBClusterSnapshotStateFault', `snapshot ${id} is ${snapshot.status}`);
    }
    return snapshot;
  }

  async remove(region: string, id: string): Promise<void> {
    const snapshot = this.snapshots.get(key(region, id));
    this.snapshots.delete(key(region, id));
    if (snapshot !== undefined) await rm(snapshot.directory, { recursive: true, force: true });
  }

  states(): readonly SnapshotState[] {
    return [...this.snapshots.values()].map(({ region, id, status }) => ({ region, snapshotId: id, status }));
  }
}

function key(region: string, id: string): string {
  return `${region}/${id}`;
}
