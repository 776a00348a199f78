import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DecryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UpdateAliasCommand,
  DescribeKeyCommand,
} from '@aws-sdk/client-kms';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ACCOUNT, WEST } from '../../sandbox/emulator-support/emulator-fixture';
import type { Credentials } from './enforced-account';
import type { Forbidden, ForbiddenCall } from './forbidden';

const BUCKET = 's3-tfstate-sbx-123456789012';
const ALIAS = 'alias/kms-plans-sbx';
const PLAN = 'plans/sandbox/7/1111111111111111111111111111111111111111.sealed';
const OURS = { environment: 'sandbox' };

const s3 = (endpoint: string, credentials: Credentials) =>
  new S3Client({ endpoint, region: WEST, credentials, maxAttempts: 1, forcePathStyle: true });
const kms = (endpoint: string, credentials: Credentials) =>
  new KMSClient({ endpoint, region: WEST, credentials, maxAttempts: 1 });

const get =
  (key: string): ForbiddenCall =>
  (...who) =>
    s3(...who).send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
const put =
  (key: string): ForbiddenCall =>
  (...who) =>
    s3(...who).send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: 'x' }));
const makeKey =
  (context: Record<string, string>): ForbiddenCall =>
  (...who) =>
    kms(...who).send(new GenerateDataKeyCommand({ KeyId: ALIAS, KeySpec: 'AES_256', EncryptionContext: context }));
/** Opens a key that the owner of the account has made for this context. */
const openKey =
  (context: Record<string, string>): ForbiddenCall =>
  async (endpoint, credentials) => {
    const { CiphertextBlob } = await owner(endpoint).send(
      new GenerateDataKeyCommand({ KeyId: ALIAS, KeySpec: 'AES_256', EncryptionContext: context }),
    );
    return kms(endpoint, credentials).send(
      new DecryptCommand({ KeyId: ALIAS, CiphertextBlob, EncryptionContext: context }),
    );
  };
const owner = (endpoint: string) =>
  new KMSClient({ endpoint, region: WEST, credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'not-a-secret' } });
const keyId = async (endpoint: string) =>
  (await owner(endpoint).send(new DescribeKeyCommand({ KeyId: ALIAS }))).KeyMetadata?.KeyId ?? '';
const adoptKey: ForbiddenCall = async (endpoint, credentials) =>
  kms(endpoint, credentials).send(
    new TagResourceCommand({
      KeyId: await keyId(endpoint),
      Tags: [{ TagKey: 'environmentSuffix', TagValue: 'sbx' }],
    }),
  );
const removeKey: ForbiddenCall = async (endpoint, credentials) =>
  kms(endpoint, credentials).send(new ScheduleKeyDeletionCommand({ KeyId: await keyId(endpoint) }));
const turnAlias: ForbiddenCall = async (endpoint, credentials) =>
  kms(endpoint, credentials).send(new UpdateAliasCommand({ AliasName: ALIAS, TargetKeyId: await keyId(endpoint) }));
const lockItem =
  (id: string): ForbiddenCall =>
  (endpoint, credentials) =>
    new DynamoDBClient({ endpoint, region: WEST, credentials, maxAttempts: 1 }).send(
      new PutItemCommand({ TableName: 'dynamodb-tflock-sbx', Item: { LockID: { S: id } } }),
    );

/** Calls that would let somebody read, forge or lose what goes from one job to a later one. */
export const FORBIDDEN_WITH_PLANS: readonly Forbidden[] = [
  ['iam-plan-sbx', 'get a sealed plan', get(PLAN)],
  ['iam-plan-sbx', 'open the key of a sealed plan', openKey(OURS)],
  ['iam-plan-sbx', 'put a plan for another environment', put(PLAN.replace('sandbox', 'production'))],
  ['iam-plan-sbx', 'make a key for another environment', makeKey({ environment: 'production' })],
  ['iam-plan-sbx', 'make a key for no environment', makeKey({})],
  ['iam-plan-sbx', 'write that something was applied', put('applies/sandbox/1.json')],
  ['iam-plan-sbx', 'write that a drill has passed', put('drills/sandbox/failover.json')],
  ['iam-plan-sbx', 'read what another environment remembers', get('drills/production/failover.json')],
  ['iam-plan-sbx', 'take the lease', lockItem('lease/sandbox')],
  ['iam-plan-sbx', 'write how far a drill has come', lockItem('drill/sandbox')],
  ['iam-apply-sbx', 'put a sealed plan', put(PLAN)],
  ['iam-apply-sbx', 'make a key for a sealed plan', makeKey(OURS)],
  ['iam-apply-sbx', 'get the plan of another environment', get(PLAN.replace('sandbox', 'production'))],
  ['iam-apply-sbx', 'open the key of another environment', openKey({ environment: 'production' })],
  ['iam-apply-sbx', 'make the key of sealed plans its own', adoptKey],
  ['iam-apply-sbx', 'delete the key of sealed plans', removeKey],
  ['iam-apply-sbx', 'turn the name of that key to another', turnAlias],
  ['iam-apply-sbx', 'write that a drill has passed', put('drills/sandbox/failover.json')],
  ['iam-apply-sbx', 'take the lease of another environment', lockItem('lease/production')],
  ['iam-drill-sbx', 'get a sealed plan', get(PLAN)],
  ['iam-drill-sbx', 'put a sealed plan', put(PLAN)],
  ['iam-drill-sbx', 'open the key of a sealed plan', openKey(OURS)],
  ['iam-drill-sbx', 'write that something was applied', put('applies/sandbox/1.json')],
  ['iam-drill-sbx', 'write what another environment remembers', put('drills/production/failover.json')],
  ['iam-drill-sbx', 'take the lock of Terraform', lockItem(`${BUCKET}/sandbox/terraform.tfstate`)],
];
