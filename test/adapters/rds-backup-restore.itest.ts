import {
  CreateDBClusterCommand,
  CreateDBClusterParameterGroupCommand,
  CreateDBInstanceCommand,
  CreateDBParameterGroupCommand,
  CreateDBSubnetGroupCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { rdsBackupRestore, type RdsBackupRestoreOptions } from '../../src/adapters/rds-backup-restore';
import { systemClock } from '../../src/adapters/system-clock';
import type { BackupRestore } from '../../src/ports/restore';
import {
  EAST,
  elements,
  query,
  rdsClient,
  startTestEmulator,
  WEST,
} from '../sandbox/emulator-support/emulator-fixture';
import { ENGINE } from '../sandbox/emulator-support/global-database';

// What the adapter asks of the API, and reads from it: two clusters in two regions, each with a network, parameters and a key of its own.

const ID = 'aurora-restore-drill-t';
const clusterOf = (region: string) => `aurora-${region}-t`;
const keyOf = (region: string) => `arn:aws:kms:${region}:000000000000:key/0000-${region}`;

let emulator: Emulator;
let backups: BackupRestore;

const ec2 = (region: string, action: string) =>
  query(emulator, 'ec2', region, { Action: action, Version: '2016-11-15' });

const options = (): RdsBackupRestoreOptions => ({
  clientFor: (region) => rdsClient(emulator, region),
  clock: systemClock,
  source: { region: EAST, clusterId: clusterOf(EAST) },
  other: { region: WEST, clusterId: clusterOf(WEST) },
  tags: { 'dr-drill': 't' },
  deadlineMs: 30_000,
  pollIntervalMs: 50,
});

beforeAll(async () => {
  emulator = await startTestEmulator();
  for (const region of [EAST, WEST]) {
    const rds = rdsClient(emulator, region);
    await rds.send(
      new CreateDBSubnetGroupCommand({
        DBSubnetGroupName: 'subnets-t',
        DBSubnetGroupDescription: 'test',
        SubnetIds: elements(await ec2(region, 'DescribeSubnets'), 'subnetId'),
      }),
    );
    const group = { DBParameterGroupFamily: 'aurora-postgresql15', Description: 'test' };
    await rds.send(
      new CreateDBClusterParameterGroupCommand({
        DBClusterParameterGroupName: `parameters-cluster-${region}`,
        ...group,
      }),
    );
    await rds.send(
      new CreateDBParameterGroupCommand({ DBParameterGroupName: `parameters-instance-${region}`, ...group }),
    );
    await rds.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: clusterOf(region),
        Engine: ENGINE,
        EngineVersion: '15.10',
        Port: 5433,
        MasterUsername: 'dr_admin',
        MasterUserPassword: 'a-test-password',
        StorageEncrypted: true,
        KmsKeyId: keyOf(region),
        DBSubnetGroupName: 'subnets-t',
        VpcSecurityGroupIds: [`sg-2-${region}`, `sg-1-${region}`],
        DBClusterParameterGroupName: `parameters-cluster-${region}`,
      }),
    );
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: `${clusterOf(region)}-1`,
        DBClusterIdentifier: clusterOf(region),
        DBInstanceClass: 'db.r6g.large',
        DBParameterGroupName: `parameters-instance-${region}`,
        Engine: ENGINE,
      }),
    );
  }
  backups = rdsBackupRestore(options());
}, 120_000);

afterAll(async () => {
  await emulator.stop();
});

const expectedSettings = (region: string) => ({
  subnetGroup: 'subnets-t',
  securityGroups: [`sg-1-${region}`, `sg-2-${region}`],
  clusterParameters: `parameters-cluster-${region}`,
  instanceParameters: `parameters-instance-${region}`,
  key: keyOf(region),
  engineVersion: '15.10',
  port: 5433,
  instanceClass: 'db.r6g.large',
  isPublic: false,
});

test('a point in time is restored beside the writer, as the original is', async () => {
  const { latest } = await backups.restoreWindow();
  expect(await backups.restoreToPointInTime(ID, latest)).toMatchObject({ clusterId: ID, region: EAST, port: 5433 });
  expect(await backups.originalSettings(EAST)).toEqual(expectedSettings(EAST));
  expect(await backups.restoredSettings(EAST, ID)).toEqual(expectedSettings(EAST));
});

