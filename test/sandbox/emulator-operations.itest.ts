import {
  CreateDBClusterSnapshotCommand,
  DeleteDBInstanceCommand,
  FailoverDBClusterCommand,
  FailoverGlobalClusterCommand,
  ModifyDBClusterCommand,
  RebootDBInstanceCommand,
  RemoveFromGlobalClusterCommand,
  RestoreDBClusterFromSnapshotCommand,
  RestoreDBClusterToPointInTimeCommand,
  SwitchoverGlobalClusterCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { EAST, rdsClient, startTestEmulator, WEST } from './emulator-support/emulator-fixture';
import { FakeDataPlane } from './emulator-support/fake-data-plane';
import { clusterArn, createGlobalDatabase, ENGINE, GLOBAL_ID } from './emulator-support/global-database';
import { CLUSTER, reportedCluster } from './emulator-support/reported-cluster';

describe('what the emulator asks of a data plane', () => {
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

  test('role changes are carried out where the servers are', async () => {
    await createGlobalDatabase(east, west);
    plane.operations.length = 0;
    const toWest = { GlobalClusterIdentifier: GLOBAL_ID, TargetDbClusterIdentifier: clusterArn(WEST) };
    const target = { globalClusterId: GLOBAL_ID, region: WEST, clusterId: 'aurora-us-west-2-test' };
    await east.send(new SwitchoverGlobalClusterCommand(toWest));
    await west.send(new FailoverGlobalClusterCommand({ ...toWest, AllowDataLoss: true }));
    await east.send(
      new FailoverDBClusterCommand({
        DBClusterIdentifier: CLUSTER,
        TargetDBInstanceIdentifier: 'aurora-us-east-1-2-test',
      }),
    );
    await east.send(
      new RemoveFromGlobalClusterCommand({ GlobalClusterIdentifier: GLOBAL_ID, DbClusterIdentifier: clusterArn(WEST) }),
    );
    expect(plane.operations).toEqual([
      { name: 'switchoverGlobal', body: target },
      { name: 'failoverGlobal', body: target },
      {
        name: 'failoverCluster',
        body: { region: EAST, clusterId: CLUSTER, targetInstanceId: 'aurora-us-east-1-2-test' },
      },
      { name: 'removeFromGlobal', body: target },
    ]);
  });

  test('a second role change while one runs is refused', async () => {
    await createGlobalDatabase(east, west);
    plane.state = {
      ...plane.state,
      globals: [
        {
          globalClusterId: GLOBAL_ID,
          status: 'switching-over',
          failoverState: undefined,
          endpoint: '',
          members: [{ region: EAST, clusterId: CLUSTER, isWriter: true }],
        },
      ],
    };
    await expect(
      east.send(
        new SwitchoverGlobalClusterCommand({
          GlobalClusterIdentifier: GLOBAL_ID,
          TargetDbClusterIdentifier: clusterArn(WEST),
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidGlobalClusterStateFault' });
  });

  test('password, reboot, deletion, snapshot and restores reach the servers', async () => {
    await createGlobalDatabase(east, west);
    plane.state = { ...plane.state, clusters: [reportedCluster({ status: 'available' })] };
    plane.operations.length = 0;
    const restored = { DBClusterIdentifier: 'restored', Engine: ENGINE };
    const pointInTime = { DBClusterIdentifier: 'restored-2', SourceDBClusterIdentifier: CLUSTER };
    await east.send(new ModifyDBClusterCommand({ DBClusterIdentifier: CLUSTER, MasterUserPassword: 'another-one' }));
    await east.send(
      new CreateDBClusterSnapshotCommand({ DBClusterIdentifier: CLUSTER, DBClusterSnapshotIdentifier: 'kept' }),
    );
    await east.send(new RestoreDBClusterFromSnapshotCommand({ ...restored, SnapshotIdentifier: 'kept' }));
    await east.send(
      new RestoreDBClusterToPointInTimeCommand({ ...pointInTime, RestoreToTime: new Date('2026-01-01T12:00:00Z') }),
    );
    await east.send(new RebootDBInstanceCommand({ DBInstanceIdentifier: 'aurora-us-east-1-1-test' }));
    await east.send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'aurora-us-east-1-1-test' }));
    expect(plane.operations).toEqual([
      { name: 'setMasterPassword', body: { region: EAST, clusterId: CLUSTER, password: 'another-one' } },
      { name: 'createSnapshot', body: { region: EAST, clusterId: CLUSTER, snapshotId: 'kept' } },
      { name: 'restoreFromSnapshot', body: { region: EAST, snapshotId: 'kept', clusterId: 'restored', port: 5432 } },
      {
        name: 'restoreToPointInTime',
        body: {
          region: EAST,
          sourceClusterId: CLUSTER,
          clusterId: 'restored-2',
          port: 5432,
          restoreToTime: '2026-01-01T12:00:00Z',
        },
      },
      { name: 'rebootInstance', body: { region: EAST, instanceId: 'aurora-us-east-1-1-test' } },
      { name: 'deleteInstance', body: { region: EAST, instanceId: 'aurora-us-east-1-1-test' } },
    ]);

    const outside = new RestoreDBClusterToPointInTimeCommand({
      ...pointInTime,
      DBClusterIdentifier: 'too-late',
      RestoreToTime: new Date('2026-01-03T00:00:00Z'),
    });
    await expect(east.send(outside)).rejects.toMatchObject({ name: 'InvalidRestoreFault' });
  });
});
