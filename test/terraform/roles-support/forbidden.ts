import {
  CreateDBInstanceCommand,
  DeleteDBClusterCommand,
  DeleteDBClusterSnapshotCommand,
  DeleteDBInstanceCommand,
  ModifyDBClusterCommand,
  RDSClient,
  RemoveFromGlobalClusterCommand,
  RestoreDBClusterToPointInTimeCommand,
} from '@aws-sdk/client-rds';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { EAST, WEST } from '../../sandbox/emulator-support/emulator-fixture';
import type { Credentials } from './enforced-account';

export type ForbiddenCall = (endpoint: string, credentials: Credentials) => Promise<unknown>;

const rds = (endpoint: string, credentials: Credentials) =>
  new RDSClient({ endpoint, region: EAST, credentials, maxAttempts: 1 });
const secrets = (endpoint: string, credentials: Credentials) =>
  new SecretsManagerClient({ endpoint, region: WEST, credentials, maxAttempts: 1 });
const s3 = (endpoint: string, credentials: Credentials) =>
  new S3Client({ endpoint, region: WEST, credentials, maxAttempts: 1, forcePathStyle: true });

const STATE = { Bucket: 's3-tfstate-sbx-123456789012', Key: 'sandbox/terraform.tfstate' };
const CLUSTER = 'aurora-us-east-1-sbx';

const deleteCluster: ForbiddenCall = (...who) =>
  rds(...who).send(new DeleteDBClusterCommand({ DBClusterIdentifier: CLUSTER, SkipFinalSnapshot: true }));
const deleteInstance: ForbiddenCall = (...who) =>
  rds(...who).send(
    new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'aurora-us-east-1-1-sbx', SkipFinalSnapshot: true }),
  );
const setPassword: ForbiddenCall = (...who) =>
  rds(...who).send(
    new ModifyDBClusterCommand({ DBClusterIdentifier: CLUSTER, MasterUserPassword: 'not-a-password-1' }),
  );
const tearApart: ForbiddenCall = (...who) =>
  rds(...who).send(
    new RemoveFromGlobalClusterCommand({
      GlobalClusterIdentifier: 'aurora-global-sbx',
      DbClusterIdentifier: `arn:aws:rds:${WEST}:123456789012:cluster:aurora-${WEST}-sbx`,
    }),
  );
const addInstance: ForbiddenCall = (...who) =>
  rds(...who).send(
    new CreateDBInstanceCommand({
      DBInstanceIdentifier: 'aurora-us-east-1-9-sbx',
      DBClusterIdentifier: CLUSTER,
      DBInstanceClass: 'db.r6g.large',
      Engine: 'aurora-postgresql',
    }),
  );
const restoreElsewhere: ForbiddenCall = (...who) =>
  rds(...who).send(
    new RestoreDBClusterToPointInTimeCommand({
      DBClusterIdentifier: 'my-own-copy',
      SourceDBClusterIdentifier: CLUSTER,
      UseLatestRestorableTime: true,
    }),
  );
const deleteBackup: ForbiddenCall = (...who) =>
  rds(...who).send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: 'the-last-snapshot-sbx' }));
const readApplicationSecret: ForbiddenCall = (...who) =>
  secrets(...who).send(new GetSecretValueCommand({ SecretId: 'secret-application-sbx' }));
const writeSecret: ForbiddenCall = (...who) =>
  secrets(...who).send(new PutSecretValueCommand({ SecretId: 'secret-database-sbx', SecretString: '{}' }));
const readForeignSecret: ForbiddenCall = (...who) =>
  secrets(...who).send(new GetSecretValueCommand({ SecretId: 'somebody-elses' }));
const writeState: ForbiddenCall = (...who) => s3(...who).send(new PutObjectCommand({ ...STATE, Body: '{}' }));
const writeOtherState: ForbiddenCall = (...who) =>
  s3(...who).send(new PutObjectCommand({ ...STATE, Key: 'production/terraform.tfstate', Body: '{}' }));
const listState: ForbiddenCall = (...who) => s3(...who).send(new ListObjectsV2Command({ Bucket: STATE.Bucket }));

/** A role that must be refused, what it would do, and the call. */
export type Forbidden = readonly [
  role: 'iam-plan-sbx' | 'iam-apply-sbx' | 'iam-drill-sbx',
  what: string,
  call: ForbiddenCall,
];

/** Calls that would do harm. */
export const FORBIDDEN: readonly Forbidden[] = [
  ['iam-plan-sbx', 'write the state', writeState],
  ['iam-plan-sbx', 'delete a cluster', deleteCluster],
  ['iam-plan-sbx', 'set the password', setPassword],
  ['iam-plan-sbx', 'write a secret', writeSecret],
  ['iam-plan-sbx', "read somebody else's secret", readForeignSecret],
  ['iam-apply-sbx', 'write the state of another environment', writeOtherState],
  ['iam-apply-sbx', "read somebody else's secret", readForeignSecret],
  ['iam-apply-sbx', 'copy the database out of its names', restoreElsewhere],
  ['iam-drill-sbx', 'delete a cluster that is not its own', deleteCluster],
  ['iam-drill-sbx', 'delete an instance that is not its own', deleteInstance],
  ['iam-drill-sbx', 'add an instance to a cluster that is not its own', addInstance],
  ['iam-drill-sbx', 'set the password', setPassword],
  ['iam-drill-sbx', 'take a cluster out of the global database', tearApart],
  ['iam-drill-sbx', 'restore into another cluster than its own', restoreElsewhere],
  ['iam-drill-sbx', 'delete a snapshot that is not its own', deleteBackup],
  ['iam-drill-sbx', 'read the secret of the applications', readApplicationSecret],
  ['iam-drill-sbx', 'write a secret', writeSecret],
  ['iam-drill-sbx', 'look into the state', listState],
];
