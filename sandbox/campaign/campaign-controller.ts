import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { dynamoDbControllerRecords } from '../../src/adapters/dynamodb-failover-records';
import { rdsGlobalDatabase } from '../../src/adapters/rds-global-database';
import { resourceNames } from '../../src/environment/names';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { REGIONS, type Region } from '../../src/environment/schema';
import { emulatorClients } from '../aws-cluster';
import { FunctionProcess } from '../function-process';
import { createRestApi } from '../rest-api';
import { zipOf } from '../../tooling/functions/bundle';
import { ACCOUNT, type Sandbox } from '../start-sandbox';

const ENVIRONMENT = parseEnvironment(readFileSync('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml');
const NAMES = resourceNames(ENVIRONMENT);
const WEST = 'us-west-2';
const EAST = 'us-east-1';
const ARMED_LIMIT_MS = 90_000;

/** The deployed failover controller of the region that is not the writer's home: the committed zip, in a process that can be killed. */
export class CampaignController {
  private process: FunctionProcess | undefined;
  private settings: Readonly<Record<string, string>> | undefined;

  constructor(
    private readonly sandbox: Sandbox,
    private readonly secretArn: Readonly<Record<Region, string>>,
  ) {}

  /** Starts it as its schedule would, and returns at once. */
  async start(): Promise<void> {
    const settings = (this.settings ??= await this.deploy());
    this.process = await FunctionProcess.start(
      'failover-controller',
      WEST,
      settings,
      this.sandbox.dataPlane.functionNetwork,
    );
    this.process.invoke({}).catch(() => undefined);
  }

  async untilArmed(): Promise<void> {
    const records = dynamoDbControllerRecords({
      table: NAMES.failoverTable,
      globalClusterId: NAMES.globalCluster,
      clientFor: emulatorClients(this.sandbox).dynamoDb,
    });
    const giveUpAtMs = performance.now() + ARMED_LIMIT_MS;
    while ((await records.of(WEST))?.armed === undefined) {
      if (performance.now() > giveUpAtMs)
        throw new Error(`the controller was never armed: ${this.process?.output.slice(-20).join('') ?? ''}`);
      await delay(500);
    }
  }

  /** `kill -9`. @returns whether there was one */
  async kill(): Promise<boolean> {
    const running = this.process;
    this.process = undefined;
    await running?.stop();
    return running !== undefined;
  }

  /** Makes its record what it was before the first failover. */
  async forget(): Promise<void> {
    if (this.settings === undefined) return;
    await emulatorClients(this.sandbox)
      .dynamoDb(WEST)
      .send(
        new DeleteItemCommand({
          TableName: NAMES.failoverTable,
          Key: { id: { S: `controller#${NAMES.globalCluster}` } },
        }),
      );
  }

  /** The health endpoints that it asks, and its topic. @returns what terraform/modules/failover_controller gives to the function */
  private async deploy(): Promise<Readonly<Record<string, string>>> {
    const clients = emulatorClients(this.sandbox);
    const at = (region: string) => ({
      region,
      endpoint: this.sandbox.awsEndpoint,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'sandbox' },
    });
    const { members, endpoint } = await rdsGlobalDatabase({
      globalClusterId: NAMES.globalCluster,
      regions: [WEST, EAST],
      clientFor: clients.rds,
    }).describe();
    const memberOf = (region: string) => {
      const member = members.find((candidate) => candidate.region === region);
      if (member === undefined) throw new Error(`no member in ${region}`);
      return member;
    };
    const healthUrl: Record<string, string> = {};
    for (const region of REGIONS) {
      const { endpoint: host, readerEndpoint, clusterId } = memberOf(region);
      const name = `lambda-health-${region}-sbx`;
      await new LambdaClient(at(region)).send(
        new CreateFunctionCommand({
          FunctionName: name,
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Role: `arn:aws:iam::${ACCOUNT}:role/test`,
          Timeout: 900,
          Code: { ZipFile: readFileSync(zipOf('health')) },
          Environment: {
            Variables: {
              DATABASE_HOST: host,
              DATABASE_READER_HOST: readerEndpoint,
              DATABASE_PORT: '5432',
              DATABASE_NAME: ENVIRONMENT.database.name,
              DATABASE_SECRET_ARN: this.secretArn[region],
              REPLICATION_LAG_LIMIT_SECONDS: '60',
              CLUSTER_IDENTIFIER: clusterId,
            },
          },
        }),
      );
      healthUrl[region] = `https://${await createRestApi(this.sandbox, region, name, 'writer')}/health/writer`;
    }
    const topic = await new SNSClient(at(WEST)).send(new CreateTopicCommand({ Name: 'sns-events-sbx' }));
    return {
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
      DATABASE_SECRET_ARN: this.secretArn[WEST],
      TABLE: NAMES.failoverTable,
      TOPIC_ARN: topic.TopicArn ?? '',
      PROBE_INTERVAL_MS: '2000',
      PROBE_TIMEOUT_MS: '1500',
      FAILURE_THRESHOLD: '2',
      REPLICATION_LAG_LIMIT_SECONDS: '60',
      IN_REGION_GRACE_SECONDS: '60',
    };
  }
}
