import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type DefaultRetention,
} from '@aws-sdk/client-s3';

import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { startGitHubStub, type GitHubStub } from '../../sandbox/github/github-stub';
import { awsEvidencePlace } from '../../src/adapters/aws-evidence-place';
import { dynamoDbDrillState } from '../../src/adapters/dynamodb-drill-state';
import { ACCOUNT, clientOptions, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { untoldDrill } from '../watch/pipeline-signs';

// The whole command, as its own process, beside an account and a repository.

const TOKEN = 'not-a-token';
const BUCKET = 's3-tfstate-prod-123456789012';
const TABLE = 'dynamodb-tflock-prod';
const EVIDENCE = 's3-evidence-123456789012-prod';
const STATE = JSON.stringify({ version: 4, terraform_version: '1.11.4', serial: 7, lineage: 'a-lineage', outputs: {} });
/** MD5 of {@link STATE}. */
const CHECKSUM = '8d6f7e4a28eca210bcf2ccf46f8b3ad1';

const reportSchema = z.object({
  outcome: z.string(),
  sections: z.array(
    z.object({
      checks: z.array(
        z.object({ id: z.string(), status: z.string(), sentence: z.string(), advice: z.array(z.string()) }),
      ),
    }),
  ),
});

let emulator: Emulator;
let github: GitHubStub;
let root: string;
let signingKey: string;

beforeAll(async () => {
  [emulator, github] = await Promise.all([
    startTestEmulator(),
    startGitHubStub({ repository: 'acme/database', token: TOKEN }),
  ]);
  root = mkdtempSync(join(tmpdir(), 'doctor-'));
  // A checkout without git: that too is something to tell, not something to fail at.
  for (const path of ['environments', '.github', 'package.json', 'terraform/.terraform.lock.hcl']) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    cpSync(path, join(root, path), { recursive: true });
  }
  await fillAccount();
  const branches = [{ type: 'branch', name: 'main' }] as const;
  for (const name of ['production', 'production-drill', 'production-break-glass']) {
    github.setEnvironment(name, { reviewers: ['kim'], preventSelfReview: true, branches });
  }
  github.setSubject({ use_default: true, use_immutable_subject: true });
}, 300_000);

afterAll(async () => {
  await Promise.all([emulator.stop(), github.stop()]);
  rmSync(root, { recursive: true, force: true });
});

async function fillAccount(): Promise<void> {
  const options = clientOptions(emulator, WEST);
  const [s3, dynamoDb, kms, iam] = [
    new S3Client(options),
    new DynamoDBClient(options),
    new KMSClient(options),
    new IAMClient(options),
  ];
  for (const Bucket of [BUCKET, EVIDENCE]) await makeBucket(Bucket, s3);
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'production/terraform.tfstate', Body: STATE }));
  await dynamoDb.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'LockID', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'LockID', KeyType: 'HASH' }],
    }),
  );
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/kms-plans-prod', TargetKeyId: KeyMetadata?.KeyId ?? '' }));
  const { KeyMetadata: signing } = await kms.send(
    new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
  );
  signingKey = signing?.KeyId ?? '';
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/kms-evidence-prod', TargetKeyId: signingKey }));
  // The drill role is missing, and the apply role knows nothing of breaking the glass.
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'iam-plan-prod',
      AssumeRolePolicyDocument: trust('pull_request', 'ref:refs/heads/main'),
    }),
  );
  await iam.send(
    new CreateRoleCommand({ RoleName: 'iam-apply-prod', AssumeRolePolicyDocument: trust('environment:production') }),
  );
  await put({ LockID: `${BUCKET}/production/terraform.tfstate-md5`, Digest: CHECKSUM });
}

/** As terraform/bootstrap makes both; that of the evidence has Object Lock, but no default retention yet. */
async function makeBucket(Bucket: string, s3: S3Client): Promise<void> {
  const CreateBucketConfiguration = { LocationConstraint: WEST } as const;
  await s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration, ObjectLockEnabledForBucket: Bucket === EVIDENCE }),
  );
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
      },
    }),
  );
  await s3.send(
    new PutPublicAccessBlockCommand({
      Bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    }),
  );
}

