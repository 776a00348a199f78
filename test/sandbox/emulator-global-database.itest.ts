import {
  CreateDBClusterCommand,
  DeleteDBClusterCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeEventsCommand,
  DescribeGlobalClustersCommand,
  FailoverDBClusterCommand,
  FailoverGlobalClusterCommand,
  RemoveFromGlobalClusterCommand,
  SwitchoverGlobalClusterCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { EAST, rdsClient, startTestEmulator, WEST } from './emulator-support/emulator-fixture';
import {
  clusterArn,
  createGlobalDatabase,
  describeGlobal,
  ENGINE,
  GLOBAL_ID,
  writerArn,
} from './emulator-support/global-database';

// Without a data plane: the emulator keeps the roles itself, so that plain Terraform tests need no servers.
describe('a global database in memory', () => {
  let emulator: Emulator;
  let east: RDSClient;
  let west: RDSClient;
  const toWest = { GlobalClusterIdentifier: GLOBAL_ID, TargetDbClusterIdentifier: clusterArn(WEST) };
  const toEast = { GlobalClusterIdentifier: GLOBAL_ID, TargetDbClusterIdentifier: clusterArn(EAST) };

  beforeEach(async () => {
    emulator = await startTestEmulator();
    east = rdsClient(emulator, EAST);
    west = rdsClient(emulator, WEST);
    await createGlobalDatabase(east, west);
  });

  afterEach(async () => {
    await emulator.stop();
  });

  test('endpoints have the forms of AWS and do not change when instances join', async () => {
    const { DBClusters } = await east.send(new DescribeDBClustersCommand({}));
    expect(DBClusters?.[0]).toMatchObject({
      Endpoint: 'aurora-us-east-1-test.cluster-sandbox00000.us-east-1.rds.amazonaws.com',
      ReaderEndpoint: 'aurora-us-east-1-test.cluster-ro-sandbox00000.us-east-1.rds.amazonaws.com',
      Port: 5432,
      Status: 'available',
      EnabledCloudwatchLogsExports: ['postgresql'],
    });
    const { DBInstances } = await west.send(new DescribeDBInstancesCommand({}));
    expect(DBInstances?.[0]).toMatchObject({
      Endpoint: { Address: 'aurora-us-west-2-1-test.sandbox00000.us-west-2.rds.amazonaws.com', Port: 5432 },
      PromotionTier: 0,
      AutoMinorVersionUpgrade: false,
      PerformanceInsightsKMSKeyId: 'arn:aws:kms:us-west-2:123456789012:key/insights',
    });
    expect((await describeGlobal(west)).Endpoint).toBe(
      'aurora-global-test.global-sandbox00000.global.rds.amazonaws.com',
    );
  });

  test('only the secondary names a replication source, and the writer its readers', async () => {
    const source = async (client: RDSClient) =>
      (await client.send(new DescribeDBClustersCommand({}))).DBClusters?.[0]?.ReplicationSourceIdentifier;
    expect(await source(east)).toBeUndefined();
    expect(await source(west)).toBe(clusterArn(EAST));
    const members = (await describeGlobal(east)).GlobalClusterMembers;
    expect(members?.find((member) => member.IsWriter)?.Readers).toEqual([clusterArn(WEST)]);
  });

  test('a switchover is refused outside the region of the primary, and carried out in it', async () => {
    await expect(west.send(new SwitchoverGlobalClusterCommand(toWest))).rejects.toThrow(
      /Call this operation in us-east-1/,
    );
    const { GlobalCluster } = await east.send(new SwitchoverGlobalClusterCommand(toWest));
    expect(GlobalCluster).toMatchObject({
      Status: 'switching-over',
      FailoverState: { FromDbClusterArn: clusterArn(EAST), ToDbClusterArn: clusterArn(WEST), IsDataLossAllowed: false },
    });
    expect(await writerArn(east)).toBe(clusterArn(WEST));
    const { Events } = await west.send(new DescribeEventsCommand({ EventCategories: ['global-failover'] }));
    expect(Events?.map((event) => event.Message)).toContain(
      'Global switchover to DB cluster aurora-us-west-2-test in Region us-west-2 finished.',
    );
  });

  test('a failover is refused outside the region of the target, and carried out in it', async () => {
    const command = new FailoverGlobalClusterCommand({ ...toWest, AllowDataLoss: true });
    await expect(east.send(command)).rejects.toThrow(/Call this operation in us-west-2/);
    const { GlobalCluster } = await west.send(command);
    expect(GlobalCluster).toMatchObject({ Status: 'failing-over', FailoverState: { IsDataLossAllowed: true } });
    expect((await describeGlobal(west)).Status).toBe('available');
    expect(await writerArn(west)).toBe(clusterArn(WEST));
  });

  test('without AllowDataLoss a failover is a switchover, with its region rule', async () => {
    await expect(west.send(new FailoverGlobalClusterCommand(toWest))).rejects.toThrow(
      /Call this operation in us-east-1/,
    );
  });

  test('the target must be the ARN of a secondary', async () => {
    const byName = { ...toWest, TargetDbClusterIdentifier: 'aurora-us-west-2-test' };
    await expect(east.send(new SwitchoverGlobalClusterCommand(byName))).rejects.toThrow(/Amazon Resource Name/);
    await expect(east.send(new SwitchoverGlobalClusterCommand(toEast))).rejects.toMatchObject({
      name: 'InvalidDBClusterStateFault',
    });
  });

  test('a secondary takes no credentials', async () => {
    await expect(
      rdsClient(emulator, 'eu-west-1').send(
        new CreateDBClusterCommand({
          DBClusterIdentifier: 'third',
          GlobalClusterIdentifier: GLOBAL_ID,
          Engine: ENGINE,
          MasterUsername: 'dr_admin',
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });

  test('secondaries leave first, the primary last; who has left is not found', async () => {
    const remove = (region: string) =>
      east.send(
        new RemoveFromGlobalClusterCommand({
          GlobalClusterIdentifier: GLOBAL_ID,
          DbClusterIdentifier: clusterArn(region),
        }),
      );
    await expect(remove(EAST)).rejects.toMatchObject({ name: 'InvalidGlobalClusterStateFault' });
    await remove(WEST);
    await expect(remove(WEST)).rejects.toThrow(/is not found in global cluster/);
    const { GlobalClusters } = await west.send(
      new DescribeGlobalClustersCommand({ Filters: [{ Name: 'db-cluster-id', Values: [clusterArn(WEST)] }] }),
    );
    expect(GlobalClusters).toEqual([]);
    await remove(EAST);
    expect((await describeGlobal(east)).GlobalClusterMembers).toEqual([]);
  });

  test('a failover inside a cluster moves the writer and is an event', async () => {
    await east.send(new FailoverDBClusterCommand({ DBClusterIdentifier: 'aurora-us-east-1-test' }));
    const { DBClusters } = await east.send(new DescribeDBClustersCommand({}));
    const writer = DBClusters?.[0]?.DBClusterMembers?.find((member) => member.IsClusterWriter);
    expect(writer?.DBInstanceIdentifier).toBe('aurora-us-east-1-2-test');
    const { Events } = await east.send(new DescribeEventsCommand({ EventCategories: ['failover'] }));
    expect(Events?.[0]?.Message).toBe('Completed failover to DB instance: aurora-us-east-1-2-test');
  });

  test('a cluster is not deleted without a word about its final snapshot', async () => {
    await expect(
      west.send(new DeleteDBClusterCommand({ DBClusterIdentifier: 'aurora-us-west-2-test' })),
    ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
  });
});
