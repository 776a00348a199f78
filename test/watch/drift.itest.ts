import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { terraformEnvironment } from '../../sandbox/terraform-cli-config';
import { temporaryDirectory } from '../../src/adapters/temporary-directory';
import { terraformCli } from '../../src/adapters/terraform-cli';
import { parseEnvironment } from '../../src/environment/parse-environment';
import { toBackendConfig, toTfvars } from '../../src/environment/tfvars';
import type { Terraform } from '../../src/ports/terraform';
import { runDrift } from '../../src/watch/drift';
import { MemoryLogger } from '../fakes/logger';
import { ACCOUNT, clientOptions, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { MemoryIssues, MemoryRuns } from './pipeline-signs';

// Real Terraform and a state in S3: what a look at drift finds, and that it leaves no trace.

const FILE = 'environments/sandbox.yaml';
const SANDBOX = parseEnvironment(readFileSync(FILE, 'utf8'), FILE);
const { bucket, lockTable } = SANDBOX.state;
const STATE_KEY = 'sandbox/terraform.tfstate';
const TOPIC = `arn:aws:sns:${WEST}:${ACCOUNT}:drifting`;

const configuration = (displayName: string) => `
terraform {
  backend "s3" {}
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}
provider "aws" {
  region = "${WEST}"
}
resource "aws_sns_topic" "this" {
  name         = "drifting"
  display_name = "${displayName}"
}
`;

let emulator: Emulator;
let scratch: string;
let terraform: Terraform;
let s3: S3Client;
let dynamoDb: DynamoDBClient;
let sns: SNSClient;
const issues = new MemoryIssues();

beforeAll(async () => {
  emulator = await startTestEmulator();
  scratch = mkdtempSync(join(tmpdir(), 'drift-'));
  mkdirSync(join(scratch, 'terraform'));
  copyFileSync('terraform/.terraform.lock.hcl', join(scratch, 'terraform', '.terraform.lock.hcl'));
  configure('ours');
  const cli = await terraformEnvironment(join(scratch, 'cli'), process.env);
  terraform = terraformCli({
    path: 'terraform',
    directory: join(scratch, 'terraform'),
    dataDirectory: join(scratch, '.terraform'),
    environment: {
      PATH: process.env['PATH'],
      HOME: scratch,
      CHECKPOINT_DISABLE: '1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      ...cli,
    },
    logger: new MemoryLogger(),
  });
  const options = clientOptions(emulator, WEST);
  [s3, dynamoDb, sns] = [new S3Client(options), new DynamoDBClient(options), new SNSClient(options)];
  await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: WEST } }));
  await dynamoDb.send(
    new CreateTableCommand({
      TableName: lockTable,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'LockID', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'LockID', KeyType: 'HASH' }],
    }),
  );
  await temporaryDirectory.use(async (files) => {
    await terraform.init(toBackendConfig(SANDBOX));
    const planFile = files.path('plan.tfplan');
    const varFile = await files.write('vars.tfvars.json', JSON.stringify(toTfvars(SANDBOX)));
    await terraform.plan({ varFile, planFile });
    await terraform.apply(planFile);
  });
}, 600_000);

afterAll(async () => {
  for (const client of [s3, dynamoDb, sns]) client.destroy();
  await emulator.stop();
  rmSync(scratch, { recursive: true, force: true });
});

function configure(displayName: string): void {
  writeFileSync(join(scratch, 'terraform', 'main.tf'), configuration(displayName));
}

/** The state byte by byte, and everything in the lock table. */
async function traces() {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: STATE_KEY }));
  const { Items } = await dynamoDb.send(new ScanCommand({ TableName: lockTable }));
  return { state: await Body?.transformToString('utf8'), items: Items };
}

const nameTopic = (name: string) =>
  sns.send(new SetTopicAttributesCommand({ TopicArn: TOPIC, AttributeName: 'DisplayName', AttributeValue: name }));

const look = () =>
  runDrift(
    { environment: SANDBOX, commit: undefined, runUrl: undefined },
    {
      terraform,
      privateDirectory: temporaryDirectory,
      roles: { ask: async () => [{ region: WEST, said: 'no such database' }] },
      lease: { holder: async () => undefined },
      runs: new MemoryRuns(),
      issues,
      clock: { now: () => new Date('2026-03-10T12:00:00Z') },
      logger: new MemoryLogger(),
    },
  );

test('what was changed by hand is found as drift, what was merged as real, and neither leaves a trace', async () => {
  const before = await traces();
  expect(before.items).toHaveLength(1);

  expect(await look()).toMatchObject({ outcome: 'clean', issue: undefined });

  await nameTopic('theirs');
  expect(await look()).toMatchObject({ outcome: 'differs', counts: { drift: 1, real: 0 } });
  expect(issues.open_.get('drift:sandbox')?.body).toContain('aws_sns_topic.this');
  expect(await traces()).toEqual(before);

  await nameTopic('ours');
  expect(await look()).toMatchObject({ outcome: 'clean', issue: { outcome: 'closed' } });

  configure('merged');
  expect(await look()).toMatchObject({ outcome: 'differs', counts: { drift: 0, real: 1 } });
  configure('ours');
  expect(await traces()).toEqual(before);
}, 600_000);

test('a lock that somebody holds is neither waited for nor touched', async () => {
  const info = {
    ID: '0c9d5a0a-6a5f-4c43-9f0f-1a2b3c4d5e6f',
    Operation: 'OperationTypeApply',
    Info: '',
    Who: 'kim@laptop',
    Version: '1.11.4',
    Created: '2026-03-10T11:59:00Z',
    Path: `${bucket}/${STATE_KEY}`,
  };
  await dynamoDb.send(
    new PutItemCommand({
      TableName: lockTable,
      Item: { LockID: { S: info.Path }, Info: { S: JSON.stringify(info) } },
    }),
  );
  const before = await traces();
  expect(await look()).toMatchObject({ outcome: 'clean' });
  expect(await traces()).toEqual(before);
});
