import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateDBClusterParameterGroupCommand,
  CreateDBParameterGroupCommand,
  DeleteDBInstanceCommand,
  ModifyDBClusterCommand,
  ModifyDBClusterParameterGroupCommand,
  ModifyDBInstanceCommand,
  ModifyDBParameterGroupCommand,
} from '@aws-sdk/client-rds';
import { CreateSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ACCOUNT, startSandbox, type Sandbox } from '../../../sandbox/start-sandbox';
import { cloudWatchAlarms } from '../../../src/adapters/cloudwatch-alarms';
import { dynamoDbControllerRecords, dynamoDbFailoverRecords } from '../../../src/adapters/dynamodb-failover-records';
import { dynamoDbRotationFreeze } from '../../../src/adapters/dynamodb-rotation-freeze';
import { pgSqlConnector } from '../../../src/adapters/pg-sql-connector';
import { rdsDatabaseSettings } from '../../../src/adapters/rds-database-settings';
import { rdsGlobalDatabase } from '../../../src/adapters/rds-global-database';
import { secretsManagerCredentials } from '../../../src/adapters/secrets-manager-credentials';
import { secretsManagerVersions } from '../../../src/adapters/secrets-manager-versions';
import { parseSocksProxy } from '../../../src/adapters/socks-socket';
import { systemClock } from '../../../src/adapters/system-clock';
import { localProbe } from '../../../src/drill/local-probe';
import { GUARDS } from '../../../src/drill/preflight/guard';
import type { PreflightPorts } from '../../../src/drill/preflight/ports';
import type { PreflightRequest } from '../../../src/drill/preflight/request';
import { runPreflight } from '../../../src/drill/preflight/run-preflight';
import { resourceNames } from '../../../src/environment/names';
import { parseEnvironment } from '../../../src/environment/parse-environment';
import { REGIONS, type Region } from '../../../src/environment/schema';
import { createDatabase, emulatorClients } from '../../../sandbox/aws-cluster';
import { MemoryLogger } from '../../fakes/logger';

// A preflight against real servers and the real API of the emulator: first all is well, then it is broken for real.

const ENVIRONMENT = parseEnvironment(readFileSync('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml');
const NAMES = resourceNames(ENVIRONMENT);
const SUFFIX = ENVIRONMENT.environmentSuffix;
const GROUPS = {
  cluster: `parameters-cluster-aurora-postgresql15-${SUFFIX}`,
  instance: `parameters-instance-${SUFFIX}`,
};
/** As many as `createDatabase` makes. */
const INSTANCES: Readonly<Record<string, readonly string[]>> = {
  'us-east-1': NAMES.instances['us-east-1'].slice(0, 2),
  'us-west-2': NAMES.instances['us-west-2'].slice(0, 2),
};

let scratch: string;
let sandbox: Sandbox;

const settings = (region: string) => ({
  region,
  endpoint: sandbox.awsEndpoint,
  credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'sandbox' },
});
const clients = () => emulatorClients(sandbox);
const cloudWatch = (region: string) => new CloudWatchClient(settings(region));

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'preflight-'));
  sandbox = await startSandbox({
    stateDirectory: scratch,
    pythonDirectory: resolve('.sandbox'),
    onProgress: () => undefined,
  });
  await createDatabase(sandbox, ENVIRONMENT);
  for (const region of REGIONS) await surround(region);
}, 180_000);

