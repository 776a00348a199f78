import { createHash } from 'node:crypto';
import { DescribeTableCommand, ResourceNotFoundException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, NotFoundException, type KMSClient } from '@aws-sdk/client-kms';
import {
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  NoSuchBucket,
  NoSuchKey,
  S3ServiceException,
  type S3Client,
} from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { StatePlace } from '../ports/account-facts';

/** The state cannot be understood. The message holds none of it: a state can hold secrets. */
export class StateFormatError extends Error {
  override readonly name = 'StateFormatError';
}

export interface AwsStatePlaceOptions {
  readonly bucket: string;
  /** Key of the state. */
  readonly key: string;
  readonly lockTable: string;
  /** Of the state's region; the one of S3 has to follow a bucket to another region. */
  readonly s3: S3Client;
  readonly dynamoDb: DynamoDBClient;
  readonly kms: KMSClient;
}

const stateSchema = z.object({ terraform_version: z.string(), lineage: z.string(), serial: z.number().int() });

/** Bucket, lock table and key, as AWS tells them; nothing is changed. */
export function awsStatePlace({ bucket: Bucket, key, lockTable, s3, dynamoDb, kms }: AwsStatePlaceOptions): StatePlace {
  return {
    async bucket() {
      try {
        const { LocationConstraint } = await s3.send(new GetBucketLocationCommand({ Bucket }));
        const [versioning, encryption, access] = await Promise.all([
          s3.send(new GetBucketVersioningCommand({ Bucket })),
          orWithout(
            'ServerSideEncryptionConfigurationNotFoundError',
            s3.send(new GetBucketEncryptionCommand({ Bucket })),
          ),
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
        if (isCalled(error, 'NoSuchBucket') || error instanceof NoSuchBucket) return undefined;
        throw error;
      }
    },
    async state() {
      try {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key }));
        const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
        const state = stateSchema.safeParse(json(Buffer.from(bytes).toString('utf8')));
        if (!state.success)
          throw new StateFormatError(`${key} in ${Bucket} is no state of Terraform; look at its versions`);
        const { terraform_version: terraformVersion, lineage, serial } = state.data;
        return { terraformVersion, lineage, serial, md5: createHash('md5').update(bytes).digest('hex') };
      } catch (error) {
        if (error instanceof NoSuchKey || isCalled(error, 'NoSuchBucket')) return undefined;
        throw error;
      }
    },
    async lockTable() {
      try {
        const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName: lockTable }));
        const hash = Table?.KeySchema?.find(({ KeyType }) => KeyType === 'HASH');
        return { key: hash?.AttributeName ?? '', status: Table?.TableStatus ?? 'unknown' };
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async key(alias) {
      try {
        const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
        return { isEnabled: KeyMetadata?.Enabled === true };
      } catch (error) {
        if (error instanceof NotFoundException) return undefined;
        throw error;
      }
    },
  };
}

/** S3 answers with an error where a setting was never made. */
async function orWithout<T>(name: string, answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isCalled(error, name)) return undefined;
    throw error;
  }
}

function isCalled(error: unknown, name: string): boolean {
  return error instanceof S3ServiceException && error.name === name;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not chained: the parser's message quotes the text.
    return undefined;
  }
}
