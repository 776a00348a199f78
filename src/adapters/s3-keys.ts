import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';

/**
 * All keys of a bucket that begin with `prefix`, in order, page by page.
 *
 * @param after only keys behind this one
 * @throws what the SDK throws
 */
export async function listKeys(
  client: S3Client,
  bucket: string,
  prefix: string,
  after?: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(after === undefined ? {} : { StartAfter: after }),
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
    for (const { Key } of page.Contents ?? []) if (Key !== undefined) found.push(Key);
    token = page.NextContinuationToken;
  } while (token !== undefined);
  return found;
}
