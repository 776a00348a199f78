import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  CreateGlobalClusterCommand,
  DescribeGlobalClustersCommand,
  type GlobalCluster,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { ACCOUNT } from './emulator-fixture';

export const GLOBAL_ID = 'aurora-global-test';
export const ENGINE = 'aurora-postgresql';

/** The ARN of the test's cluster of one region. */
export function clusterArn(region: string): string {
  return `arn:aws:rds:${region}:${ACCOUNT}:cluster:aurora-${region}-test`;
}

/** Creates the global cluster, a writer cluster with two instances and a secondary cluster with one. */
export async function createGlobalDatabase(writer: RDSClient, secondary: RDSClient): Promise<void> {
  await writer.send(
    new CreateGlobalClusterCommand({ GlobalClusterIdentifier: GLOBAL_ID, Engine: ENGINE, EngineVersion: '15.10' }),
  );
  for (const [client, credentials] of [
    [writer, { MasterUsername: 'dr_admin', MasterUserPassword: 'a-test-password', DatabaseName: 'app' }],
    [secondary, {}],
  ] as const) {
    const region = await client.config.region();
    const clusterId = `aurora-${region}-test`;
    await client.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: clusterId,
        GlobalClusterIdentifier: GLOBAL_ID,
        Engine: ENGINE,
        EngineVersion: '15.10',
        Port: 5432,
        EnableCloudwatchLogsExports: ['postgresql'],
        ...credentials,
      }),
    );
    for (const number of client === writer ? [1, 2] : [1]) {
      await client.send(
        new CreateDBInstanceCommand({
          DBInstanceIdentifier: `aurora-${region}-${number}-test`,
          DBClusterIdentifier: clusterId,
          DBInstanceClass: 'db.r6g.large',
          Engine: ENGINE,
          PromotionTier: 0,
          AutoMinorVersionUpgrade: false,
          EnablePerformanceInsights: true,
          PerformanceInsightsKMSKeyId: `arn:aws:kms:${region}:${ACCOUNT}:key/insights`,
        }),
      );
    }
  }
}

/** The global cluster as the API describes it. */
export async function describeGlobal(client: RDSClient): Promise<GlobalCluster> {
  const { GlobalClusters } = await client.send(
    new DescribeGlobalClustersCommand({ GlobalClusterIdentifier: GLOBAL_ID }),
  );
  const found = GlobalClusters?.[0];
  if (!found) throw new Error(`${GLOBAL_ID} is not described`);
  return found;
}

/** The ARN of the present writer cluster. */
export async function writerArn(client: RDSClient): Promise<string | undefined> {
  const { GlobalClusterMembers } = await describeGlobal(client);
  return GlobalClusterMembers?.find((member) => member.IsWriter)?.DBClusterArn;
}
