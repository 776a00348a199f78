import {
  CreateDBClusterCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  DescribeEventsCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { EAST, rdsClient, startTestEmulator, WEST } from './emulator-support/emulator-fixture';
import { FakeDataPlane } from './emulator-support/fake-data-plane';
import {
  clusterArn,
  createGlobalDatabase,
  describeGlobal,
  ENGINE,
  GLOBAL_ID,
} from './emulator-support/global-database';
import { CLUSTER, reportedCluster } from './emulator-support/reported-cluster';

describe('the emulator in front of a data plane', () => {
  let plane: FakeDataPlane;
  let emulator: Emulator;
  let east: RDSClient;
  let west: RDSClient;

  beforeEach(async () => {
    plane = await FakeDataPlane.start();
    emulator = await startTestEmulator({ url: plane.url, token: plane.token });
    east = rdsClient(emulator, EAST);
    west = rdsClient(emulator, WEST);
  });

  afterEach(async () => {
    await emulator.stop();
    await plane.stop();
  });

  test('creation is carried out by the data plane, with credentials for the writer only', async () => {
    await createGlobalDatabase(east, west);
    expect(plane.operations.slice(0, 3)).toEqual([
      {
        name: 'createCluster',
        body: {
          region: EAST,
          clusterId: CLUSTER,
          port: 5432,
          databaseName: 'app',
          masterUsername: 'dr_admin',
          masterPassword: 'a-test-password',
          globalClusterId: GLOBAL_ID,
        },
      },
      {
        name: 'createInstance',
        body: { region: EAST, clusterId: CLUSTER, instanceId: 'aurora-us-east-1-1-test', promotionTier: 0 },
      },
      {
        name: 'createInstance',
        body: { region: EAST, clusterId: CLUSTER, instanceId: 'aurora-us-east-1-2-test', promotionTier: 0 },
      },
    ]);
    expect(plane.operations[3]).toEqual({
      name: 'createCluster',
      body: {
        region: WEST,
        clusterId: 'aurora-us-west-2-test',
        port: 5432,
        databaseName: 'app',
        globalClusterId: GLOBAL_ID,
      },
    });
  });

  test('a refusal of the data plane reaches the client as an AWS error and leaves nothing behind', async () => {
    plane.refusal = { code: 'InvalidVPCNetworkStateFault', message: 'no room for <another> server' };
    const create = new CreateDBClusterCommand({ DBClusterIdentifier: 'alone', Engine: ENGINE, EngineVersion: '15.10' });
    await expect(east.send(create)).rejects.toMatchObject({
      name: 'InvalidVPCNetworkStateFault',
      message: 'no room for <another> server',
    });
    plane.refusal = undefined;
    await east.send(create);
    expect(plane.operations.map((operation) => operation.name)).toEqual(['createCluster']);
  });

  test('descriptions show the state of the servers', async () => {
    await createGlobalDatabase(east, west);
    plane.state = {
      clusters: [reportedCluster({ status: 'promoting' })],
      globals: [
        {
          globalClusterId: GLOBAL_ID,
          status: 'failing-over',
          failoverState: {
            status: 'failing-over',
            from: { region: EAST, clusterId: CLUSTER },
            to: { region: WEST, clusterId: 'aurora-us-west-2-test' },
            isDataLossAllowed: true,
          },
          endpoint: 'global.example',
          members: [
            { region: EAST, clusterId: CLUSTER, isWriter: false },
            { region: WEST, clusterId: 'aurora-us-west-2-test', isWriter: true },
          ],
        },
      ],
      snapshots: [],
      events: [
        {
          time: new Date().toISOString(),
          region: EAST,
          sourceType: 'db-cluster',
          sourceId: CLUSTER,
          message: 'Started cross AZ failover to DB instance: aurora-us-east-1-2-test',
          categories: ['failover'],
        },
      ],
    };

    const { DBClusters } = await east.send(new DescribeDBClustersCommand({}));
    expect(DBClusters?.[0]).toMatchObject({
      Status: 'promoting',
      Endpoint: 'writer.example',
      ReaderEndpoint: 'reader.example',
      Port: 5432,
      EarliestRestorableTime: new Date('2026-01-01T00:00:00Z'),
      LatestRestorableTime: new Date('2026-01-02T00:00:00Z'),
    });
    expect(DBClusters?.[0]?.DBClusterMembers).toMatchObject([
      { DBInstanceIdentifier: 'aurora-us-east-1-1-test', IsClusterWriter: false },
      { DBInstanceIdentifier: 'aurora-us-east-1-2-test', IsClusterWriter: true },
    ]);
    const { DBInstances } = await east.send(new DescribeDBInstancesCommand({}));
    expect(DBInstances?.[1]).toMatchObject({
      DBInstanceStatus: 'rebooting',
      AvailabilityZone: 'us-east-1c',
      Endpoint: { Address: 'second.example' },
    });
    expect(await describeGlobal(west)).toMatchObject({
      Status: 'failing-over',
      FailoverState: {
        Status: 'failing-over',
        FromDbClusterArn: clusterArn(EAST),
        ToDbClusterArn: clusterArn(WEST),
        IsDataLossAllowed: true,
      },
      GlobalClusterMembers: [{ IsWriter: false }, { IsWriter: true }],
    });
    const { Events } = await east.send(new DescribeEventsCommand({ SourceType: 'db-cluster' }));
    expect(Events).toMatchObject([
      {
        SourceIdentifier: CLUSTER,
        SourceArn: clusterArn(EAST),
        Message: 'Started cross AZ failover to DB instance: aurora-us-east-1-2-test',
        EventCategories: ['failover'],
      },
    ]);
  });
});
