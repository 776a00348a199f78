import { beforeEach, describe, expect, test } from '@jest/globals';
import { checkState } from '../../src/doctor/state';
import type { BucketFacts } from '../../src/ports/account-facts';
import type { TerraformLock } from '../../src/ports/terraform-lock';
import { FakePlace, lines, MD5, PRODUCTION, wrong } from './examined-account';

let place: FakePlace;
let checksum: string | undefined;
let lock: TerraformLock | undefined;
let here: string | Error;

beforeEach(() => {
  place = new FakePlace();
  checksum = MD5;
  lock = undefined;
  here = '1.11.4';
});

const WORKFLOW =
  'jobs:\n  plan:\n    steps:\n      - uses: hashicorp/setup-terraform@v3\n        with:\n          terraform_version: 1.11.4\n';

const look = () =>
  checkState(PRODUCTION, {
    place,
    locks: { read: async () => lock, checksum: async () => checksum },
    checkout: { read: async (path) => (path.endsWith('plan.yml') ? WORKFLOW : undefined) },
    terraform: {
      version: async () => {
        if (here instanceof Error) throw here;
        return here;
      },
    },
  });

test('a state place as terraform/bootstrap makes it is fine', async () => {
  expect(lines(await look())).toEqual([
    'ok state-bucket: the state bucket s3-tfstate-prod-123456789012 is in us-west-2, versioned, encrypted and not public',
    'ok lock-table: the lock table dynamodb-tflock-prod is there',
    'ok plan-key: plans are sealed with alias/kms-plans-prod',
    'ok state: state l, serial 7, written by Terraform 1.11.4',
    'ok state-version: the state was written by Terraform 1.11.4, which is not newer than any that reads it',
    'ok state-checksum: the checksum in the lock table is that of the state',
  ]);
});

describe('the bucket', () => {
  const FINE: BucketFacts = {
    region: 'us-west-2',
    isVersioned: true,
    encryption: 'aws:kms',
    blocksPublicAccess: true,
  };

  test.each<[string, Partial<BucketFacts>, string]>([
    [
      'is elsewhere',
      { region: 'us-east-1' },
      'is in us-east-1 and not in us-west-2, as the file of the environment says',
    ],
    ['forgets', { isVersioned: false }, 'keeps no old versions, so a damaged state cannot be brought back'],
    ['is encrypted by S3', { encryption: 'AES256' }, 'is not encrypted with a key of ours (AES256)'],
    ['is not encrypted', { encryption: undefined }, 'is not encrypted with a key of ours (not at all)'],
    ['is public', { blocksPublicAccess: false }, 'does not block all public access; a state can hold secrets'],
  ])('%s', async (_what, facts, sentence) => {
    place.bucketFacts = { ...FINE, ...facts };
    expect(wrong(await look())).toEqual([
      `problem state-bucket: the state bucket s3-tfstate-prod-123456789012 ${sentence}`,
    ]);
  });

  test('is not there', async () => {
    place.bucketFacts = undefined;
    expect(wrong(await look())).toEqual(['problem state-bucket: there is no bucket s3-tfstate-prod-123456789012']);
  });
});

test('the lock table is not there, has another key, or is not ready', async () => {
  place.table = undefined;
  expect(wrong(await look())).toEqual(['problem lock-table: there is no table dynamodb-tflock-prod in us-west-2']);
  place.table = { key: 'id', status: 'ACTIVE' };
  expect(wrong(await look())).toEqual([
    'problem lock-table: the key of dynamodb-tflock-prod is "id"; Terraform wants "LockID"',
  ]);
  place.table = { key: 'LockID', status: 'CREATING' };
  expect(wrong(await look())).toEqual(['warning lock-table: the lock table dynamodb-tflock-prod is CREATING']);
});

test('the key of the plans is not there, or disabled', async () => {
  place.keys.clear();
  expect(wrong(await look())).toEqual([
    'problem plan-key: there is no key alias/kms-plans-prod, so no plan can be sealed',
  ]);
  place.keys.set('alias/kms-plans-prod', { isEnabled: false });
  expect(wrong(await look())).toEqual([
    'problem plan-key: the key alias/kms-plans-prod is disabled, so no plan can be sealed or opened',
  ]);
});

describe('the state', () => {
  const state = (terraformVersion: string) => ({ terraformVersion, lineage: 'l', serial: 7, md5: MD5 });

  test('was never written', async () => {
    place.stateFacts = undefined;
    checksum = undefined;
    expect(lines(await look())).toContain('ok state: there is no state: nothing was ever applied');
  });

  test('was deleted', async () => {
    place.stateFacts = undefined;
    expect(wrong(await look())).toEqual([
      'problem state-checksum: the lock table holds the checksum of a state, but there is no state: it was deleted',
    ]);
  });

  test('is newer than the programs that read it', async () => {
    place.stateFacts = state('1.12.0');
    here = '1.12.1';
    expect(wrong(await look())).toEqual([
      'problem state-version: the state was written by Terraform 1.12.0, which is newer than 1.11.4 of the workflows: it is refused there',
    ]);
    here = '1.9.9';
    expect(wrong(await look())).toHaveLength(2);
  });

  test('is compared with the workflows alone where there is no Terraform', async () => {
    here = new Error('terraform is not installed');
    expect(lines(await look())).toContain('not checked state-version: not checked: terraform is not installed');
  });

  test('has another checksum: what it means, and how to repair it', async () => {
    checksum = 'f'.repeat(32);
    const check = (await look()).find(({ id }) => id === 'state-checksum');
    expect(check?.status).toBe('problem');
    expect(check?.advice).toEqual([
      'look at the versions of the state and decide which one is right; the newest is, when a run was killed:',
      'aws s3api list-object-versions --region us-west-2 --bucket s3-tfstate-prod-123456789012 --prefix production/terraform.tfstate',
      'then write down the checksum of the state that is there:',
      `aws dynamodb update-item --region us-west-2 --table-name dynamodb-tflock-prod --key '{"LockID":{"S":"s3-tfstate-prod-123456789012/production/terraform.tfstate-md5"}}' --update-expression 'SET Digest = :digest' --expression-attribute-values '{":digest":{"S":"${MD5}"}}'`,
    ]);
  });

  test('has another checksum while it is being written: wait', async () => {
    checksum = 'f'.repeat(32);
    lock = { id: 'i', operation: 'OperationTypeApply', who: 'w', version: '1.11.4', created: new Date(0) };
    expect(wrong(await look())).toEqual([
      'warning state-checksum: the checksum in the lock table is not that of the state, which is locked',
    ]);
  });
});
