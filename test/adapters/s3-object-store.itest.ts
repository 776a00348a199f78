import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { ObjectStoreError, s3ObjectStore } from '../../src/adapters/s3-object-store';
import { clientOptions, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { objectStoreContract } from './object-store-contract';

let emulator: Emulator;
let client: S3Client;
let buckets = 0;

beforeAll(async () => {
  emulator = await startTestEmulator();
  client = new S3Client({ ...clientOptions(emulator, WEST), forcePathStyle: true });
}, 120_000);

afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

objectStoreContract('S3', async () => {
  const bucket = `s3-drill-history-${++buckets}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return s3ObjectStore({ bucket, client });
});

test('a bucket that is not there is an error that names it, and never an absent object', async () => {
  const store = s3ObjectStore({ bucket: 's3-nowhere', client });
  const calls = [
    () => store.read('a'),
    () => store.create('a', 'x'),
    () => store.replace('a', 'x'),
    () => store.list('a'),
  ];
  for (const call of calls) {
    const failure: unknown = await call().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ObjectStoreError);
    expect(String(failure)).toContain('a in s3-nowhere failed: The specified bucket does not exist');
  }
});
