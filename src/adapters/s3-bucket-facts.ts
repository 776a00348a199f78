import {
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  NoSuchBucket,
  S3ServiceException,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { BucketFacts } from '../ports/account-facts';

/**
 * How a bucket is set up. `undefined`: there is none.
 *
 * Needs s3:GetBucketLocation, s3:GetBucketVersioning, s3:GetEncryptionConfiguration and s3:GetBucketPublicAccessBlock.
 */
export async function s3BucketFacts(s3: S3Client, Bucket: string): Promise<BucketFacts | undefined> {
  try {
    const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket }));
    const [versioning, encryption, access] = await Promise.all([
      s3.send(new GetBucketVersioningCommand({ Bucket })),
      orWithout('ServerSideEncryptionConfigurationNotFoundError', s3.send(new GetBucketEncryptionCommand({ Bucket }))),
      orWithout('NoSuchPublicAccessBlockConfiguration', s3.send(new GetPublicAccessBlockCommand({ Bucket }))),
    ]);
    const [rule] = encryption?.ServerSideEncryptionConfiguration?.Rules ?? [];
    const block = access?.PublicAccessBlockConfiguration;
    return {
      // The oldest region has no name here.
      region: LocationConstraint ?? 'us-east-1',
      isVersioned: versioning.Status === 'Enabled',
      encryption: rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm,
      blocksPublicAccess:
        block?.BlockPublicAcls === true &&
        block.BlockPublicPolicy === true &&
        block.IgnorePublicAcls === true &&
        block.RestrictPublicBuckets === true,
    };
  } catch (error) {
    if (isS3ErrorOf(error, 'NoSuchBucket') || error instanceof NoSuchBucket) return undefined;
    throw error;
  }
}

/** S3 answers with an error where a setting was never made. */
export async function orWithout<T>(name: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isS3ErrorOf(error, name)) return undefined;
    throw error;
  }
}

export function isS3ErrorOf(error: unknown, name: string): boolean {
  return error instanceof S3ServiceException && error.name === name;
}
