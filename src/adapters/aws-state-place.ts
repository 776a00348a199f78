import { createHash } from 'node:crypto';
import { DescribeTableCommand, ResourceNotFoundException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, NotFoundException, type KMSClient } from '@aws-sdk/client-kms';
import { GetObjectCommand, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { StatePlace } from '../ports/account-facts';
import { isS3ErrorOf, s3BucketFacts } from './s3-bucket-facts';

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
    bucket: () => s3BucketFacts(s3, Bucket),
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
        if (error instanceof NoSuchKey || isS3ErrorOf(error, 'NoSuchBucket')) return undefined;
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

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not chained: the parser's message quotes the text.
    return undefined;
  }
}
