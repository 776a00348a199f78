/** What a restore drill asks of the control plane. */
export interface RestorePoint {
  readonly earliest: Date;
  readonly latest: Date;
}

export interface RestoredCluster {
  readonly clusterId: string;
  readonly region: string;
  readonly endpoint: string;
  readonly port: number;
}

/** What a restored cluster must have as the original has it, or nobody could use it. As the API tells it. */
export interface ClusterSettings {
  readonly subnetGroup: string;
  /** In order. */
  readonly securityGroups: readonly string[];
  readonly clusterParameters: string;
  readonly instanceParameters: string;
  /** `none` without encryption. */
  readonly key: string;
  readonly engineVersion: string;
  readonly port: number;
  readonly instanceClass: string;
  readonly isPublic: boolean;
}

/** Restores backups into temporary clusters beside the real ones, and removes them again. */
export interface BackupRestore {
  /** Of the cluster that writes, whose backups are tested. */
  readonly home: string;
  /** Where its snapshot is restored. */
  readonly otherRegion: string;
  /** The window that can be restored to now. */
  restoreWindow(): Promise<RestorePoint>;
  /** Restores to `pointInTime` as a new cluster with one instance; resolves when the instance is available. */
  restoreToPointInTime(clusterId: string, pointInTime: Date): Promise<RestoredCluster>;
  /** Asks for a snapshot of the cluster that writes; what it holds is decided at some moment after this. */
  requestSnapshot(snapshotId: string): Promise<void>;
  /** Resolves when the snapshot is complete. */
  snapshotTaken(snapshotId: string): Promise<void>;
  /** Copies it under the same name to the other region, encrypted with the key there; resolves when the copy is complete. */
  copySnapshot(snapshotId: string): Promise<void>;
  /** Restores the copy in the other region as a new cluster with one instance; resolves when the instance is available. */
  restoreSnapshot(clusterId: string, snapshotId: string): Promise<RestoredCluster>;
  /** The settings of our own cluster in a region. */
  originalSettings(region: string): Promise<ClusterSettings>;
  /** The settings of a temporary cluster. */
  restoredSettings(region: string, clusterId: string): Promise<ClusterSettings>;
  /** Deletes the temporary cluster of a region and its instance; harmless when they do not exist; resolves when they are gone. */
  remove(region: string, clusterId: string): Promise<void>;
  /** Deletes a snapshot; harmless when it does not exist; resolves when it is gone. */
  removeSnapshot(region: string, snapshotId: string): Promise<void>;
}
