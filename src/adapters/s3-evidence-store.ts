import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  NoSuchKey,
  PutObjectCommand,
  S3ServiceException,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { EvidenceStore, EvidenceVersions, HiddenVersion } from '../ports/evidence-store';
import { listKeys } from './s3-keys';

export interface S3EvidenceStoreOptions {
  readonly bucket: string;
  /** Of the bucket's region. */
  readonly client: S3Client;
}

/** The evidence cannot be stored or read; the message names the bucket and the key. */
export class EvidenceStoreError extends Error {
  override readonly name = 'EvidenceStoreError';
}

/**
 * Evidence as objects of a bucket of its own. What each object is locked for is the bucket's default retention, so that whoever may write can
 * choose no shorter one. S3 checks a digest of what it is sent before it keeps it, because it can never be replaced.
 *
 * Needs s3:GetObject, s3:PutObject and s3:ListBucket: without the last, S3 says "forbidden" of an object that does not exist.
 */
export function s3EvidenceStore({ bucket, client }: S3EvidenceStoreOptions): EvidenceStore {
  return {
    async create(key, bytes) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: bytes,
            ContentType: key.endsWith('.pem') ? 'application/x-pem-file' : 'application/json',
            ChecksumAlgorithm: 'SHA256',
            IfNoneMatch: '*',
          }),
        );
        return true;
      } catch (cause) {
        // 412: it exists. 409: somebody else is creating it at this moment.
        const status = cause instanceof S3ServiceException ? cause.$metadata.httpStatusCode : undefined;
        if (status === 412 || status === 409) return false;
        throw failure(`${key} cannot be stored in ${bucket}`, 's3:PutObject on evidence/', cause);
      }
    },
    async read(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await Body?.transformToByteArray();
      } catch (cause) {
        if (cause instanceof NoSuchKey) return undefined;
        throw failure(`${key} in ${bucket} cannot be read`, 's3:GetObject on evidence/', cause);
      }
    },
    async list(prefix) {
      try {
        return await listKeys(client, bucket, prefix);
      } catch (cause) {
        throw failure(`${prefix} in ${bucket} cannot be listed`, 's3:ListBucket', cause);
      }
    },
  };
}

/**
 * What the bucket keeps of objects that were deleted or written again. Object Lock keeps every version, so even the newest entries cannot be taken
 * away without leaving a trace here.
 *
 * Needs s3:ListBucketVersions, which is for whoever verifies, and not for a drill.
 */
export function s3EvidenceVersions({ bucket, client }: S3EvidenceStoreOptions): EvidenceVersions {
  return {
    async hidden(prefix) {
      const found: HiddenVersion[] = [];
      let markers: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } | undefined = {};
      try {
        do {
          const page: Awaited<ReturnType<typeof listVersions>> = await listVersions(client, bucket, prefix, markers);
          for (const { Key: key, VersionId: versionId = 'null', IsLatest, LastModified: at } of page.Versions ?? [])
            if (key !== undefined && IsLatest !== true) found.push({ key, versionId, what: 'replaced', at });
          for (const { Key: key, VersionId: versionId = 'null', IsLatest, LastModified: at } of page.DeleteMarkers ??
            [])
            if (key !== undefined) found.push({ key, versionId, what: IsLatest === true ? 'deleted' : 'replaced', at });
          const { NextKeyMarker, NextVersionIdMarker } = page;
          markers =
            NextKeyMarker === undefined
              ? undefined
              : {
                  KeyMarker: NextKeyMarker,
                  ...(NextVersionIdMarker === undefined ? {} : { VersionIdMarker: NextVersionIdMarker }),
                };
        } while (markers !== undefined);
      } catch (cause) {
        throw failure(`the versions of ${prefix} in ${bucket} cannot be listed`, 's3:ListBucketVersions', cause);
      }
      return found;
    },
  };
}

function listVersions(
  client: S3Client,
  bucket: string,
  prefix: string,
  markers: { readonly KeyMarker?: string; readonly VersionIdMarker?: string },
) {
  return client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...markers }));
}

function failure(what: string, right: string, cause: unknown): EvidenceStoreError {
  const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new EvidenceStoreError(`${what}: ${reason}${hint(right, cause)}`, { cause });
}

function hint(right: string, cause: unknown): string {
  if (!(cause instanceof Error)) return '';
  if (cause.name === 'NoSuchBucket') return '; terraform/bootstrap makes it: apply that of this environment again';
  return cause.name === 'AccessDenied'
    ? `; it needs ${right} of this environment, which terraform/bootstrap gives the drill role: apply that again`
    : '';
}