afterAll(async () => {
  await sandbox.stop();
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

/** What Terraform makes around a region's database, as far as a preflight looks at it. */
async function surround(region: Region): Promise<void> {
  const rds = clients().rds(region);
  const family = { DBParameterGroupFamily: 'aurora-postgresql15', Description: 'test' };
  await rds.send(new CreateDBClusterParameterGroupCommand({ DBClusterParameterGroupName: GROUPS.cluster, ...family }));
  await rds.send(new CreateDBParameterGroupCommand({ DBParameterGroupName: GROUPS.instance, ...family }));
  await setForceSsl(region, '1');
  await rds.send(
    new ModifyDBParameterGroupCommand({
      DBParameterGroupName: GROUPS.instance,
      Parameters: [{ ParameterName: 'pg_stat_statements.track', ParameterValue: 'all', ApplyMethod: 'immediate' }],
    }),
  );
  await rds.send(
    new ModifyDBClusterCommand({
      DBClusterIdentifier: NAMES.clusters[region],
      DBClusterParameterGroupName: GROUPS.cluster,
      ApplyImmediately: true,
    }),
  );
  for (const id of INSTANCES[region] ?? []) {
    await rds.send(
      new ModifyDBInstanceCommand({
        DBInstanceIdentifier: id,
        DBParameterGroupName: GROUPS.instance,
        ApplyImmediately: true,
      }),
    );
  }
  await clients()
    .secrets(region)
    .send(new CreateSecretCommand({ Name: NAMES.applicationSecret, SecretString: 'not-a-secret' }));
  await clients()
    .dynamoDb(region)
    .send(
      new CreateTableCommand({
        TableName: NAMES.failoverTable,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
  await putAlarms(region);
}

/** As terraform/modules/replication does. */
async function putAlarms(region: Region): Promise<void> {
  const common = {
    Period: 60,
    EvaluationPeriods: 2,
    Statistic: 'Maximum',
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  } as const;
  const put = (name: string, Namespace: string, MetricName: string, dimension: string) =>
    cloudWatch(region).send(
      new PutMetricAlarmCommand({
        ...common,
        AlarmName: name,
        Namespace,
        MetricName,
        Dimensions: [{ Name: dimension, Value: NAMES.clusters[region] }],
      }),
    );
  const lag = `alarm-rpo-lag-${region}-${SUFFIX}`;
  const writes = `alarm-state-writes-${region}-${SUFFIX}`;
  await put(lag, 'AWS/RDS', 'AuroraGlobalDBRPOLag', 'DBClusterIdentifier');
  await put(writes, 'DisasterRecovery', 'Writable', 'Cluster');
  await put(`alarm-engine-${region}-${SUFFIX}`, 'AWS/RDS', 'EngineUptime', 'DBClusterIdentifier');
  await put(`alarm-engine-${region}-elsewhere`, 'AWS/RDS', 'EngineUptime', 'DBClusterIdentifier');
  await cloudWatch(region).send(
    new PutCompositeAlarmCommand({
      AlarmName: `alarm-lag-no-data-${region}-${SUFFIX}`,
      AlarmRule: `INSUFFICIENT_DATA("${lag}") AND NOT ALARM("${writes}")`,
    }),
  );
}

async function setForceSsl(region: Region, value: string): Promise<void> {
  await clients()
    .rds(region)
    .send(
      new ModifyDBClusterParameterGroupCommand({
        DBClusterParameterGroupName: GROUPS.cluster,
        Parameters: [{ ParameterName: 'rds.force_ssl', ParameterValue: value, ApplyMethod: 'immediate' }],
      }),
    );
}

function ports(): PreflightPorts {
  const sql = pgSqlConnector({
    ca: readFileSync(sandbox.dataPlane.caFile, 'utf8'),
    socksProxy: parseSocksProxy(sandbox.dataPlane.socksUrl),
    applicationName: 'preflight-test',
  });
  const probeIn = (region: string) =>
    localProbe({
      sql,
      clock: systemClock,
      credentials: secretsManagerCredentials({
        secretId: NAMES.secret,
        region,
        client: clients().secrets(region),
        maskSecret: () => undefined,
      }),
      // The name of the customer's zone is Terraform's to make; the global endpoint serves as well.
      writerName: sandbox.dataPlane.state().globals[0]?.endpoint ?? '',
    });
  return {
    clock: systemClock,
    logger: new MemoryLogger(),
    globalDatabase: rdsGlobalDatabase({
      globalClusterId: NAMES.globalCluster,
      regions: ['us-west-2', 'us-east-1'],
      clientFor: clients().rds,
    }),
    controllers: dynamoDbControllerRecords({
      table: NAMES.failoverTable,
      globalClusterId: NAMES.globalCluster,
      clientFor: clients().dynamoDb,
    }),
    settings: rdsDatabaseSettings(clients().rds),
    alarms: cloudWatchAlarms({ environmentSuffix: SUFFIX, regions: REGIONS, clientFor: cloudWatch }),
    secrets: REGIONS.flatMap((region) =>
      [NAMES.secret, NAMES.applicationSecret].map((secretArn) => ({
        region,
        secret: secretsManagerVersions({ secretArn, client: clients().secrets(region) }),
      })),
    ),
    freezes: REGIONS.map((region) => ({ region, freeze: freezeOf(region) })),
    drillState: { lastDrill: () => Promise.resolve({ state: 'none', detail: '' }) },
    probes: { in: probeIn },
    newRunId: randomUUID,
  };
}

function freezeOf(region: Region) {
  return dynamoDbRotationFreeze({
    table: NAMES.failoverTable,
    client: clients().dynamoDb(region),
    clock: systemClock,
  });
}

function request(): PreflightRequest {
  return {
    trigger: 'schedule',
    lease: { holder: 'this test', isHeld: () => true },
    window: { text: 'the whole week', startMinute: 0, lengthMinutes: 7 * 24 * 60 },
    freezes: [],
    instances: INSTANCES,
    availabilityZones: 1,
    maxLagSeconds: 2,
    plan: { outcome: 'no-op', at: new Date().toISOString() },
    probe: { intervalMs: 100, timeoutMs: 2_000 },
  };
}

test('of a database in order passes', async () => {
  const results = await runPreflight('switchover', request(), ports());
  expect(results.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
  expect(results.map(({ guard }) => guard)).toEqual(GUARDS);
  const value = Object.fromEntries(results.map((result) => [result.guard, result.value]));
  expect(value['parameter-parity']).toBe('2 parameters set, the same in us-east-1 and us-west-2, all in effect');
  expect(value['alarms']).toBe(`none; alarm-state-writes-us-east-1-${SUFFIX} only says who writes`);
  expect(value['replication-lag']).toMatch(/^us-west-2: (?:[01]\.\d s(?:, )?){5}$/);
  expect(value['probe']).toMatch(
    /^\d{2} of \d{2} writes acknowledged in 3\.\d s; logged in at the readers of us-east-1 and us-west-2$/,
  );
}, 60_000);

test('tells everything that is wrong at once', async () => {
  await setForceSsl('us-west-2', '0');
  for (const name of [`alarm-engine-us-west-2-${SUFFIX}`, 'alarm-engine-us-east-1-elsewhere']) {
    const region = name.includes('us-west-2') ? 'us-west-2' : 'us-east-1';
    await cloudWatch(region).send(
      new SetAlarmStateCommand({ AlarmName: name, StateValue: 'ALARM', StateReason: 'set by a test' }),
    );
  }
  await clients()
    .secrets('us-east-1')
    .send(
      new PutSecretValueCommand({
        SecretId: NAMES.applicationSecret,
        SecretString: 'another',
        VersionStages: ['AWSPENDING'],
      }),
    );
  await freezeOf('us-west-2').freeze('us-west-2 is being promoted', new Date(Date.now() + 60_000));
  await declareDown();
  await clients()
    .rds('us-west-2')
    .send(new DeleteDBInstanceCommand({ DBInstanceIdentifier: INSTANCES['us-west-2']?.[1] ?? '' }));
  for (const { server } of sandbox.dataPlane.world
    .cluster('us-west-2', NAMES.clusters['us-west-2'])
    .instances.values()) {
    await server.query('SELECT pg_wal_replay_pause()');
  }

  const results = await runPreflight('switchover', request(), ports());
  const stopping = results.filter(({ outcome }) => outcome !== 'passed');
  expect(Object.fromEntries(stopping.map(({ guard, outcome, value }) => [guard, `${outcome}: ${value}`]))).toEqual({
    'move-in-progress': 'refused: the controller of us-west-2 has declared us-east-1 down (stage declared)',
    instances: `refused: ${INSTANCES['us-west-2']?.[1] ?? ''} is missing`,
    'parameter-parity': 'refused: rds.force_ssl is 1 in us-east-1 and 0 in us-west-2',
    'replication-lag': expect.stringMatching(/^refused: us-west-2: .*, [3-9]\.\d s$/),
    rotation:
      `refused: ${NAMES.applicationSecret} in us-east-1 is being rotated, or its rotation is stuck; ` +
      'rotation is frozen in us-west-2: us-west-2 is being promoted',
    alarms: `refused: alarm-engine-us-west-2-${SUFFIX} in us-west-2 (set by a test)`,
  });
}, 60_000);

/** As the controller of the west would write it. */
async function declareDown(): Promise<void> {
  const records = dynamoDbFailoverRecords({
    table: NAMES.failoverTable,
    globalClusterId: NAMES.globalCluster,
    client: clients().dynamoDb('us-west-2'),
  });
  const record = await records.read();
  await records.replace({
    ...record,
    version: record.version + 1,
    episode: {
      id: randomUUID(),
      lostRegion: 'us-east-1',
      targetRegion: 'us-west-2',
      stage: 'declared',
      outcome: undefined,
      reasons: ['a test'],
      armedAgeMs: undefined,
      downForMs: 0,
      refusals: [],
      attempts: 0,
      told: [],
      steps: [],
    },
  });
}
