import {
  CopyDBClusterSnapshotCommand,
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  DeleteDBClusterCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  RestoreDBClusterFromSnapshotCommand,
  RestoreDBClusterToPointInTimeCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { EAST, rdsClient, startTestEmulator } from './emulator-support/emulator-fixture';
import { ENGINE } from './emulator-support/global-database';

describe('snapshots and restores in memory', () => {
  let emulator: Emulator;
  let rds: RDSClient;

  beforeAll(async () => {
    emulator = await startTestEmulator();
    rds = rdsClient(emulator, EAST);
    await rds.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: 'source',
        Engine: ENGINE,
        EngineVersion: '15.10',
        MasterUsername: 'dr_admin',
        MasterUserPassword: 'a-test-password',
        DatabaseName: 'app',
        StorageEncrypted: true,
      }),
    );
  });

  afterAll(async () => {
    await emulator.stop();
  });

  const describeCluster = async (id: string) =>
    (await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: id }))).DBClusters?.[0];

  test('a restored cluster has the credentials and database of its source, and no instances', async () => {
    await rds.send(
      new RestoreDBClusterToPointInTimeCommand({
        DBClusterIdentifier: 'restored',
        SourceDBClusterIdentifier: 'source',
        UseLatestRestorableTime: true,
      }),
    );
    expect(await describeCluster('restored')).toMatchObject({
      Status: 'available',
      MasterUsername: 'dr_admin',
      DatabaseName: 'app',
      EngineVersion: '15.10',
      StorageEncrypted: true,
      DBClusterMembers: [],
      Endpoint: 'restored.cluster-sandbox00000.us-east-1.rds.amazonaws.com',
    });
  });

  test('a moment before the restorable window is refused', async () => {
    await expect(
      rds.send(
        new RestoreDBClusterToPointInTimeCommand({
          DBClusterIdentifier: 'too-early',
          SourceDBClusterIdentifier: 'source',
          RestoreToTime: new Date('2000-01-01T00:00:00Z'),
        }),
      ),
    ).rejects.toMatchObject({ name: 'InvalidRestoreFault' });
  });

  test('one of the two ways to name the moment is needed', async () => {
    const both = { UseLatestRestorableTime: true, RestoreToTime: new Date() };
    for (const moment of [{}, both]) {
      await expect(
        rds.send(
          new RestoreDBClusterToPointInTimeCommand({
            DBClusterIdentifier: 'ambiguous',
            SourceDBClusterIdentifier: 'source',
            ...moment,
          }),
        ),
      ).rejects.toMatchObject({ name: 'InvalidParameterCombination' });
    }
  });

  test('a snapshot is copied and restored', async () => {
    await rds.send(
      new CreateDBClusterSnapshotCommand({ DBClusterIdentifier: 'source', DBClusterSnapshotIdentifier: 'first' }),
    );
    await rds.send(
      new CopyDBClusterSnapshotCommand({
        SourceDBClusterSnapshotIdentifier: 'first',
        TargetDBClusterSnapshotIdentifier: 'second',
      }),
    );
    await rds.send(
      new RestoreDBClusterFromSnapshotCommand({
        DBClusterIdentifier: 'from-snapshot',
        SnapshotIdentifier: 'second',
        Engine: ENGINE,
      }),
    );
    expect(await describeCluster('from-snapshot')).toMatchObject({ MasterUsername: 'dr_admin', DatabaseName: 'app' });
    await expect(
      rds.send(
        new RestoreDBClusterFromSnapshotCommand({
          DBClusterIdentifier: 'nothing',
          SnapshotIdentifier: 'missing',
          Engine: ENGINE,
        }),
      ),
    ).rejects.toMatchObject({ name: 'DBClusterSnapshotNotFoundFault' });
  });

  test('the final snapshot of a deleted cluster stays', async () => {
    await rds.send(new CreateDBClusterCommand({ DBClusterIdentifier: 'short-lived', Engine: ENGINE }));
    await rds.send(
      new DeleteDBClusterCommand({ DBClusterIdentifier: 'short-lived', FinalDBSnapshotIdentifier: 'the-last' }),
    );
    const { DBClusterSnapshots } = await rds.send(
      new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: 'the-last' }),
    );
    expect(DBClusterSnapshots).toMatchObject([{ DBClusterIdentifier: 'short-lived', Status: 'available' }]);
  });
});