function trust(...jobs: readonly string[]): string {
  const claim = (name: string) => `token.actions.githubusercontent.com:${name}`;
  const isApply = jobs.some((job) => job.startsWith('environment:'));
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` },
        Condition: {
          StringEquals: {
            [claim('aud')]: 'sts.amazonaws.com',
            [claim('sub')]: jobs.flatMap((job) => [`repo:acme/database:${job}`, `repo:acme@1/database@2:${job}`]),
            [claim('repository_id')]: '2',
            ...(isApply ? { [claim('ref')]: 'refs/heads/main' } : {}),
          },
        },
      },
    ],
  });
}

async function put(item: Readonly<Record<string, string>>): Promise<void> {
  const Item = Object.fromEntries(Object.entries(item).map(([name, text]) => [name, { S: text }]));
  await new DynamoDBClient(clientOptions(emulator, WEST)).send(new PutItemCommand({ TableName: TABLE, Item }));
}

interface Ending {
  readonly code: number;
  readonly output: string;
}

async function doctor(argv: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ending> {
  const program = join(process.cwd(), 'scripts', 'doctor.ts');
  const tsx = join(process.cwd(), 'node_modules', 'tsx', 'dist', 'loader.mjs');
  return new Promise((settle) => {
    execFile(
      process.execPath,
      ['--import', tsx, program, ...argv],
      {
        cwd: root,
        env: {
          PATH: process.env['PATH'],
          HOME: root,
          NODE_NO_WARNINGS: '1',
          CHECKPOINT_DISABLE: '1',
          AWS_EC2_METADATA_DISABLED: 'true',
          GITHUB_API_URL: github.apiUrl,
          GITHUB_REPOSITORY: 'acme/database',
          ...variables,
        },
      },
      (error, stdout, stderr) => {
        settle({ code: error === null ? 0 : Number(error.code ?? -1), output: `${stdout}${stderr}` });
      },
    );
  });
}

const aws = () => ({
  AWS_ENDPOINT_URL: emulator.endpoint,
  AWS_ACCESS_KEY_ID: ACCOUNT,
  AWS_SECRET_ACCESS_KEY: 'not-a-secret',
});

const statuses = (output: string) =>
  Object.fromEntries(
    reportSchema
      .parse(JSON.parse(output))
      .sections.flatMap(({ checks }) => checks.map(({ id, status, sentence }) => [id, `${status}: ${sentence}`])),
  );

test('with everything to ask, it says what is wrong and ends with 1', async () => {
  const { code, output } = await doctor(['production', '--json'], { ...aws(), GITHUB_TOKEN: TOKEN });
  expect(statuses(output)).toMatchObject({
    terraform: 'ok: Terraform 1.11.4, as in the workflows',
    bundles: expect.stringMatching(/^problem: missing: actions\/plan\/dist\/index.js/),
    'lock-file': expect.stringMatching(/^not checked: not checked: git does not tell the history/),
    account: expect.stringMatching(/^ok: the credentials are for account 123456789012/),
    'state-bucket': `ok: the state bucket ${BUCKET} is in us-west-2, versioned, encrypted and not public`,
    'lock-table': `ok: the lock table ${TABLE} is there`,
    'plan-key': 'ok: plans are sealed with alias/kms-plans-prod',
    state: 'ok: state a-lineage, serial 7, written by Terraform 1.11.4',
    'state-checksum': 'ok: the checksum in the lock table is that of the state',
    'subject-setting': 'ok: GitHub uses the immutable form, with ids',
    'trust-plan': 'ok: the plan role accepts the jobs that it is for, and nobody else',
    'role-drill': 'problem: there is no role arn:aws:iam::123456789012:role/iam-drill-prod',
    'github-production-break-glass': 'ok: "production-break-glass" has required reviewers and is for main only',
    'evidence-bucket': `ok: the evidence bucket ${EVIDENCE} is in us-west-2, versioned, encrypted and not public`,
    'evidence-lock': `problem: the evidence bucket ${EVIDENCE} has Object Lock, but locks nothing by itself: no drill may choose for how long its own evidence is locked, so none is`,
    'evidence-key': 'ok: evidence is signed with alias/kms-evidence-prod (ECC_NIST_P256)',
    'last-drill': 'ok: no drill has been recorded yet',
    lease: 'ok: nobody holds the lease: no apply, drill or destroy is going on',
    'terraform-lock': 'ok: the state is not locked',
  });
  expect(output).toContain('missing: repo:acme@1/database@2:environment:production-break-glass');
  expect(output).not.toContain(TOKEN);
  expect(code).toBe(1);
  expect(github.violations()).toEqual([]);
});

test('who holds the lock, whether that run is over, and how to unlock', async () => {
  const created = new Date('2026-03-10T11:00:00Z');
  github.seedRun({
    id: 5,
    workflow: 'apply.yml',
    conclusion: 'cancelled',
    createdAt: new Date(created.getTime() - 600_000),
    jobs: [
      {
        name: 'apply production',
        status: 'completed',
        conclusion: 'cancelled',
        startedAt: new Date(created.getTime() - 300_000),
        completedAt: new Date(created.getTime() + 300_000),
      },
    ],
  });
  const info = {
    ID: '0c9d5a0a-6a5f-4c43-9f0f-1a2b3c4d5e6f',
    Operation: 'OperationTypeApply',
    Info: '',
    Who: 'runner@fv-az1',
    Version: '1.11.4',
    Created: created.toISOString(),
    Path: `${BUCKET}/production/terraform.tfstate`,
  };
  await put({ LockID: info.Path, Info: JSON.stringify(info) });
  const { code, output } = await doctor(['production'], { ...aws(), GH_TOKEN: TOKEN });
  expect(output).toContain(
    'PROBLEM      the state is locked since 2026-03-10 11:00 UTC by runner@fv-az1 (OperationTypeApply, Terraform 1.11.4); that run is over: https://github.com/acme/database/actions/runs/5',
  );
  expect(output).toContain('force-unlock 0c9d5a0a-6a5f-4c43-9f0f-1a2b3c4d5e6f');
  expect(code).toBe(1);
});

test('how evidence is locked, which key signs it, and what the last drill has left', async () => {
  const options = clientOptions(emulator, WEST);
  const lock = (defaultRetention: DefaultRetention) =>
    new S3Client(options).send(
      new PutObjectLockConfigurationCommand({
        Bucket: EVIDENCE,
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: defaultRetention } },
      }),
    );
  const judged = async () => statuses((await doctor(['production', '--json'], aws())).output);
  await lock({ Mode: 'GOVERNANCE', Days: 1827 });
  const store = dynamoDbDrillState({ table: TABLE, environment: 'production', client: new DynamoDBClient(options) });
  const state = untoldDrill({ status: 'running' });
  await store.replace({ kind: 'none' }, state);
  expect(await judged()).toMatchObject({
    'evidence-lock': `ok: what is written to the evidence bucket ${EVIDENCE} is locked for 1827 days (GOVERNANCE)`,
    'evidence-key': 'ok: evidence is signed with alias/kms-evidence-prod (ECC_NIST_P256)',
    'last-drill': expect.stringMatching(
      /^warning: the failover drill of .* was broken off in "take us-east-1 away", or is still running; nobody holds the lease for a drill$/,
    ),
  });
  await lock({ Mode: 'COMPLIANCE', Years: 5 });
  await new KMSClient(options).send(new DisableKeyCommand({ KeyId: signingKey }));
  const needsHuman = { reason: 'the fault stays', runbook: 'docs/recovery.md#a', at: '2026-03-10T04:00:00.000Z' };
  await store.replace({ kind: 'state', state }, { ...state, version: 10, status: 'needs-human', needsHuman });
  expect(await judged()).toMatchObject({
    'evidence-lock': `ok: what is written to the evidence bucket ${EVIDENCE} is locked for 5 years (COMPLIANCE)`,
    'evidence-key': 'problem: the key alias/kms-evidence-prod is disabled, so no evidence can be signed',
    'last-drill': expect.stringMatching(/^problem: .* needs a human: the fault stays$/),
    'drill-untold': expect.stringMatching(/^warning: .* is over, and nothing says that it was told of/),
  });
});

test('a bucket without Object Lock, and a bucket and a key that are not there', async () => {
  const options = clientOptions(emulator, WEST);
  const place = (bucket: string) =>
    awsEvidencePlace({ bucket, keyAlias: 'alias/nothing', s3: new S3Client(options), kms: new KMSClient(options) });
  expect(await place(BUCKET).bucket()).toEqual({
    region: WEST,
    isVersioned: true,
    encryption: 'aws:kms',
    blocksPublicAccess: true,
    objectLock: undefined,
  });
  expect(await place('s3-nothing').bucket()).toBeUndefined();
  expect(await place('s3-nothing').signingKey()).toBeUndefined();
});

test('without credentials and token it checks what it can', async () => {
  cpSync('actions', join(root, 'actions'), { recursive: true, filter: (path) => !path.endsWith('src') });
  const { code, output } = await doctor(['production']);
  expect(output).toContain('not checked  AWS cannot be asked: Could not load credentials from any providers');
  expect(output).toContain('not checked  neither GITHUB_TOKEN nor GH_TOKEN is set');
  expect(output).toContain('apply: repo:acme/database:environment:production-break-glass');
  expect(output).toMatch(/^0 problems, 0 warnings, \d+ not checked, \d+ ok$/m);
  expect(code).toBe(0);
});

test.each([
  [[], /missing required argument 'environment'/],
  [['nowhere'], /there is no environment "nowhere"; known: production, sandbox/],
  [['production', '--loud'], /unknown option '--loud'/],
])('%j is no way to call it', async (argv, message) => {
  const { code, output } = await doctor(argv);
  expect(output).toMatch(message);
  expect(code).toBe(2);
});

test('a broken environment file is told with its place', async () => {
  const file = join(root, 'environments', 'production.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('readersPerRegion: 2', 'readersPerRegion: 1'));
  const { code, output } = await doctor(['production']);
  writeFileSync(file, text);
  expect(output).toContain('environments/production.yaml');
  expect(code).toBe(2);
});
