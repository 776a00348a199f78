import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { ACCOUNT, type Sandbox } from '../../../sandbox/start-sandbox';
import { dynamoDbRotationFreeze } from '../../../src/adapters/dynamodb-rotation-freeze';
import { pgSqlConnector } from '../../../src/adapters/pg-sql-connector';
import { parseSocksProxy } from '../../../src/adapters/socks-socket';
import { systemClock } from '../../../src/adapters/system-clock';
import { resourceNames } from '../../../src/environment/names';
import type { Environment } from '../../../src/environment/schema';
import type { SqlConnector } from '../../../src/ports/sql';
import { zipOf } from '../../../tooling/functions/bundle';
import { createDatabase } from '../../../sandbox/aws-cluster';

export const EAST = 'us-east-1';
export const WEST = 'us-west-2';
const TABLE = 'dynamodb-failover-test';
const textSchema = z.string().min(1);
const secretSchema = z.object({
  host: z.string(),
  port: z.number(),
  dbname: z.string(),
  username: z.string(),
  password: z.string(),
});
export type StoredSecret = z.infer<typeof secretSchema>;
export type SecretKind = 'master' | 'application';

/** Two clusters on real servers, both regions' secrets, and the rotation function deployed in each region, as Terraform does it. */
export class RotationStack {
  private readonly arns = new Map<string, string>();
  private readonly functions = new Map<string, string>();

  private constructor(
    readonly sandbox: Sandbox,
    readonly environment: Environment,
  ) {}

  static async create(sandbox: Sandbox, environment: Environment): Promise<RotationStack> {
    const stack = new RotationStack(sandbox, environment);
    await createDatabase(sandbox, environment);
    await stack.createSecrets();
    for (const region of [EAST, WEST]) {
      await new DynamoDBClient(stack.client(region)).send(
        new CreateTableCommand({
          TableName: TABLE,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        }),
      );
      await stack.deploy(region);
    }
    return stack;
  }

  /** How applications and tests connect: from inside the network, with TLS and full verification. */
  get connector(): SqlConnector {
    const socksProxy = parseSocksProxy(this.sandbox.dataPlane.socksUrl);
    const ca = readFileSync(this.sandbox.dataPlane.caFile, 'utf8');
    return pgSqlConnector({ ca, socksProxy, applicationName: 'rotation-test' });
  }

  get freeze() {
    return dynamoDbRotationFreeze({ table: TABLE, client: new DynamoDBClient(this.client(WEST)), clock: systemClock });
  }

  secrets(region: string): SecretsManagerClient {
    return new SecretsManagerClient(this.client(region));
  }

  arn(region: string, kind: SecretKind): string {
    return textSchema.parse(this.arns.get(`${region} ${kind}`));
  }

  /** What an application of the region reads. */
  async read(region: string, kind: SecretKind): Promise<StoredSecret> {
    const { SecretString } = await this.secrets(region).send(
      new GetSecretValueCommand({ SecretId: this.arn(region, kind) }),
    );
    return secretSchema.parse(JSON.parse(SecretString ?? ''));
  }

  async login(secret: StoredSecret): Promise<void> {
    const { host, port, dbname: database, username, password } = secret;
    const session = await this.connector.connect(
      { host, port, database, username, password, tlsServerName: host },
      5_000,
    );
    await session.close();
  }

  /** Has Secrets Manager rotate. @returns the new version */
  async begin(region: string, kind: SecretKind, versionId = crypto.randomUUID()): Promise<string> {
    await this.secrets(region).send(
      new RotateSecretCommand({
        SecretId: this.arn(region, kind),
        ClientRequestToken: versionId,
        RotationLambdaARN: textSchema.parse(this.functions.get(region)),
        RotationRules: { AutomaticallyAfterDays: 30 },
      }),
    );
    return versionId;
  }

