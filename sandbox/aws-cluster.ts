import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  CreateGlobalClusterCommand,
  DescribeDBInstancesCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { resourceNames } from '../src/environment/names';
import type { Environment, Region } from '../src/environment/schema';
import { ACCOUNT, type Sandbox } from './start-sandbox';

const PASSWORD = 'Drill-Test-Passw0rd!-of-the-sandbox';

/** Clients for the emulator, as the adapters expect them. */
export function emulatorClients(sandbox: Sandbox) {
  const settings = (region: string) => ({
    region,
    endpoint: sandbox.awsEndpoint,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'sandbox' },
  });
  const rds = new Map<string, RDSClient>();
  return {
    rds: (region: string): RDSClient => {
      const client = rds.get(region) ?? new RDSClient(settings(region));
      rds.set(region, client);
      return client;
    },
    secrets: (region: string) => new SecretsManagerClient(settings(region)),
    s3: (region: string) => new S3Client({ ...settings(region), forcePathStyle: true }),
    dynamoDb: (region: string) => new DynamoDBClient(settings(region)),
  };
}

/** The state bucket, where drills are remembered, and the lock table, where their lease is; as terraform/bootstrap makes them. */
export async function createStatePlace(sandbox: Sandbox, { state }: Environment): Promise<void> {
  const clients = emulatorClients(sandbox);
  await clients.s3(state.region).send(new CreateBucketCommand({ Bucket: state.bucket }));
  await clients.dynamoDb(state.region).send(
    new CreateTableCommand({
      TableName: state.lockTable,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'LockID', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'LockID', KeyType: 'HASH' }],
    }),
  );
}

/**
 * The database of an environment through the RDS API, without Terraform and its waiting: two clusters, of two instances unless a drill's
 * preflight wants to see all three, and a secret in each region.
 *
 * @returns the ARN of each region's secret
 */
export async function createDatabase(
  sandbox: Sandbox,
  environment: Environment,
  instancesPerRegion = 2,
): Promise<Record<Region, string>> {
  const clients = emulatorClients(sandbox);
  const names = resourceNames(environment);
  const { database } = environment;
  const created = await clients.rds('us-east-1').send(
    new CreateGlobalClusterCommand({
      GlobalClusterIdentifier: names.globalCluster,
      Engine: 'aurora-postgresql',
      EngineVersion: database.engineVersion,
    }),
  );
  for (const region of ['us-east-1', 'us-west-2'] as const) {
    const isFirst = region === 'us-east-1';
    await clients.rds(region).send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: names.clusters[region],
        GlobalClusterIdentifier: names.globalCluster,
        Engine: 'aurora-postgresql',
        EngineVersion: database.engineVersion,
        Port: 5432,
        ...(isFirst
          ? { MasterUsername: database.masterUsername, MasterUserPassword: PASSWORD, DatabaseName: database.name }
          : {}),
      }),
    );
    for (const [index, instance] of names.instances[region].slice(0, instancesPerRegion).entries()) {
      await clients.rds(region).send(
        new CreateDBInstanceCommand({
          DBInstanceIdentifier: instance,
          DBClusterIdentifier: names.clusters[region],
          DBInstanceClass: database.instanceClass,
          Engine: 'aurora-postgresql',
          AvailabilityZone: environment.regions[region].availabilityZones[index],
        }),
      );
    }
    for (;;) {
      const { DBInstances } = await clients.rds(region).send(new DescribeDBInstancesCommand({}));
      if (DBInstances?.every((instance) => instance.DBInstanceStatus === 'available') === true) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  const createSecret = async (region: Region): Promise<string> => {
    const { ARN } = await clients.secrets(region).send(
      new CreateSecretCommand({
        Name: names.secret,
        SecretString: JSON.stringify({
          host: created.GlobalCluster?.Endpoint,
          port: 5432,
          username: database.masterUsername,
          password: PASSWORD,
          dbname: database.name,
        }),
      }),
    );
    return ARN ?? '';
  };
  return { 'us-east-1': await createSecret('us-east-1'), 'us-west-2': await createSecret('us-west-2') };
}
