import {
  CopyDBClusterSnapshotCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  DeleteDBClusterCommand,
  DeleteDBClusterSnapshotCommand,
  DeleteDBInstanceCommand,
  RestoreDBClusterFromSnapshotCommand,
  RestoreDBClusterToPointInTimeCommand,
  type DBCluster,
  type DBInstance,
  type RDSClient,
} from '@aws-sdk/client-rds';
import type { Clock } from '../ports/clock';
import type { BackupRestore, ClusterSettings, RestoredCluster } from '../ports/restore';
import { describeCluster, describeInstance, describeSnapshot, firstInstanceOf } from './rds-descriptions';

/** A restore did not come to its end. The message names the temporary cluster, so that it can be looked for. */
export class RestoreError extends Error {
  override readonly name = 'RestoreError';
}

/** One of our clusters. */
export interface OwnCluster {
  readonly region: string;
  readonly clusterId: string;
}

export interface RdsBackupRestoreOptions {
  readonly clientFor: (region: string) => RDSClient;
  readonly clock: Clock;
  /** The cluster that writes, whose backups are tested. */
  readonly source: OwnCluster;
  /** Our cluster of the other region: what is restored there gets its network, parameters and key. */
  readonly other: OwnCluster;
  /** Put on everything temporary, so that leftovers can be found. */
  readonly tags: Readonly<Record<string, string>>;
  /** Limit for each wait on the control plane, in ms. */
  readonly deadlineMs: number;
  readonly pollIntervalMs: number;
}

