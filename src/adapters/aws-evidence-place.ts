import { DescribeKeyCommand, NotFoundException, type KMSClient } from '@aws-sdk/client-kms';
import { GetObjectLockConfigurationCommand, type DefaultRetention, type S3Client } from '@aws-sdk/client-s3';
import type { EvidencePlace, ObjectLockFacts } from '../ports/account-facts';
import { orWithout, s3BucketFacts } from './s3-bucket-facts';

export interface AwsEvidencePlaceOptions {
  readonly bucket: string;
  /** With `alias/`. */
  readonly keyAlias: string;
  /** Of the state's region; it has to follow a bucket to another region. */
  readonly s3: S3Client;
  readonly kms: KMSClient;
}

/**
 * The bucket for evidence and the key that signs it, as AWS tells them; nothing is changed.
 *
 * Needs what `s3BucketFacts` does, s3:GetBucketObjectLockConfiguration and kms:DescribeKey.
 */
export function awsEvidencePlace({ bucket: Bucket, keyAlias, s3, kms }: AwsEvidencePlaceOptions): EvidencePlace {
  return {
    async bucket() {
      const facts = await s3BucketFacts(s3, Bucket);
      return facts === undefined ? undefined : { ...facts, objectLock: await objectLock(s3, Bucket) };
    },
    async signingKey() {
      try {
        const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyAlias }));
        return {
          isEnabled: KeyMetadata?.Enabled === true,
          spec: KeyMetadata?.KeySpec,
          usage: KeyMetadata?.KeyUsage,
        };
      } catch (error) {
        if (error instanceof NotFoundException) return undefined;
        throw error;
      }
    },
  };
}

async function objectLock(s3: S3Client, Bucket: string): Promise<ObjectLockFacts | undefined> {
  const answer = await orWithout(
    'ObjectLockConfigurationNotFoundError',
    s3.send(new GetObjectLockConfigurationCommand({ Bucket })),
  );
  const { ObjectLockEnabled, Rule } = answer?.ObjectLockConfiguration ?? {};
  if (ObjectLockEnabled !== 'Enabled') return undefined;
  return { defaultRetention: Rule?.DefaultRetention && retentionOf(Rule.DefaultRetention) };
}

/** S3 has either days or years. */
function retentionOf({ Mode, Days, Years }: DefaultRetention): ObjectLockFacts['defaultRetention'] {
  const count = Days ?? Years;
  if (Mode === undefined || count === undefined) return undefined;
  return { mode: Mode, period: { count, unit: Days === undefined ? 'year' : 'day' } };
}
