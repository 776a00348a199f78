import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3ServiceException, type S3Client } from '@aws-sdk/client-s3';
import type { ObjectStore } from '../ports/object-store';
import { listKeys } from './s3-keys';

export interface S3ObjectStoreOptions {
  readonly bucket: string;
  /** Of the bucket's region. */
  readonly client: S3Client;
}

/** The object store cannot be used; the message names the bucket and the key. */
export class ObjectStoreError extends Error {
  override readonly name = 'ObjectStoreError';
}

/**
 * Objects of a bucket. S3 reads and lists what was written before, since 2020, and with `If-None-Match: *` it writes only what is not
 * there yet. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 *
 * Needs s3:GetObject, s3:PutObject and s3:ListBucket: without the last, S3 says "forbidden" of an object that does not exist.
 */
export function s3ObjectStore({ bucket, client }: S3ObjectStoreOptions): ObjectStore {
  const failure = (doing: string, key: string, cause: unknown) =>
    new ObjectStoreError(
      `${doing} ${key} in ${bucket} failed: ${cause instanceof Error ? cause.message || cause.name : String(cause)}`,
      { cause },
    );
  const put = (key: string, text: string, onlyIfNew: boolean) =>
    client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: text,
        ContentType: key.endsWith('.ndjson') ? 'application/x-ndjson' : 'application/json',
        ...(onlyIfNew ? { IfNoneMatch: '*' } : {}),
      }),
    );
  return {
    async create(key, text) {
      try {
        await put(key, text, true);
        return true;
      } catch (error) {
        // 412: it exists. 409: somebody else is creating it at this moment; whoever asks again is told 412 or succeeds.
        if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412) return false;
        throw failure('writing', key, error);
      }
    },
    async replace(key, text) {
      try {
        await put(key, text, false);
      } catch (error) {
        throw failure('writing', key, error);
      }
    },
    async read(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await Body?.transformToString('utf8');
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw failure('reading', key, error);
      }
    },
    async list(prefix, after) {
      try {
        return await listKeys(client, bucket, prefix, after);
      } catch (error) {
        throw failure('listing', prefix, error);
      }
    },
  };
}
