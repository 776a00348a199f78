import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ACCOUNT, startSandbox, type Sandbox } from '../../sandbox/start-sandbox';
import { dynamoDbControllerRecords } from '../../src/adapters/dynamodb-failover-records';
import { dynamoDbRehearsalBoard } from '../../src/adapters/dynamodb-rehearsals';
import { httpFaultInjector } from '../../src/adapters/http-fault-injector';
import { pgSqlConnector } from '../../src/adapters/pg-sql-connector';
import { rdsGlobalDatabase } from '../../src/adapters/rds-global-database';
import { secretsManagerCredentials } from '../../src/adapters/secrets-manager-credentials';
import { parseSocksProxy } from '../../src/adapters/socks-socket';
import { systemClock } from '../../src/adapters/system-clock';
import { runDetectionDrill } from '../../src/drill/detection/detection-drill';
import { localProbe } from '../../src/drill/local-probe';
import { resourceNames } from '../../src/environment/names';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { REGIONS } from '../../src/environment/schema';
import type { FailoverRecord } from '../../src/ports/failover-record';
import { bundleFunction, zipFunction } from '../../tooling/functions/bundle';
import { createDatabase, emulatorClients } from '../../sandbox/aws-cluster';
import { MemoryLogger } from '../fakes/logger';
import { createRestApi } from '../../sandbox/rest-api';

// The controller and the health endpoints, built from the present sources and deployed into the networks of their regions; the fault hook of the
// sandbox; the drill as the action runs it.

const ENVIRONMENT = parseEnvironment(readFileSync('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml');
const NAMES = resourceNames(ENVIRONMENT);
const EAST = 'us-east-1';
const WEST = 'us-west-2';
const CONTROLLER = `lambda-failover-controller-${WEST}-sbx`;

let scratch: string;
let sandbox: Sandbox;

const settings = (region: string) => ({
  region,
  endpoint: sandbox.awsEndpoint,
  credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'sandbox' },
});
const table = () => ({
  table: NAMES.failoverTable,
  globalClusterId: NAMES.globalCluster,
  clientFor: (region: string) => new DynamoDBClient(settings(region)),
});
const globalDatabase = () =>
  rdsGlobalDatabase({
    globalClusterId: NAMES.globalCluster,
    regions: [WEST, EAST],
    clientFor: emulatorClients(sandbox).rds,
  });
const writerRegion = async () => (await globalDatabase().describe()).members.find(({ isWriter }) => isWriter)?.region;

async function deploy(region: string, name: string, source: string, variables: Readonly<Record<string, string>>) {
  await new LambdaClient(settings(region)).send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: `arn:aws:iam::${ACCOUNT}:role/test`,
      Timeout: 900,
      Code: { ZipFile: zipFunction(await bundleFunction(source)) },
      Environment: { Variables: { ...variables } },
    }),
  );
}

/** What the schedule does. */
async function startInvocation(): Promise<void> {
  await new LambdaClient(settings(WEST)).send(new InvokeCommand({ FunctionName: CONTROLLER, InvocationType: 'Event' }));
}

