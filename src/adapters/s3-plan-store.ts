import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { PlanStore } from '../ports/plan-store';

/** The plan cannot be stored or fetched; the message names bucket and key. */
export class PlanStoreError extends Error {
  override readonly name = 'PlanStoreError';
}

export interface S3PlanStoreOptions {
  readonly bucket: string;
  /** Of the bucket's region. */
  readonly client: S3Client;
  readonly largest?: number;
}

/** In bytes. A plan of fifty thousand changes has 30 MB; whoever finds a bigger one has found no plan. */
const LARGEST = 200 * 1024 * 1024;

/**
 * Sealed plans as objects of the state bucket. They are encrypted already, by a key that the plan role cannot open, so S3 encrypts them with
 * its own key: under the bucket's default, which is the key of the state, the plan role would need the right to encrypt with that one.
 *
 * Needs s3:PutObject to put; s3:GetObject and s3:ListBucket to get: without the last, S3 says "forbidden" of what does not exist.
 */
export function s3PlanStore({ bucket, client, largest = LARGEST }: S3PlanStoreOptions): PlanStore {
  const place = (key: string) => `${key} in ${bucket}`;
  return {
    async put(key, bytes) {
      if (bytes.length > largest) throw tooLarge(place(key), bytes.length, largest);
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: bytes,
            ContentType: 'application/octet-stream',
            ServerSideEncryption: 'AES256',
          }),
        );
      } catch (cause) {
        throw failure(`the sealed plan cannot be put as ${place(key)}`, 's3:PutObject on plans/', cause);
      }
    },
    async get(key) {
      try {
        const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        if (ContentLength === undefined || ContentLength > largest) throw tooLarge(place(key), ContentLength, largest);
        return await Body?.transformToByteArray();
      } catch (cause) {
        if (cause instanceof NoSuchKey) return undefined;
        if (cause instanceof PlanStoreError) throw cause;
        throw failure(`the sealed plan ${place(key)} cannot be read`, 's3:GetObject on plans/', cause);
      }
    },
  };
}

function tooLarge(place: string, length: number | undefined, largest: number): PlanStoreError {
  return new PlanStoreError(
    `${place} would have ${length ?? 'an unknown number of'} bytes, and a sealed plan has at most ${largest}; split the change`,
  );
}

function failure(what: string, right: string, cause: unknown): PlanStoreError {
  const message = cause instanceof Error ? cause.message || cause.name : String(cause);
  const hint =
    cause instanceof Error && cause.name === 'AccessDenied'
      ? `; the role of this job needs ${right} of this environment, which terraform/bootstrap gives it: apply that again`
      : '';
  return new PlanStoreError(`${what}: ${message}${hint}`, { cause });
}
