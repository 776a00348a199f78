import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { FailoverDBClusterCommand } from '@aws-sdk/client-rds';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ACCOUNT, startSandbox, type Sandbox } from '../../sandbox/start-sandbox';
import { dynamoDbControllerRecords } from '../../src/adapters/dynamodb-failover-records';
import { rdsGlobalDatabase } from '../../src/adapters/rds-global-database';
import { resourceNames } from '../../src/environment/names';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { REGIONS } from '../../src/environment/schema';
import type { FailoverRecord } from '../../src/ports/failover-record';
import { zipOf } from '../../tooling/functions/bundle';
import { createDatabase, emulatorClients } from '../../sandbox/aws-cluster';
import { createRestApi } from '../../sandbox/rest-api';

// The committed zips, deployed as functions into the networks of their regions, against real PostgreSQL servers with TLS: the
// controller of us-west-2, and the health endpoints of both regions that it asks under AWS's names.

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
const globalDatabase = () =>
  rdsGlobalDatabase({
    globalClusterId: NAMES.globalCluster,
    regions: [WEST, EAST],
    clientFor: emulatorClients(sandbox).rds,
  });

async function deploy(region: string, name: string, zip: string, variables: Readonly<Record<string, string>>) {
  await new LambdaClient(settings(region)).send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: `arn:aws:iam::${ACCOUNT}:role/test`,
      Timeout: 900,
      Code: { ZipFile: readFileSync(zipOf(zip)) },
      Environment: { Variables: { ...variables } },
    }),
  );
}

/** What the schedule does. */
async function startInvocation(): Promise<void> {
  const client = new LambdaClient(settings(WEST));
  await client.send(new InvokeCommand({ FunctionName: CONTROLLER, InvocationType: 'Event' }));
}

async function record(): Promise<FailoverRecord> {
  const records = dynamoDbControllerRecords({
    table: NAMES.failoverTable,
    globalClusterId: NAMES.globalCluster,
    clientFor: (region) => new DynamoDBClient(settings(region)),
  });
  const found = await records.of(WEST);
  if (found === undefined) throw new Error('there is no table');
  return found;
}

async function until(
  what: string,
  seconds: number,
  holds: (found: FailoverRecord) => boolean,
): Promise<FailoverRecord> {
  const giveUpAt = Date.now() + seconds * 1000;
  for (;;) {
    const found = await record();
    if (holds(found)) return found;
    if (Date.now() > giveUpAt) throw new Error(`never ${what}: ${JSON.stringify(found)}`);
    await delay(500);
  }
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'failover-controller-'));
  sandbox = await startSandbox({ stateDirectory: scratch, onProgress: () => undefined });
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

test('the zip is smaller than 3 MB', () => {
  expect(readFileSync(zipOf('failover-controller')).length).toBeLessThan(3 * 1024 * 1024);
});

describe('the deployed failover controller (H6, O3)', () => {
  test('arms itself once it sees the writer’s region alive by all paths', async () => {
    await startInvocation();
    const { armed, leaseOwner } = await until('armed', 60, (found) => found.armed !== undefined);
    expect(armed?.writerArn).toContain(`:${EAST}:`);
    expect(leaseOwner).not.toBe('');
  }, 90_000);

  test('does not take a failover inside the region for its loss', async () => {
    const client = emulatorClients(sandbox).rds(EAST);
    await client.send(new FailoverDBClusterCommand({ DBClusterIdentifier: NAMES.clusters[EAST] }));
    await delay(25_000);
    expect((await record()).episode).toBeUndefined();
    const { members } = await globalDatabase().describe();
    expect(members.find((member) => member.isWriter)?.region).toBe(EAST);
  }, 90_000);

  test('declares the loss of the region within 30 s, promotes its own and waits for a real write', async () => {
    // The first invocation ends within this test, and this one takes over.
    await startInvocation();
    await until('armed again', 60, ({ armed }) => armed !== undefined);
    await sandbox.dataPlane.killRegion(EAST);
    const lostAtMs = Date.now();
    const { episode } = await until('over', 150, (found) => found.episode?.stage === 'closed');
    expect(episode).toMatchObject({ lostRegion: EAST, targetRegion: WEST, outcome: 'failed-over', attempts: 1 });
    expect(episode?.steps.map(({ stage }) => stage)).toEqual([
      'declared',
      'promoting',
      'requested',
      'promoted',
      'closed',
    ]);
    const declaredAtMs = Date.parse(episode?.steps[0]?.at ?? '');
    expect(declaredAtMs - lostAtMs).toBeLessThanOrEqual(30_000);
    const { members } = await globalDatabase().describe();
    expect(members.find((member) => member.isWriter)?.region).toBe(WEST);
    // Recorded only once the topic has taken them.
    await until('told', 30, (found) => found.episode?.told.includes('closed:failed-over') === true);
  }, 240_000);

  test('stands down where its own region writes, and does nothing more', async () => {
    await startInvocation();
    sandbox.dataPlane.recoverRegion(EAST);
    await until('disarmed', 120, ({ armed, episode }) => armed === undefined && episode?.stage === 'closed');
    await sandbox.dataPlane.killRegion(EAST);
    await delay(30_000);
    const { episode } = await record();
    expect(episode?.steps).toHaveLength(5);
  }, 240_000);
});
