import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  CreateBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { toBackendConfig } from '../../src/environment/tfvars';
import { ACCOUNT, clientOptions, startTestEmulator, WEST } from './emulator-support/emulator-fixture';

const run = promisify(execFile);
const BUCKET = `s3-tfstate-test-${ACCOUNT}`;
const TABLE = 'dynamodb-tflock-test';
const KEY = `arn:aws:kms:${WEST}:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;

// terraform_data needs no provider, so this is about the backend alone. Its provisioner holds the lock while a file exists.
const CONFIGURATION = `
terraform {
  backend "s3" {}
}
variable "hold" {
  default = ""
}
resource "terraform_data" "this" {
  input = var.hold
  provisioner "local-exec" {
    command = "while [ -n '\${var.hold}' ] && [ -e '\${var.hold}' ]; do sleep 0.1; done"
  }
}
`;

describe('Terraform state in the emulator, by AWS_ENDPOINT_URL alone', () => {
  let emulator: Emulator;
  let directory = '';

  beforeAll(async () => {
    emulator = await startTestEmulator();
    directory = await mkdtemp(join(tmpdir(), 'terraform-state-'));
    await writeFile(join(directory, 'main.tf'), CONFIGURATION);
    await writeFile(join(directory, 'cli.tfrc'), '');
    await new S3Client(clientOptions(emulator, WEST)).send(
      new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration: { LocationConstraint: WEST } }),
    );
    // As terraform/bootstrap does.
    await new S3Client(clientOptions(emulator, WEST)).send(
      new PutBucketEncryptionCommand({
        Bucket: BUCKET,
        ServerSideEncryptionConfiguration: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } }],
        },
      }),
    );
    await createLockTable(emulator);
  });

  afterAll(async () => {
    await emulator.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const terraform = (...argv: string[]) =>
    run('terraform', argv, {
      cwd: directory,
      env: {
        PATH: process.env['PATH'],
        HOME: directory,
        TF_CLI_CONFIG_FILE: join(directory, 'cli.tfrc'),
        CHECKPOINT_DISABLE: '1',
        AWS_ENDPOINT_URL: emulator.endpoint,
        AWS_ACCESS_KEY_ID: ACCOUNT,
        AWS_SECRET_ACCESS_KEY: 'not-a-secret',
        AWS_REGION: WEST,
      },
    });

  test('the state is stored, and a second run is refused while the first holds the lock', async () => {
    const sandbox = parseEnvironment(await readFile('environments/sandbox.yaml', 'utf8'), 'environments/sandbox.yaml');
    const state = { ...sandbox.state, bucket: BUCKET, region: WEST, lockTable: TABLE };
    const backend = Object.entries(toBackendConfig({ ...sandbox, name: 'test', state }));
    await terraform('init', '-no-color', ...backend.map(([name, value]) => `-backend-config=${name}=${value}`));
    const held = join(directory, 'held');
    await writeFile(held, '');
    const first = terraform('apply', '-no-color', '-auto-approve', `-var=hold=${held}`);
    await expect(untilLocked(emulator)).resolves.toBe(true);
    await expect(terraform('apply', '-no-color', '-auto-approve', '-lock-timeout=0s')).rejects.toThrow(
      /Error acquiring the state lock/,
    );
    await rm(held);
    expect((await first).stdout).toContain('Resources: 1 added');

    const { Contents } = await new S3Client(clientOptions(emulator, WEST)).send(
      new ListObjectsV2Command({ Bucket: BUCKET }),
    );
    expect(Contents?.map((object) => object.Key)).toEqual(['test/terraform.tfstate']);
    await expect(untilLocked(emulator, 1)).resolves.toBe(false);
  });

  test('the state is encrypted with the key of the bucket, because Terraform asks for no other', async () => {
    const head = new HeadObjectCommand({ Bucket: BUCKET, Key: 'test/terraform.tfstate' });
    const { ServerSideEncryption, SSEKMSKeyId } = await new S3Client(clientOptions(emulator, WEST)).send(head);
    expect({ ServerSideEncryption, SSEKMSKeyId }).toEqual({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: KEY });
  });
});

async function dynamodb(emulator: Emulator, operation: string, body: unknown): Promise<string> {
  const response = await fetch(emulator.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${WEST}/dynamodb/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  return response.text();
}

async function createLockTable(emulator: Emulator): Promise<void> {
  await dynamodb(emulator, 'CreateTable', {
    TableName: TABLE,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'LockID', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'LockID', KeyType: 'HASH' }],
  });
}

/** Whether somebody holds the lock: the item without the suffix of the checksum, which stays. */
async function untilLocked(emulator: Emulator, attempts = 300): Promise<boolean> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const items = await dynamodb(emulator, 'Scan', { TableName: TABLE });
    if (items.includes(`${BUCKET}/test/terraform.tfstate"`)) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}
