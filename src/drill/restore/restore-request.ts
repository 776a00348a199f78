export interface RestoreDrillRequest {
  /** Of this drill; chooses what the negative control alters. A UUID. */
  readonly exerciseId: string;
  /** Name of the temporary clusters, one in each region. */
  readonly restoredClusterId: string;
  /** Name of the snapshot, and of its copy in the other region. */
  readonly snapshotId: string;
  /** Tables of the application whose rows are compared, as `schema.table`. */
  readonly checksumTables: readonly string[];
  readonly probe: { readonly intervalMs: number; readonly timeoutMs: number; readonly writeMs: number };
  /** Limit for the backups to reach the chosen point in time, in ms; Aurora's trail by minutes. */
  readonly backupDeadlineMs: number;
}
