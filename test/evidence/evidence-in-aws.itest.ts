import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  KMSClient,
  type CreateKeyCommandInput,
} from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { ecdsaSignatureCheck } from '../../src/adapters/ecdsa-signatures';
import { kmsEvidenceSigner } from '../../src/adapters/kms-evidence-signer';
import { s3EvidenceStore, s3EvidenceVersions } from '../../src/adapters/s3-evidence-store';
import { evidenceNames } from '../../src/environment/names';
import { LocalEvidenceSigner } from '../fakes/local-evidence-signer';
import { ACCOUNT, clientOptions, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { copyTerraform, type TerraformCopy } from '../terraform/terraform-support/terraform-copy';
import { append, evidenceOf, notes, pinned, problems, verify } from './chains';
import { evidenceCommand } from './evidence-command';
import { evidenceStoreContract } from './evidence-store-contract';

// Evidence as an adopter has it: terraform/bootstrap makes the bucket and the key, the adapters use them.

const NAMES = evidenceNames({
  environmentSuffix: 'prod',
  account: ACCOUNT,
  state: { region: WEST, bucket: 's3-tfstate-prod', lockTable: 'dynamodb-tflock-prod' },
});
const DAY_MS = 86_400_000;

let emulator: Emulator;
let terraform: TerraformCopy;
let s3: S3Client;
let kms: KMSClient;
let buckets = 0;

beforeAll(async () => {
  emulator = await startTestEmulator();
  s3 = new S3Client({ ...clientOptions(emulator, WEST), forcePathStyle: true });
  kms = new KMSClient(clientOptions(emulator, WEST));
  terraform = await copyTerraform({
    AWS_ENDPOINT_URL: emulator.endpoint,
    AWS_ACCESS_KEY_ID: ACCOUNT,
    AWS_SECRET_ACCESS_KEY: 'not-a-secret',
  });
  const variables = join(terraform.directory, 'bootstrap.tfvars.json');
  const values = {
    account_id: ACCOUNT,
    state_region: WEST,
    bucket: 's3-tfstate-prod',
    lock_table: 'dynamodb-tflock-prod',
    environment: 'production',
    environment_suffix: 'prod',
    hosted_zone_id: 'Z0123456789ABCDEFGHIJ',
    github: {
      owner: 'octo-org',
      owner_id: '1',
      repository: 'octo-repo',
      repository_id: '2',
      default_branch: 'main',
    },
    oidc_provider_exists: false,
  };
  await writeFile(variables, JSON.stringify(values));
  const bootstrap = join('terraform', 'bootstrap');
  await terraform.terraform(bootstrap, 'init', '-no-color', '-lockfile=readonly');
  await terraform.terraform(bootstrap, 'apply', '-auto-approve', '-no-color', `-var-file=${variables}`);
}, 600_000);

afterAll(async () => {
  s3.destroy();
  kms.destroy();
  await Promise.all([emulator.stop(), terraform.remove()]);
});

evidenceStoreContract('S3', async () => {
  const bucket = `s3-evidence-${++buckets}`;
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  return s3EvidenceStore({ bucket, client: s3 });
});

describe('the chain in the bucket of terraform/bootstrap, signed by its key', () => {
  const { bucket, keyAlias } = NAMES;
  const store = () => s3EvidenceStore({ bucket, client: s3 });
  const signer = () => kmsEvidenceSigner({ keyId: keyAlias, client: kms });
  const hidden = () => s3EvidenceVersions({ bucket, client: s3 }).hidden('evidence/production/');

  test('what is appended verifies with the public key of KMS', async () => {
    for (const number of [1, 2, 3]) await append(evidenceOf(number), store(), signer());
    const { publicKey, id } = await signer().key();
    expect(id).toMatch(/^arn:aws:kms:us-west-2:123456789012:key\/[0-9a-f-]{36}$/);
    const verification = await verify(store(), pinned(publicKey), [{ number: 3, by: 'this test' }]);
    expect(verification.findings).toEqual([]);
    expect(verification.entries).toHaveLength(3);
    expect(await hidden()).toEqual([]);
  });

  test('npm run evidence verifies the bucket with the key of KMS, and a download of it without the network', async () => {
    const directory = join(terraform.directory, 'download');
    const aws = {
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
    const verified = 'verified: 3 entries of production, and everything that they name\n';
    const fromBucket = evidenceCommand(['verify', 'production', '--expect-last', '3'], aws);
    expect(fromBucket).toMatchObject({ status: 0, output: expect.stringContaining(verified) });
    expect(fromBucket.output).not.toContain('note:');
    expect(evidenceCommand(['download', 'production', directory], aws)).toMatchObject({
      status: 0,
      output: expect.stringMatching(/^9 files copied to .*, 0 were there already/),
    });
    const pem = join(terraform.directory, 'auditor.pem');
    await writeFile(pem, (await signer().key()).publicKey);
    expect(
      evidenceCommand(['verify', 'production', '--from', directory, '--public-key', pem, '--expect-last', '3']),
    ).toMatchObject({ status: 0, output: expect.stringContaining(verified) });
  });

  test('every file is encrypted with a key of its own and locked for five years', async () => {
    const keys = await store().list('evidence/production/');
    // Three entries, three documents, two histories and the public key.
    expect(keys).toHaveLength(9);
    for (const Key of keys) {
      const { ServerSideEncryption } = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key }));
      expect(ServerSideEncryption).toBe('aws:kms');
      const { Retention } = await s3.send(new GetObjectRetentionCommand({ Bucket: bucket, Key }));
      expect(Retention?.Mode).toBe('GOVERNANCE');
      const days = ((Retention?.RetainUntilDate?.getTime() ?? 0) - Date.now()) / DAY_MS;
      expect(Math.round(days)).toBe(1827);
    }
  });

  test('a locked version is not removed; what hides it is found, and the chain does not verify', async () => {
    const Key = 'evidence/production/00000003.json';
    const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: Key }));
    const removal = s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId: Versions[0]?.VersionId }));
    await expect(removal).rejects.toThrow('object protected by object lock');

    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
    const { publicKey } = await signer().key();
    const shortened = await verify(store(), pinned(publicKey));
    expect(problems(shortened)).toEqual([]);
    expect(notes(shortened).join()).toContain('no entry names it');
    expect(await hidden()).toEqual([
      { key: Key, versionId: Versions[0]?.VersionId, what: 'replaced', at: expect.any(Date) },
      { key: Key, versionId: expect.any(String), what: 'deleted', at: expect.any(Date) },
    ]);
    const command = evidenceCommand(['verify', 'production'], {
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    });
    expect(command).toMatchObject({
      status: 1,
      output: expect.stringContaining(`problem: ${Key}\n  it was deleted (`),
    });
  });

  test('a file that was written a second time is found', async () => {
    const Key = 'evidence/production/00000002.json';
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: '{}' }));
    expect((await hidden()).filter(({ key }) => key === Key)).toMatchObject([{ what: 'replaced' }]);
  });
});

