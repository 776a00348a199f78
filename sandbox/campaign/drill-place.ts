import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateDBClusterParameterGroupCommand,
  CreateDBParameterGroupCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
} from '@aws-sdk/client-rds';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { evidenceNames, resourceNames } from '../../src/environment/names';
import { REGIONS, type Environment } from '../../src/environment/schema';
import { emulatorClients } from '../aws-cluster';
import { ACCOUNT, type Sandbox } from '../start-sandbox';

/**
 * What a drill looks at and writes to beyond the database, through the APIs, without Terraform and its waiting: parameter groups, the secret of the applications, the table of the
 * failover controllers, and the place of the evidence.
 */
export async function createDrillPlace(sandbox: Sandbox, environment: Environment): Promise<void> {
  const clients = emulatorClients(sandbox);
  const names = resourceNames(environment);
  for (const region of REGIONS) {
    const rds = clients.rds(region);
    const family = { DBParameterGroupFamily: 'aurora-postgresql15', Description: 'of the sandbox' };
    const { DBClusters = [] } = await rds.send(new DescribeDBClustersCommand({}));
    const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({}));
    const ofClusters = DBClusters.flatMap(({ DBClusterParameterGroup: name }) => (name === undefined ? [] : [name]));
    const ofInstances = DBInstances.flatMap(({ DBParameterGroups = [] }) =>
      DBParameterGroups.flatMap(({ DBParameterGroupName: name }) => (name === undefined ? [] : [name])),
    );
    // The emulator names the groups that RDS has by itself, and does not have them.
    for (const name of new Set(ofClusters))
      await rds.send(new CreateDBClusterParameterGroupCommand({ ...family, DBClusterParameterGroupName: name }));
    for (const name of new Set(ofInstances))
      await rds.send(new CreateDBParameterGroupCommand({ ...family, DBParameterGroupName: name }));
    // Of the failover controller; it says whether rotation is frozen, too.
    await clients.dynamoDb(region).send(
      new CreateTableCommand({
        TableName: names.failoverTable,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    );
    await clients
      .secrets(region)
      .send(new CreateSecretCommand({ Name: names.applicationSecret, SecretString: '{"username":"nobody"}' }));
  }
  const { bucket, keyAlias } = evidenceNames(environment);
  const { region } = environment.state;
  await clients.s3(region).send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
  const kms = new KMSClient({
    region,
    endpoint: sandbox.awsEndpoint,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'sandbox' },
  });
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }));
  await kms.send(new CreateAliasCommand({ AliasName: keyAlias, TargetKeyId: KeyMetadata?.KeyId }));
  kms.destroy();
}
