import { KMSClient, SignCommand, type SignCommandInput } from '@aws-sdk/client-kms';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { WEST } from '../../sandbox/emulator-support/emulator-fixture';
import type { Credentials } from './enforced-account';
import type { Forbidden, ForbiddenCall } from './forbidden';

const Bucket = 's3-evidence-123456789012-sbx';
const Key = 'evidence/sandbox/00000001.json';

const s3 = (endpoint: string, credentials: Credentials) =>
  new S3Client({ endpoint, region: WEST, credentials, maxAttempts: 1, forcePathStyle: true });

const read: ForbiddenCall = (...who) => s3(...who).send(new GetObjectCommand({ Bucket, Key }));
const add =
  (key: string): ForbiddenCall =>
  (...who) =>
    s3(...who).send(new PutObjectCommand({ Bucket, Key: key, Body: 'x', IfNoneMatch: '*' }));
const remove: ForbiddenCall = (...who) => s3(...who).send(new DeleteObjectCommand({ Bucket, Key }));
const shorten: ForbiddenCall = (...who) =>
  s3(...who).send(
    new PutObjectRetentionCommand({
      Bucket,
      Key,
      Retention: { Mode: 'GOVERNANCE', RetainUntilDate: new Date('2026-11-23T00:00:00Z') },
      BypassGovernanceRetention: true,
    }),
  );
const lockNoMore: ForbiddenCall = (...who) =>
  s3(...who).send(
    new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } }),
  );
const openPolicy: ForbiddenCall = (...who) =>
  s3(...who).send(new PutBucketPolicyCommand({ Bucket, Policy: '{"Version":"2012-10-17","Statement":[]}' }));
const sign =
  (how: Pick<SignCommandInput, 'MessageType'>): ForbiddenCall =>
  (endpoint, credentials) =>
    new KMSClient({ endpoint, region: WEST, credentials, maxAttempts: 1 }).send(
      new SignCommand({
        KeyId: 'alias/kms-evidence-sbx',
        Message: Buffer.alloc(32),
        SigningAlgorithm: 'ECDSA_SHA_256',
        ...how,
      }),
    );

/** Evidence would be worth nothing if one of these were allowed. */
export const FORBIDDEN_WITH_EVIDENCE: readonly Forbidden[] = [
  ['iam-plan-sbx', 'read evidence', read],
  ['iam-plan-sbx', 'add evidence', add('evidence/sandbox/00000009.json')],
  ['iam-plan-sbx', 'sign evidence', sign({ MessageType: 'DIGEST' })],
  ['iam-apply-sbx', 'read evidence', read],
  ['iam-apply-sbx', 'add evidence', add('evidence/sandbox/00000009.json')],
  ['iam-apply-sbx', 'remove evidence', remove],
  ['iam-apply-sbx', 'open the bucket of evidence', openPolicy],
  ['iam-apply-sbx', 'sign evidence', sign({ MessageType: 'DIGEST' })],
  ['iam-drill-sbx', 'add evidence to another environment', add('evidence/production/00000001.json')],
  ['iam-drill-sbx', 'remove evidence', remove],
  ['iam-drill-sbx', 'shorten how long evidence is locked', shorten],
  ['iam-drill-sbx', 'stop the bucket from locking evidence', lockNoMore],
  ['iam-drill-sbx', 'open the bucket of evidence', openPolicy],
  ['iam-drill-sbx', 'sign something else than a digest', sign({ MessageType: 'RAW' })],
];
