/** What a restore drill asks of the control plane. */
export interface RestorePoint {
  readonly earliest: Date;
  readonly latest: Date;
}

export interface RestoredCluster {
  readonly clusterId: string;
  readonly endpoint: string;
  readonly port: number;
}

/** Restores backups into a temporary cluster beside the real one, and removes it again. */
export interface BackupRestore {
  /** The window that can be restored to now. */
  restoreWindow(): Promise<RestorePoint>;
  /** Restores to `pointInTime` as a new cluster with one instance; resolves when the instance is available. */
  restoreToPointInTime(clusterId: string, pointInTime: Date): Promise<RestoredCluster>;
  /** Deletes the temporary cluster and its instance; harmless when they do not exist; resolves when they are gone. */
  remove(clusterId: string): Promise<void>;
}
