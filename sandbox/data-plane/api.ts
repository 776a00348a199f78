import { z } from 'zod';

/**
 * The control API of the data plane: what the emulator asks of the PostgreSQL servers, and the state that it shows for them.
 * `POST /v1/{operation}` takes one of the bodies below; `GET /v1/state` answers {@link DataPlaneState}.
 */

const region = z.string().min(1);
const id = z.string().min(1).max(63);
const cluster = z.object({ region, clusterId: id });
const port = z.number().int().min(1).max(65_535);

export const operations = {
  createCluster: cluster.extend({
    port,
    databaseName: z.string().optional(),
    masterUsername: z.string().optional(),
    masterPassword: z.string().optional(),
    globalClusterId: id.optional(),
  }),
  deleteCluster: cluster,
  createInstance: cluster.extend({
    instanceId: id,
    availabilityZone: z.string().optional(),
    promotionTier: z.number().int().optional(),
  }),
  deleteInstance: z.object({ region, instanceId: id }),
  rebootInstance: z.object({ region, instanceId: id }),
  setMasterPassword: cluster.extend({ password: z.string().min(1) }),
  attachToGlobal: cluster.extend({ globalClusterId: id }),
  removeFromGlobal: cluster.extend({ globalClusterId: id }),
  failoverCluster: cluster.extend({ targetInstanceId: id.optional() }),
  switchoverGlobal: cluster.extend({ globalClusterId: id }),
  failoverGlobal: cluster.extend({ globalClusterId: id }),
  createSnapshot: cluster.extend({ snapshotId: id }),
  copySnapshot: z.object({ region, snapshotId: id, sourceRegion: region, sourceSnapshotId: id }),
  deleteSnapshot: z.object({ region, snapshotId: id }),
  restoreFromSnapshot: cluster.extend({ snapshotId: id, port }),
  restoreToPointInTime: cluster.extend({
    sourceClusterId: id,
    port,
    restoreToTime: z.string().optional(),
    useLatestRestorableTime: z.literal(true).optional(),
  }),
} as const;

export type OperationName = keyof typeof operations;
export type OperationBody<Name extends OperationName> = z.infer<(typeof operations)[Name]>;
/** One handler for each operation. */
export type Operations = { readonly [Name in OperationName]: (body: OperationBody<Name>) => Promise<void> };

/** A refusal, with the error code that the RDS API documents for it. */
export class OperationRefusedError extends Error {
  override readonly name = 'OperationRefusedError';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export interface InstanceState {
  readonly instanceId: string;
  readonly status: string;
  readonly isWriter: boolean;
  readonly endpoint: string;
  readonly availabilityZone: string | undefined;
}

export interface ClusterState {
  readonly region: string;
  readonly clusterId: string;
  readonly port: number;
  readonly status: string;
  readonly endpoint: string;
  readonly readerEndpoint: string;
  readonly globalClusterId: string | undefined;
  readonly earliestRestorableTime: string | undefined;
  readonly latestRestorableTime: string | undefined;
  readonly instances: readonly InstanceState[];
}

export interface MemberId {
  readonly region: string;
  readonly clusterId: string;
}

export interface GlobalState {
  readonly globalClusterId: string;
  readonly status: string;
  readonly failoverState:
    | { readonly status: string; readonly from: MemberId; readonly to: MemberId; readonly isDataLossAllowed: boolean }
    | undefined;
  readonly endpoint: string;
  readonly members: readonly (MemberId & { readonly isWriter: boolean })[];
}

export interface DatabaseEvent {
  readonly time: string;
  readonly region: string;
  readonly sourceType: 'db-cluster' | 'db-instance';
  readonly sourceId: string;
  readonly message: string;
  readonly categories: readonly string[];
}

export interface SnapshotState {
  readonly region: string;
  readonly snapshotId: string;
  readonly status: 'creating' | 'copying' | 'available' | 'failed';
}

export interface DataPlaneState {
  readonly clusters: readonly ClusterState[];
  readonly globals: readonly GlobalState[];
  readonly snapshots: readonly SnapshotState[];
  readonly events: readonly DatabaseEvent[];
}