async function until(
  what: string,
  seconds: number,
  holds: (found: FailoverRecord) => boolean,
): Promise<FailoverRecord> {
  const giveUpAt = Date.now() + seconds * 1000;
  for (;;) {
    const found = await dynamoDbControllerRecords(table()).of(WEST);
    if (found !== undefined && holds(found)) return found;
    if (Date.now() > giveUpAt) throw new Error(`never ${what}: ${JSON.stringify(found)}`);
    await delay(250);
  }
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'detection-drill-'));
  sandbox = await startSandbox({
    stateDirectory: scratch,
    pythonDirectory: resolve('.sandbox'),
    onProgress: () => undefined,
  });
  const secretArn = await createDatabase(sandbox, ENVIRONMENT);
  const { members, endpoint } = await globalDatabase().describe();
  const memberOf = (region: string) => {
    const member = members.find((candidate) => candidate.region === region);
    if (member === undefined) throw new Error(`no member in ${region}`);
    return member;
  };
  const healthUrl: Record<string, string> = {};
  for (const region of REGIONS) {
    const name = `lambda-health-${region}-sbx`;
    await deploy(region, name, 'health', {
      DATABASE_HOST: memberOf(region).endpoint,
      DATABASE_READER_HOST: memberOf(region).readerEndpoint,
      DATABASE_PORT: '5432',
      DATABASE_NAME: ENVIRONMENT.database.name,
      DATABASE_SECRET_ARN: secretArn[region],
      REPLICATION_LAG_LIMIT_SECONDS: '60',
      CLUSTER_IDENTIFIER: memberOf(region).clusterId,
    });
    healthUrl[region] = `https://${await createRestApi(sandbox, region, name, 'writer')}/health/writer`;
  }
  await new DynamoDBClient(settings(WEST)).send(
    new CreateTableCommand({
      TableName: NAMES.failoverTable,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
  const topic = await new SNSClient(settings(WEST)).send(new CreateTopicCommand({ Name: 'sns-events-sbx' }));
  await deploy(WEST, CONTROLLER, 'failover-controller', {
    MODE: 'automatic',
    GLOBAL_CLUSTER_ID: NAMES.globalCluster,
    OWN_CLUSTER_ARN: memberOf(WEST).clusterArn,
    OWN_READER_HOST: memberOf(WEST).readerEndpoint,
    OWN_HEALTH_URL: healthUrl[WEST] ?? '',
    PEER_REGION: EAST,
    PEER_WRITER_HOST: memberOf(EAST).endpoint,
    PEER_READER_HOST: memberOf(EAST).readerEndpoint,
    PEER_HEALTH_URL: healthUrl[EAST] ?? '',
    WRITER_NAME: endpoint,
    DATABASE_PORT: '5432',
    DATABASE_SECRET_ARN: secretArn[WEST],
    TABLE: NAMES.failoverTable,
    TOPIC_ARN: topic.TopicArn ?? '',
    PROBE_INTERVAL_MS: '5000',
    PROBE_TIMEOUT_MS: '2000',
    FAILURE_THRESHOLD: '3',
    REPLICATION_LAG_LIMIT_SECONDS: '60',
    IN_REGION_GRACE_SECONDS: '60',
  });
}, 300_000);

afterAll(async () => {
  await sandbox.stop();
  rmSync(scratch, { recursive: true, force: true });
}, 180_000);

test('O3: the deployed controller declares within its time, promotes nothing, and is armed again', async () => {
  await startInvocation();
  const { endpoint } = await globalDatabase().describe();
  const sql = pgSqlConnector({
    ca: readFileSync(sandbox.dataPlane.caFile, 'utf8'),
    socksProxy: parseSocksProxy(sandbox.dataPlane.socksUrl),
    applicationName: 'detection-drill-test',
  });
  const credentials = secretsManagerCredentials({
    secretId: NAMES.secret,
    region: EAST,
    client: emulatorClients(sandbox).secrets(EAST),
    maskSecret: () => undefined,
  });
  const probe = localProbe({ sql, clock: systemClock, credentials, writerName: endpoint });
  // As the schedule does, before the first one ends.
  const next = setTimeout(() => void startInvocation(), 55_000);
  const result = await runDetectionDrill(
    {
      objectives: ENVIRONMENT.objectives,
      probe: { intervalMs: 200, timeoutMs: 2_000, baselineMs: 5_000 },
    },
    {
      clock: systemClock,
      logger: new MemoryLogger(),
      sql,
      credentials,
      globalDatabase: globalDatabase(),
      journal: { append: () => undefined },
      newRunId: randomUUID,
      probes: { in: () => probe },
      controllers: dynamoDbControllerRecords(table()),
      rehearsals: dynamoDbRehearsalBoard(table()),
      healthPath: httpFaultInjector(sandbox.dataPlane.faultHook),
    },
  );
  clearTimeout(next);
  expect(result).toMatchObject({ verdict: 'passed', reasons: [] });
  const { detectionMs, sinceRequestMs = 0, writes } = result.detection ?? {};
  expect(detectionMs).toBeGreaterThanOrEqual(10_000);
  expect(detectionMs).toBeLessThanOrEqual(30_000);
  expect(sinceRequestMs).toBeGreaterThan(detectionMs ?? Infinity);
  expect(writes?.ok).toBe(writes?.attempted);
  const { episode, armed } = await until(
    'told',
    30,
    (found) => found.episode?.told.includes('closed:rehearsed') === true,
  );
  expect(episode).toMatchObject({ outcome: 'rehearsed', attempts: 0, told: ['closed:rehearsed'] });
  expect(armed).toBeDefined();
  expect(await writerRegion()).toBe(EAST);
}, 240_000);

test('a real loss that outlasts a rehearsal is promoted away from', async () => {
  await startInvocation();
  const seen = await until('armed', 60, ({ armed }) => armed !== undefined);
  const board = dynamoDbRehearsalBoard(table());
  const endsAtMs = Date.now() + 35_000;
  const rehearsal = { id: randomUUID(), region: EAST, until: new Date(endsAtMs).toISOString() };
  let isAnnounced = await board.announce(WEST, rehearsal, seen);
  while (!isAnnounced) isAnnounced = await board.announce(WEST, rehearsal, await until('read', 5, () => true));
  await sandbox.dataPlane.killRegion(EAST);
  await until('rehearsed', 32, ({ episode }) => episode?.rehearsal === rehearsal.id);
  expect(await writerRegion()).toBe(EAST);
  const { episode } = await until('over', 120, (found) => found.episode?.outcome === 'failed-over');
  expect(Date.parse(episode?.steps[0]?.at ?? '')).toBeGreaterThanOrEqual(endsAtMs);
  expect(await writerRegion()).toBe(WEST);
}, 240_000);