/** Restores Aurora backups into temporary clusters with one instance each: beside the cluster that writes, and from a snapshot in the other region. */
export function rdsBackupRestore(options: RdsBackupRestoreOptions): BackupRestore {
  const { clientFor, source, other } = options;
  const Tags = Object.entries(options.tags).map(([Key, Value]) => ({ Key, Value }));
  const home = clientFor(source.region);
  const away = clientFor(other.region);

  /** The API restores the storage only; a cluster without an instance cannot be connected to. */
  const addInstance = async (region: string, clusterId: string, like: Original): Promise<RestoredCluster> => {
    const client = clientFor(region);
    const id = instanceIdOf(clusterId);
    await until(options, `cluster ${clusterId} in ${region} is available`, async () =>
      isAvailable(`cluster ${clusterId}`, (await describeCluster(client, clusterId))?.Status),
    );
    await client.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: id,
        DBClusterIdentifier: clusterId,
        DBInstanceClass: like.instance.DBInstanceClass,
        DBParameterGroupName: parametersOf(like.instance),
        Engine: like.cluster.Engine,
        AutoMinorVersionUpgrade: false,
        PubliclyAccessible: false,
        Tags,
      }),
    );
    await until(options, `instance ${id} in ${region} is available`, async () =>
      isAvailable(`instance ${id}`, (await describeInstance(client, id))?.DBInstanceStatus),
    );
    const restored = await describeCluster(client, clusterId);
    if (restored?.Endpoint === undefined || restored.Port === undefined) {
      throw new RestoreError(`restored cluster ${clusterId} in ${region} has no endpoint`);
    }
    return { clusterId, region, endpoint: restored.Endpoint, port: restored.Port };
  };

  return {
    home: source.region,
    otherRegion: other.region,

    async restoreWindow() {
      const cluster = await describeCluster(home, source.clusterId);
      if (cluster?.EarliestRestorableTime === undefined || cluster.LatestRestorableTime === undefined) {
        throw new RestoreError(
          `cluster ${source.clusterId} has no restorable time yet; its first backup may be running`,
        );
      }
      return { earliest: cluster.EarliestRestorableTime, latest: cluster.LatestRestorableTime };
    },

    async restoreToPointInTime(clusterId, pointInTime) {
      const like = await original(home, source);
      await home.send(
        new RestoreDBClusterToPointInTimeCommand({
          DBClusterIdentifier: clusterId,
          SourceDBClusterIdentifier: source.clusterId,
          RestoreToTime: pointInTime,
          ...placeLike(like.cluster),
          Tags,
        }),
      );
      return addInstance(source.region, clusterId, like);
    },

    async requestSnapshot(snapshotId) {
      await home.send(
        new CreateDBClusterSnapshotCommand({
          DBClusterIdentifier: source.clusterId,
          DBClusterSnapshotIdentifier: snapshotId,
          Tags,
        }),
      );
    },

    async snapshotTaken(snapshotId) {
      await snapshotAvailable(options, source.region, snapshotId);
    },

    async copySnapshot(snapshotId) {
      const arn = (await describeSnapshot(home, snapshotId))?.DBClusterSnapshotArn;
      if (arn === undefined) throw new RestoreError(`there is no snapshot ${snapshotId} in ${source.region} to copy`);
      const { cluster } = await original(away, other);
      await away.send(
        new CopyDBClusterSnapshotCommand({
          // Of another region, so by its ARN; the SDK signs the request for that region, too, where the API demands it.
          SourceDBClusterSnapshotIdentifier: arn,
          TargetDBClusterSnapshotIdentifier: snapshotId,
          // A key is good in its own region only.
          ...keyOf(cluster),
          Tags,
        }),
      );
      await snapshotAvailable(options, other.region, snapshotId);
    },

    async restoreSnapshot(clusterId, snapshotId) {
      const like = await original(away, other);
      await away.send(
        new RestoreDBClusterFromSnapshotCommand({
          DBClusterIdentifier: clusterId,
          SnapshotIdentifier: snapshotId,
          Engine: like.cluster.Engine,
          EngineVersion: like.cluster.EngineVersion,
          ...placeLike(like.cluster),
          Tags,
        }),
      );
      return addInstance(other.region, clusterId, like);
    },

    async originalSettings(region) {
      const own = [source, other].find((candidate) => candidate.region === region);
      if (own === undefined) throw new RestoreError(`there is no cluster of ours in ${region}`);
      return settingsOf(await original(clientFor(region), own));
    },

    async restoredSettings(region, clusterId) {
      const client = clientFor(region);
      const cluster = await describeCluster(client, clusterId);
      const instance = await describeInstance(client, instanceIdOf(clusterId));
      if (cluster === undefined || instance === undefined) {
        throw new RestoreError(`restored cluster ${clusterId} in ${region} is not there any more`);
      }
      return settingsOf({ cluster, instance });
    },

    async remove(region, clusterId) {
      const client = clientFor(region);
      const id = instanceIdOf(clusterId);
      await gone(
        options,
        `instance ${id} in ${region}`,
        async () => (await describeInstance(client, id))?.DBInstanceStatus,
        () => client.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: id, SkipFinalSnapshot: true })),
      );
      await gone(
        options,
        `cluster ${clusterId} in ${region}`,
        async () => (await describeCluster(client, clusterId))?.Status,
        () => client.send(new DeleteDBClusterCommand({ DBClusterIdentifier: clusterId, SkipFinalSnapshot: true })),
      );
    },

    async removeSnapshot(region, snapshotId) {
      const client = clientFor(region);
      await gone(
        options,
        `snapshot ${snapshotId} in ${region}`,
        async () => (await describeSnapshot(client, snapshotId))?.Status,
        () => client.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: snapshotId })),
      );
    },
  };
}

interface Original {
  readonly cluster: DBCluster;
  readonly instance: DBInstance;
}

function instanceIdOf(clusterId: string): string {
  return `${clusterId}-1`;
}

async function original(client: RDSClient, { clusterId, region }: OwnCluster): Promise<Original> {
  const cluster = await describeCluster(client, clusterId);
  if (cluster === undefined) throw new RestoreError(`there is no cluster ${clusterId} in ${region}`);
  const instance = await firstInstanceOf(client, cluster);
  if (instance === undefined) throw new RestoreError(`cluster ${clusterId} in ${region} has no instance`);
  return { cluster, instance };
}

/**
 * Network, parameters and key of a cluster. Given explicitly: left out, the restored cluster lands in the default network with the default parameters, and
 * the drill would prove a restore that nobody could use.
 */
