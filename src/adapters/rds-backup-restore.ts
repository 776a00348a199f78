import {
  CreateDBInstanceCommand,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  RestoreDBClusterToPointInTimeCommand,
  type DBCluster,
  type RDSClient,
} from '@aws-sdk/client-rds';
import type { Clock } from '../ports/clock';
import type { BackupRestore } from '../ports/restore';

/** A restore did not come to its end. The message names the temporary cluster, so that it can be looked for. */
export class RestoreError extends Error {
  override readonly name = 'RestoreError';
}

export interface RdsBackupRestoreOptions {
  readonly client: RDSClient;
  readonly clock: Clock;
  /** The cluster whose backups are tested. */
  readonly sourceClusterId: string;
  /** Put on the temporary cluster and its instance, so that leftovers can be found. */
  readonly tags: Readonly<Record<string, string>>;
  /** Limit for each wait on the control plane, in ms. */
  readonly deadlineMs: number;
  readonly pollIntervalMs: number;
}

/** Restores Aurora backups into a temporary cluster with one instance. */
export function rdsBackupRestore(options: RdsBackupRestoreOptions): BackupRestore {
  const { client, sourceClusterId } = options;
  const tags = Object.entries(options.tags).map(([Key, Value]) => ({ Key, Value }));
  const instanceIdOf = (clusterId: string) => `${clusterId}-1`;

  return {
    async restoreWindow() {
      const source = await describeCluster(client, sourceClusterId);
      if (source?.EarliestRestorableTime === undefined || source.LatestRestorableTime === undefined) {
        throw new RestoreError(
          `cluster ${sourceClusterId} has no restorable time yet; its first backup may be running`,
        );
      }
      return { earliest: source.EarliestRestorableTime, latest: source.LatestRestorableTime };
    },

    async restoreToPointInTime(clusterId, pointInTime) {
      const source = await describeCluster(client, sourceClusterId);
      if (source === undefined) throw new RestoreError(`there is no cluster ${sourceClusterId} to restore from`);
      const instanceClass = await instanceClassOf(client, source);
      await client.send(
        new RestoreDBClusterToPointInTimeCommand({
          DBClusterIdentifier: clusterId,
          SourceDBClusterIdentifier: sourceClusterId,
          RestoreToTime: pointInTime,
          // Given explicitly: left out, the restored cluster lands in the default network with the default parameters,
          // and the drill would prove a restore that nobody could use.
          DBSubnetGroupName: source.DBSubnetGroup,
          VpcSecurityGroupIds: (source.VpcSecurityGroups ?? []).flatMap((group) => group.VpcSecurityGroupId ?? []),
          DBClusterParameterGroupName: source.DBClusterParameterGroup,
          KmsKeyId: source.KmsKeyId,
          Port: source.Port,
          DeletionProtection: false,
          Tags: tags,
        }),
      );
      await untilAvailable(
        options,
        `cluster ${clusterId}`,
        async () => (await describeCluster(client, clusterId))?.Status,
      );
      // The API restores the storage only; a cluster without an instance cannot be connected to.
      await client.send(
        new CreateDBInstanceCommand({
          DBInstanceIdentifier: instanceIdOf(clusterId),
          DBClusterIdentifier: clusterId,
          DBInstanceClass: instanceClass,
          Engine: source.Engine,
          AutoMinorVersionUpgrade: false,
          PubliclyAccessible: false,
          Tags: tags,
        }),
      );
      await untilAvailable(options, `instance ${instanceIdOf(clusterId)}`, () =>
        instanceStatus(client, instanceIdOf(clusterId)),
      );
      const restored = await describeCluster(client, clusterId);
      if (restored?.Endpoint === undefined || restored.Port === undefined) {
        throw new RestoreError(`restored cluster ${clusterId} has no endpoint`);
      }
      return { clusterId, endpoint: restored.Endpoint, port: restored.Port };
    },

    async remove(clusterId) {
      if ((await instanceStatus(client, instanceIdOf(clusterId))) !== undefined) {
        await client.send(
          new DeleteDBInstanceCommand({ DBInstanceIdentifier: instanceIdOf(clusterId), SkipFinalSnapshot: true }),
        );
        await until(options, `instance ${instanceIdOf(clusterId)} is gone`, async () => {
          return (await instanceStatus(client, instanceIdOf(clusterId))) === undefined;
        });
      }
      if ((await describeCluster(client, clusterId)) !== undefined) {
        await client.send(new DeleteDBClusterCommand({ DBClusterIdentifier: clusterId, SkipFinalSnapshot: true }));
        await until(options, `cluster ${clusterId} is gone`, async () => {
          return (await describeCluster(client, clusterId)) === undefined;
        });
      }
    },
  };
}

async function describeCluster(client: RDSClient, clusterId: string): Promise<DBCluster | undefined> {
  return absentAsUndefined('DBClusterNotFoundFault', async () => {
    const answer = await client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: clusterId }));
    return answer.DBClusters?.[0];
  });
}

async function instanceStatus(client: RDSClient, instanceId: string): Promise<string | undefined> {
  return absentAsUndefined('DBInstanceNotFound', async () => {
    const answer = await client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: instanceId }));
    return answer.DBInstances?.[0]?.DBInstanceStatus;
  });
}

/** The API names the same fault with and without the suffix `Fault`, depending on the operation. */
async function absentAsUndefined<T>(fault: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name.startsWith(fault.replace(/Fault$/, ''))) return undefined;
    throw error;
  }
}

async function instanceClassOf(client: RDSClient, source: DBCluster): Promise<string> {
  const member = source.DBClusterMembers?.find((candidate) => candidate.IsClusterWriter === true);
  const answer = await client.send(
    new DescribeDBInstancesCommand({ DBInstanceIdentifier: member?.DBInstanceIdentifier ?? '' }),
  );
  const instanceClass = answer.DBInstances?.[0]?.DBInstanceClass;
  if (instanceClass === undefined) throw new RestoreError('the writer of the source cluster has no instance class');
  return instanceClass;
}

async function untilAvailable(
  options: RdsBackupRestoreOptions,
  what: string,
  status: () => Promise<string | undefined>,
) {
  await until(options, `${what} is available`, async () => {
    const now = await status();
    if (now !== undefined && /failed|incompatible/.test(now)) throw new RestoreError(`${what} ended in status ${now}`);
    return now === 'available';
  });
}

async function until(options: RdsBackupRestoreOptions, what: string, reached: () => Promise<boolean>): Promise<void> {
  const startedMs = options.clock.monotonicMs();
  while (!(await reached())) {
    if (options.clock.monotonicMs() - startedMs > options.deadlineMs) {
      throw new RestoreError(`waited ${Math.round(options.deadlineMs / 1000)} s in vain until ${what}`);
    }
    await options.clock.sleep(options.pollIntervalMs);
  }
}