test('a snapshot is copied with the key of the other region, and restored there as our cluster there is', async () => {
  await backups.requestSnapshot(ID);
  await backups.snapshotTaken(ID);
  await backups.copySnapshot(ID);
  const { DBClusterSnapshots } = await rdsClient(emulator, WEST).send(
    new DescribeDBClusterSnapshotsCommand({ DBClusterSnapshotIdentifier: ID }),
  );
  expect(DBClusterSnapshots).toMatchObject([
    {
      KmsKeyId: keyOf(WEST),
      TagList: [{ Key: 'dr-drill', Value: 't' }],
      DBClusterSnapshotArn: expect.stringContaining(WEST),
    },
  ]);
  expect(await backups.restoreSnapshot(ID, ID)).toMatchObject({ clusterId: ID, region: WEST, port: 5433 });
  expect(await backups.restoredSettings(WEST, ID)).toEqual(expectedSettings(WEST));
});

test('everything temporary carries the tag', async () => {
  for (const region of [EAST, WEST]) {
    const rds = rdsClient(emulator, region);
    const { DBClusters } = await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: ID }));
    const { DBInstances } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: `${ID}-1` }));
    expect(DBClusters?.[0]?.TagList).toEqual([{ Key: 'dr-drill', Value: 't' }]);
    expect(DBInstances?.[0]?.TagList).toEqual([{ Key: 'dr-drill', Value: 't' }]);
  }
});

test('settings that differ are read as they are', async () => {
  await rdsClient(emulator, WEST).send(
    new ModifyDBClusterCommand({ DBClusterIdentifier: ID, VpcSecurityGroupIds: ['sg-default'] }),
  );
  expect((await backups.restoredSettings(WEST, ID)).securityGroups).toEqual(['sg-default']);
});

test('removal leaves nothing, and may be repeated; our own clusters stay', async () => {
  // The second time finds nothing.
  for (const region of [EAST, WEST, EAST, WEST]) {
    await backups.remove(region, ID);
    await backups.removeSnapshot(region, ID);
  }
  for (const region of [EAST, WEST]) {
    const rds = rdsClient(emulator, region);
    expect((await rds.send(new DescribeDBClusterSnapshotsCommand({}))).DBClusterSnapshots).toEqual([]);
    const { DBClusters } = await rds.send(new DescribeDBClustersCommand({}));
    expect(DBClusters?.map(({ DBClusterIdentifier }) => DBClusterIdentifier)).toEqual([clusterOf(region)]);
  }
});

test('what is still being made is deleted as soon as that is possible; any other refusal is told', async () => {
  await backups.requestSnapshot(ID);
  let refusals: readonly string[] = ['InvalidDBClusterSnapshotStateFault', 'InvalidDBClusterSnapshotStateFault'];
  const refusing = rdsBackupRestore({
    ...options(),
    clientFor: (region) => {
      const client = rdsClient(emulator, region);
      client.middlewareStack.add((next, context) => async (args) => {
        const [name, ...others] = refusals;
        if (context.commandName !== 'DeleteDBClusterSnapshotCommand' || name === undefined) return next(args);
        refusals = others;
        throw Object.assign(new Error('not now'), { name });
      });
      return client;
    },
  });
  await refusing.removeSnapshot(EAST, ID);
  expect(refusals).toEqual([]);
  await backups.requestSnapshot(ID);
  refusals = ['AccessDenied'];
  await expect(refusing.removeSnapshot(EAST, ID)).rejects.toThrow('not now');
  await backups.removeSnapshot(EAST, ID);
});

test('what is not there is named', async () => {
  await expect(backups.copySnapshot(ID)).rejects.toThrow(`there is no snapshot ${ID} in ${EAST} to copy`);
  await expect(backups.restoredSettings(WEST, ID)).rejects.toThrow(
    `restored cluster ${ID} in ${WEST} is not there any more`,
  );
  await expect(backups.originalSettings('eu-west-1')).rejects.toThrow('there is no cluster of ours in eu-west-1');
});
