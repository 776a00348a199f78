import {
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  type DBCluster,
  type DBClusterSnapshot,
  type DBInstance,
  type RDSClient,
} from '@aws-sdk/client-rds';

/** What the API says of one thing; `undefined` when it does not exist. */

export async function describeCluster(client: RDSClient, clusterId: string): Promise<DBCluster | undefined> {
  return absentAsUndefined('DBClusterNotFound', async () => {
    const answer = await client.send(new DescribeDBClustersCommand({ DBClusterIdentifier: clusterId }));
    return answer.DBClusters?.[0];
  });
}

export async function describeInstance(client: RDSClient, instanceId: string): Promise<DBInstance | undefined> {
  return absentAsUndefined('DBInstanceNotFound', async () => {
    const answer = await client.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: instanceId }));
    return answer.DBInstances?.[0];
  });
}

export async function describeSnapshot(client: RDSClient, snapshotId: string): Promise<DBClusterSnapshot | undefined> {
  return absentAsUndefined('DBClusterSnapshotNotFound', async () => {
    const answer = await client.send(
      new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: snapshotId }),
    );
    return answer.DBClusterSnapshots?.[0];
  });
}

/** The instance that writes in its cluster, or leads it. */
export async function firstInstanceOf(client: RDSClient, cluster: DBCluster): Promise<DBInstance | undefined> {
  const members = cluster.DBClusterMembers ?? [];
  const member = members.find(({ IsClusterWriter }) => IsClusterWriter === true) ?? members[0];
  return member?.DBInstanceIdentifier === undefined ? undefined : describeInstance(client, member.DBInstanceIdentifier);
}

/** The API names the same fault with and without the suffix `Fault`, depending on the operation. */
async function absentAsUndefined<T>(fault: string, ask: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Error && error.name.startsWith(fault)) return undefined;
    throw error;
  }
}