describe('what cannot be used is an error that says what to do', () => {
  test('a bucket that is not there', async () => {
    const store = s3EvidenceStore({ bucket: 's3-nowhere', client: s3 });
    const calls = [() => store.read('a'), () => store.create('a', Buffer.of()), () => store.list('a')];
    for (const call of calls)
      await expect(call()).rejects.toThrow(
        /^a (?:cannot be stored )?in s3-nowhere.*; terraform\/bootstrap makes it: apply that of this environment again$/,
      );
  });

  test('a key that is not there', async () => {
    const signer = kmsEvidenceSigner({ keyId: 'alias/kms-evidence-nobody', client: kms });
    const hint = /; terraform\/bootstrap makes it: apply that of this environment again$/;
    await expect(signer.key()).rejects.toThrow(hint);
    await expect(signer.sign(Buffer.of())).rejects.toThrow(hint);
  });

  test('a key that is disabled', async () => {
    const made = await kms.send(new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }));
    const KeyId = made.KeyMetadata?.KeyId ?? '';
    await kms.send(new DisableKeyCommand({ KeyId }));
    await expect(kmsEvidenceSigner({ keyId: KeyId, client: kms }).sign(Buffer.of())).rejects.toThrow(
      '; enable the key again, or cancel its deletion',
    );
  });

  test.each<[string, CreateKeyCommandInput]>([
    ['encrypts', {}],
    ['signs with another curve', { KeySpec: 'ECC_NIST_P384', KeyUsage: 'SIGN_VERIFY' }],
  ])('a key that %s', async (_what, kind) => {
    const { KeyMetadata } = await kms.send(new CreateKeyCommand(kind));
    await expect(kmsEvidenceSigner({ keyId: KeyMetadata?.KeyId ?? '', client: kms }).key()).rejects.toThrow(
      /^KMS (?:did not give the public key of|gave another key than evidence is signed with)/,
    );
  });

  test('somebody else’s key does not verify what KMS has signed', async () => {
    const own = kmsEvidenceSigner({ keyId: NAMES.keyAlias, client: kms });
    const bytes = Buffer.from('evidence');
    const signature = await own.sign(bytes);
    expect(ecdsaSignatureCheck((await own.key()).publicKey, bytes, signature)).toBe(true);
    expect(ecdsaSignatureCheck(new LocalEvidenceSigner().publicKey, bytes, signature)).toBe(false);
  });
});

test('a destroy stops at the bucket, and the keys that make it readable and provable stay', async () => {
  const bootstrap = join('terraform', 'bootstrap');
  const variables = `-var-file=${join(terraform.directory, 'bootstrap.tfvars.json')}`;
  await expect(terraform.terraform(bootstrap, 'destroy', '-auto-approve', '-no-color', variables)).rejects.toThrow(
    /BucketNotEmpty/,
  );
  for (const KeyId of [NAMES.keyAlias, 'alias/kms-files-of-evidence-prod']) {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata?.KeyState).toBe('Enabled');
  }
}, 300_000);