  async labelsOf(region: string, kind: SecretKind, versionId: string): Promise<readonly string[]> {
    const { VersionIdsToStages } = await this.secrets(region).send(
      new DescribeSecretCommand({ SecretId: this.arn(region, kind) }),
    );
    return VersionIdsToStages?.[versionId] ?? [];
  }

  async untilCurrent(region: string, kind: SecretKind, versionId: string): Promise<void> {
    const giveUpAt = Date.now() + 40_000;
    while (!(await this.labelsOf(region, kind, versionId)).includes('AWSCURRENT')) {
      if (Date.now() > giveUpAt)
        throw new Error(`version ${versionId} of the ${kind} secret in ${region} never became current`);
      await delay(100);
    }
  }

  async rotate(region: string, kind: SecretKind): Promise<void> {
    await this.untilCurrent(region, kind, await this.begin(region, kind));
  }

  /** What an operator does about a rotation that cannot be finished; see docs/rotation.md. */
  async giveUp(region: string, kind: SecretKind, versionId: string): Promise<void> {
    await this.secrets(region).send(
      new UpdateSecretVersionStageCommand({
        SecretId: this.arn(region, kind),
        VersionStage: 'AWSPENDING',
        RemoveFromVersionId: versionId,
      }),
    );
  }

  /** The environment of the function, as terraform/modules/rotation sets it. */
  settings(region: string): Record<string, string> {
    const { clusters, globals } = this.sandbox.dataPlane.state();
    return {
      MASTER_SECRET_ARN: this.arn(region, 'master'),
      PEER_MASTER_SECRET_ARN: this.arn(region === EAST ? WEST : EAST, 'master'),
      APPLICATION_SECRET_ARN: this.arn(region, 'application'),
      APPLICATION_ROLE: 'application',
      READER_HOSTS: clusters.map(({ readerEndpoint }) => readerEndpoint).join(','),
      GLOBAL_CLUSTER_ID: textSchema.parse(globals[0]?.globalClusterId),
      FREEZE_TABLE: TABLE,
    };
  }

  private async createSecrets(): Promise<void> {
    const { secret: name } = resourceNames(this.environment);
    const master = async (region: string) => {
      const { SecretString, ARN } = await this.secrets(region).send(new GetSecretValueCommand({ SecretId: name }));
      this.arns.set(`${region} master`, textSchema.parse(ARN));
      return secretSchema.parse(JSON.parse(textSchema.parse(SecretString)));
    };
    await master(EAST);
    const { host, port, dbname } = await master(WEST);
    for (const region of [EAST, WEST]) {
      const username = `application_${region.replaceAll('-', '_')}_b`;
      const value = { engine: 'postgres', host, port, username, dbname, ssl: true };
      const created = await this.secrets(region).send(
        new CreateSecretCommand({ Name: 'secret-application-test', SecretString: JSON.stringify(value) }),
      );
      this.arns.set(`${region} application`, textSchema.parse(created.ARN));
    }
  }

  private async deploy(region: string): Promise<void> {
    const lambda = new LambdaClient(this.client(region));
    const FunctionName = `lambda-rotation-${region}-test`;
    const { FunctionArn } = await lambda.send(
      new CreateFunctionCommand({
        FunctionName,
        Runtime: 'nodejs22.x',
        Role: `arn:aws:iam::${ACCOUNT}:role/rotation`,
        Handler: 'index.handler',
        Timeout: 120,
        Code: { ZipFile: readFileSync(zipOf('rotation')) },
        Environment: { Variables: this.settings(region) },
      }),
    );
    this.functions.set(region, textSchema.parse(FunctionArn));
    await lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: 'SecretsManager',
        Action: 'lambda:InvokeFunction',
        Principal: 'secretsmanager.amazonaws.com',
        SourceAccount: ACCOUNT,
      }),
    );
  }

  private client(region: string) {
    return {
      region,
      endpoint: this.sandbox.awsEndpoint,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'sandbox' },
    };
  }
}
