import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBClusterSnapshotsCommand,
  type RDSClient,
} from '@aws-sdk/client-rds';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { rdsReaper } from '../../src/adapters/rds-reaper';
import { systemClock } from '../../src/adapters/system-clock';
import { reap } from '../../src/drill/recovery/reap';
import { NotTemporaryError } from '../../src/ports/temporary-resources';
import { MemoryDrillState } from '../fakes/memory-drill-state';
import { MemoryLogger } from '../fakes/logger';
import { EAST, rdsClient, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';

const TEMPORARY = 'aurora-restore-drill-test';
const OURS = 'aurora-us-east-1-test';
let emulator: Emulator;
let clients: Record<string, RDSClient>;

const clientFor = (region: string) => {
  const client = clients[region];
  if (client === undefined) throw new RangeError(`no client for ${region}`);
  return client;
};
const tags = (environment: string | undefined) =>
  environment === undefined ? {} : { Tags: [{ Key: 'dr-drill', Value: environment }] };

async function makeCluster(region: string, id: string, environment: string | undefined): Promise<void> {
  const Engine = 'aurora-postgresql';
  await clientFor(region).send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: id,
      Engine,
      MasterUsername: 'dr_admin',
      MasterUserPassword: 'Not-A-Secret-1!',
      ...tags(environment),
    }),
  );
  await clientFor(region).send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: `${id}-1`,
      DBClusterIdentifier: id,
      DBInstanceClass: 'db.r6g.large',
      Engine,
      ...tags(environment),
    }),
  );
}

async function makeSnapshot(
  region: string,
  id: string,
  cluster: string,
  environment: string | undefined,
): Promise<void> {
  await clientFor(region).send(
    new CreateDBClusterSnapshotCommand({
      DBClusterSnapshotIdentifier: id,
      DBClusterIdentifier: cluster,
      ...tags(environment),
    }),
  );
}

const reaper = () =>
  rdsReaper({
    environment: 'sandbox',
    regions: [EAST, WEST],
    clusterIds: [OURS, 'aurora-us-west-2-test'],
    clientFor,
    clock: systemClock,
    deadlineMs: 30_000,
    pollIntervalMs: 100,
  });

const clustersIn = async (region: string) =>
  ((await clientFor(region).send(new DescribeDBClustersCommand({}))).DBClusters ?? []).map(
    ({ DBClusterIdentifier }) => DBClusterIdentifier,
  );
const snapshotsIn = async (region: string) =>
  ((await clientFor(region).send(new DescribeDBClusterSnapshotsCommand({}))).DBClusterSnapshots ?? []).map(
    ({ DBClusterSnapshotIdentifier }) => DBClusterSnapshotIdentifier,
  );

beforeAll(async () => {
  emulator = await startTestEmulator();
  clients = { [EAST]: rdsClient(emulator, EAST), [WEST]: rdsClient(emulator, WEST) };
  await makeCluster(EAST, OURS, undefined);
}, 120_000);

afterAll(async () => {
  for (const client of Object.values(clients)) client.destroy();
  await emulator.stop();
});

test('what drills made is found in both regions by its tag, and removed with its instances after six hours', async () => {
  await makeCluster(EAST, TEMPORARY, 'sandbox');
  await makeCluster(WEST, TEMPORARY, 'another');
  await makeSnapshot(EAST, TEMPORARY, OURS, 'sandbox');
  await makeSnapshot(EAST, 'a-person-made-this', OURS, undefined);
  const temporary = reaper();
  expect((await temporary.list()).map(({ kind, region, id }) => `${kind} ${id} in ${region}`).sort()).toEqual([
    'cluster aurora-restore-drill-test in us-east-1',
    'instance aurora-restore-drill-test-1 in us-east-1',
    'snapshot aurora-restore-drill-test in us-east-1',
  ]);
  const ports = { temporary, store: new MemoryDrillState(), logger: new MemoryLogger() };
  const request = { environment: 'sandbox', names: [TEMPORARY] };
  const soon = await reap(request, ports, new Date());
  expect(soon.removed).toEqual([]);
  expect(soon.left).toHaveLength(3);
  const later = await reap(request, ports, new Date(Date.now() + 6.1 * 3_600_000));
  expect(later.removed.map((sentence) => sentence.replace(/, made at .*/, ''))).toEqual([
    'the cluster aurora-restore-drill-test in us-east-1',
    'the instance aurora-restore-drill-test-1 in us-east-1',
    'the snapshot aurora-restore-drill-test in us-east-1',
  ]);
  expect(later.left).toEqual([]);
  expect(await temporary.list()).toEqual([]);
  expect(await clustersIn(EAST)).toEqual([OURS]);
  expect(await clustersIn(WEST)).toEqual([TEMPORARY]);
  expect(await snapshotsIn(EAST)).toEqual(['a-person-made-this']);
}, 60_000);

test.each<['cluster' | 'instance' | 'snapshot', string, string, RegExp]>([
  ['cluster', WEST, TEMPORARY, /the cluster aurora-restore-drill-test in us-west-2 .* its tag dr-drill names another/],
  ['cluster', EAST, OURS, /its tag dr-drill is missing, so no drill of sandbox has made it/],
  ['instance', EAST, `${OURS}-1`, /its tag dr-drill is missing/],
  ['snapshot', EAST, 'a-person-made-this', /its tag dr-drill is missing/],
])('a %s in %s that is called %s is not removed: the tag decides', async (kind, region, id, message) => {
  const removing = reaper().remove({ kind, region, id });
  await expect(removing).rejects.toThrow(NotTemporaryError);
  await expect(removing).rejects.toThrow(message);
});

test('what is still being made is removed as soon as RDS lets it', async () => {
  await makeCluster(EAST, TEMPORARY, 'sandbox');
  let refused = 0;
  const impatient = clientFor(EAST);
  impatient.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (commandName !== 'DeleteDBInstanceCommand' || refused++ >= 2) return next(args);
        throw Object.assign(new Error('Instance is in creating state'), { name: 'InvalidDBInstanceState' });
      },
    { step: 'initialize', name: 'creating' },
  );
  await reaper().remove({ kind: 'cluster', region: EAST, id: TEMPORARY });
  impatient.middlewareStack.remove('creating');
  expect(refused).toBe(3);
  expect(await clustersIn(EAST)).toEqual([OURS]);
});

test('removing what is gone is harmless', async () => {
  for (const kind of ['cluster', 'instance', 'snapshot'] as const) {
    await reaper().remove({ kind, region: EAST, id: 'never-was-there' });
  }
});

test('the snapshot that Aurora took before it overwrote a region is copied once, under a name that Aurora does not remove', async () => {
  const name = 'rds:unplanned-global-failover-aurora-us-east-1-test-2026-03-01-12-00-00';
  await makeSnapshot(EAST, name, OURS, undefined);
  const temporary = reaper();
  const found = await temporary.unplannedFailoverSnapshots();
  expect(found).toEqual([{ region: EAST, id: name, clusterId: OURS }]);
  for (const snapshot of [...found, ...found]) {
    expect(await temporary.keep(snapshot)).toBe('unplanned-global-failover-aurora-us-east-1-test-2026-03-01-12-00-00');
  }
  expect(await snapshotsIn(EAST)).toEqual(
    expect.arrayContaining([name, 'unplanned-global-failover-aurora-us-east-1-test-2026-03-01-12-00-00']),
  );
});
