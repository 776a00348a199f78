import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { PlanStoreError, s3PlanStore } from '../../src/adapters/s3-plan-store';
import { s3StateHead, StateHeadError } from '../../src/adapters/s3-state-head';
import { clientOptions, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { planStoreContract } from './plan-store-contract';

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

async function makeBucket(): Promise<string> {
  const bucket = `s3-tfstate-${++buckets}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  return bucket;
}

planStoreContract('S3', async () => s3PlanStore({ bucket: await makeBucket(), client }));

describe('sealed plans in S3', () => {
  test('are encrypted with the key of S3: the plan role may not use the key of the state', async () => {
    const bucket = await makeBucket();
    await s3PlanStore({ bucket, client }).put('plans/a', Buffer.from('x'));
    expect(await client.send(new HeadObjectCommand({ Bucket: bucket, Key: 'plans/a' }))).toMatchObject({
      ServerSideEncryption: 'AES256',
      ContentType: 'application/octet-stream',
    });
  });

  test('are neither put nor read when they are too large', async () => {
    const bucket = await makeBucket();
    await s3PlanStore({ bucket, client }).put('plans/a', Buffer.from('12345'));
    const small = s3PlanStore({ bucket, client, largest: 4 });
    const message = `plans/a in ${bucket} would have 5 bytes, and a sealed plan has at most 4; split the change`;
    await expect(small.put('plans/a', Buffer.from('12345'))).rejects.toThrow(message);
    await expect(small.get('plans/a')).rejects.toThrow(message);
  });

  test('are an error, and never absent, when the bucket is', async () => {
    const store = s3PlanStore({ bucket: 's3-nowhere', client });
    await expect(store.get('plans/a')).rejects.toThrow(PlanStoreError);
    await expect(store.get('plans/a')).rejects.toThrow(
      'the sealed plan plans/a in s3-nowhere cannot be read: The specified bucket does not exist',
    );
    await expect(store.put('plans/a', Buffer.from('x'))).rejects.toThrow(
      'the sealed plan cannot be put as plans/a in s3-nowhere: The specified bucket does not exist',
    );
  });
});

describe('the head of the state in S3', () => {
  const KEY = 'production/terraform.tfstate';
  const head = async (text?: string) => {
    const bucket = await makeBucket();
    if (text !== undefined) await client.send(new PutObjectCommand({ Bucket: bucket, Key: KEY, Body: text }));
    return s3StateHead({ bucket, key: KEY, client });
  };

  test('is lineage and serial, and nothing else of it', async () => {
    const text = JSON.stringify({ version: 4, serial: 42, lineage: '0b4c', outputs: { password: 'secret' } });
    expect(await (await head(text)).read()).toEqual({ lineage: '0b4c', serial: 42 });
  });

  test('is none while nothing was ever applied', async () => {
    expect(await (await head()).read()).toBeUndefined();
  });

  test.each([' ', '{"serial": "hunter2"', '{"version":4,"serial":"hunter2","lineage":"x"}', '{"serial":1}', '[]'])(
    'is an error, which tells nothing of what is there, when that is no state: %s',
    async (text) => {
      const failure: unknown = await (await head(text)).read().catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StateHeadError);
      expect(failure).not.toHaveProperty('cause');
      expect(String(failure)).toMatch(
        /the state production\/terraform\.tfstate in s3-tfstate-\d+ is no state of Terraform; look at the object's versions/,
      );
    },
  );

  test('is an error, and never absent, when the bucket is', async () => {
    await expect(s3StateHead({ bucket: 's3-nowhere', key: KEY, client }).read()).rejects.toThrow(
      'the state production/terraform.tfstate in s3-nowhere cannot be read: The specified bucket does not exist; ' +
        'the role of this job needs s3:GetObject on it and s3:ListBucket',
    );
  });
});