function placeLike(cluster: DBCluster) {
  return {
    DBSubnetGroupName: cluster.DBSubnetGroup,
    VpcSecurityGroupIds: securityGroupsOf(cluster),
    DBClusterParameterGroupName: cluster.DBClusterParameterGroup,
    ...keyOf(cluster),
    Port: cluster.Port,
    DeletionProtection: false,
  };
}

function keyOf({ KmsKeyId }: DBCluster): { readonly KmsKeyId?: string } {
  return KmsKeyId === undefined || KmsKeyId === '' ? {} : { KmsKeyId };
}

function securityGroupsOf({ VpcSecurityGroups }: DBCluster): string[] {
  return (VpcSecurityGroups ?? []).flatMap(({ VpcSecurityGroupId }) => VpcSecurityGroupId ?? []).sort();
}

function parametersOf({ DBParameterGroups }: DBInstance): string | undefined {
  return DBParameterGroups?.[0]?.DBParameterGroupName;
}

function settingsOf({ cluster, instance }: Original): ClusterSettings {
  return {
    subnetGroup: cluster.DBSubnetGroup ?? 'none',
    securityGroups: securityGroupsOf(cluster),
    clusterParameters: cluster.DBClusterParameterGroup ?? 'none',
    instanceParameters: parametersOf(instance) ?? 'none',
    key: cluster.StorageEncrypted === true ? (keyOf(cluster).KmsKeyId ?? 'of the service') : 'none',
    engineVersion: cluster.EngineVersion ?? 'unknown',
    port: cluster.Port ?? 0,
    instanceClass: instance.DBInstanceClass ?? 'unknown',
    isPublic: instance.PubliclyAccessible === true,
  };
}

async function snapshotAvailable(options: RdsBackupRestoreOptions, region: string, snapshotId: string): Promise<void> {
  await until(options, `snapshot ${snapshotId} in ${region} is available`, async () => {
    const snapshot = await describeSnapshot(options.clientFor(region), snapshotId);
    if (snapshot === undefined) throw new RestoreError(`there is no snapshot ${snapshotId} in ${region}`);
    return isAvailable(`snapshot ${snapshotId} in ${region}`, snapshot.Status);
  });
}

/** @throws RestoreError for a status that does not become better by waiting */
function isAvailable(what: string, status: string | undefined): boolean {
  if (status !== undefined && /failed|incompatible/.test(status)) {
    throw new RestoreError(`${what} ended in status ${status}`);
  }
  return status === 'available';
}

/**
 * Deletes something and waits until it is gone. What is still being made may not be deleted yet: it is asked again, because an interrupted drill leaves
 * things in any state.
 *
 * @param status `undefined` when it is not there
 */
async function gone(
  options: RdsBackupRestoreOptions,
  what: string,
  status: () => Promise<string | undefined>,
  order: () => Promise<unknown>,
): Promise<void> {
  await until(options, `${what} is gone`, async () => {
    const now = await status();
    if (now === undefined) return true;
    if (now === 'deleting') return false;
    try {
      await order();
    } catch (error) {
      if (!(error instanceof Error && /^(?:Invalid\w+State|\w+NotFound)/.test(error.name))) throw error;
    }
    return false;
  });
}

/** The first looks follow each other quickly, because some waits are short; AWS needs minutes for others. */
const FIRST_PAUSE_MS = 100;

async function until(options: RdsBackupRestoreOptions, what: string, reached: () => Promise<boolean>): Promise<void> {
  const startedMs = options.clock.monotonicMs();
  for (let pauseMs = FIRST_PAUSE_MS; !(await reached()); pauseMs *= 1.5) {
    if (options.clock.monotonicMs() - startedMs > options.deadlineMs) {
      throw new RestoreError(`waited ${Math.round(options.deadlineMs / 1000)} s in vain until ${what}`);
    }
    await options.clock.sleep(Math.min(pauseMs, options.pollIntervalMs));
  }
}
