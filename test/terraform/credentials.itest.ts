import { readFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { ACCOUNT, clientOptions, EAST, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { copyTerraform, type TerraformCopy } from './terraform-support/terraform-copy';

const CONFIGURATION = `
provider "aws" {
  alias  = "east"
  region = "${EAST}"
}

provider "aws" {
  alias  = "west"
  region = "${WEST}"
}

resource "aws_kms_key" "east" {
  provider = aws.east
}

resource "aws_kms_key" "west" {
  provider = aws.west
}

module "credentials" {
  source    = "../terraform/modules/credentials"
  providers = { aws.home = aws.east, aws.other = aws.west }

  environment_suffix = "test"
  home_key_arn       = aws_kms_key.east.arn
  other_key_arn      = aws_kms_key.west.arn
  host               = "aurora-global-test.global-sandbox00000.global.rds.amazonaws.com"
  port               = 5432
  username           = "dr_admin"
  dbname             = "app"
}
`;

const secretSchema = z.record(z.string(), z.unknown()).and(z.object({ password: z.string() }));

// Terraform cannot mock ephemeral resources, so this module is tested with Secrets Manager as the emulator plays it.
describe('the credentials module', () => {
  let emulator: Emulator;
  let copy: TerraformCopy;

  beforeAll(async () => {
    emulator = await startTestEmulator();
    copy = await copyTerraform({
      AWS_ENDPOINT_URL: emulator.endpoint,
      AWS_ACCESS_KEY_ID: ACCOUNT,
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    });
    await mkdir(join(copy.directory, 'root'));
    await writeFile(join(copy.directory, 'root', 'main.tf'), CONFIGURATION);
    await copy.terraform('root', 'init', '-no-color');
    await copy.terraform('root', 'apply', '-auto-approve', '-no-color');
  });

  afterAll(async () => {
    await Promise.all([emulator.stop(), copy.remove()]);
  });

  const stored = async (region: string) => {
    const client = new SecretsManagerClient(clientOptions(emulator, region));
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: 'secret-database-test' }));
    return secretSchema.parse(JSON.parse(SecretString ?? ''));
  };

  test('stores what a client needs, with the name that follows the writer', async () => {
    expect(await stored(EAST)).toEqual({
      engine: 'postgres',
      host: 'aurora-global-test.global-sandbox00000.global.rds.amazonaws.com',
      port: 5432,
      username: 'dr_admin',
      password: expect.any(String),
      dbname: 'app',
      ssl: true,
    });
  });

  test('keeps the same in a secret of its own in the other region, encrypted with a key of that region (K3)', async () => {
    expect(await stored(WEST)).toEqual(await stored(EAST));
    const client = new SecretsManagerClient(clientOptions(emulator, WEST));
    const secret = await client.send(new DescribeSecretCommand({ SecretId: 'secret-database-test' }));
    expect(secret.KmsKeyId).toContain(`:kms:${WEST}:`);
    expect(secret.PrimaryRegion).toBeUndefined();
  });

  test('makes a password that is long, has special characters, and that RDS accepts (K4)', async () => {
    const { password } = await stored(EAST);
    expect(password.length).toBeGreaterThanOrEqual(32);
    expect(password).toMatch(/[^A-Za-z0-9]/);
    expect(password).not.toMatch(/[/@" ]/);
  });

  test('leaves no trace of it in state and plan (K5)', async () => {
    const { password } = await stored(EAST);
    const state = await readFile(join(copy.directory, 'root', 'terraform.tfstate'), 'utf8');
    expect(state).toContain('secret-database-test');
    expect(state.includes(password)).toBe(false);
    await copy.terraform('root', 'plan', '-out=test.tfplan', '-no-color');
    const shown = await copy.terraform('root', 'show', '-json', 'test.tfplan');
    expect(shown.includes(password)).toBe(false);
  });

  test('neither changes nor rotates it at the next apply', async () => {
    const before = await stored(EAST);
    expect(await copy.terraform('root', 'plan', '-detailed-exitcode', '-no-color')).toContain('No changes.');
    await copy.terraform('root', 'apply', '-auto-approve', '-no-color');
    expect(await stored(EAST)).toEqual(before);
  });

  test('can be destroyed and made anew under the same name (T3)', async () => {
    const before = await stored(EAST);
    await copy.terraform('root', 'destroy', '-auto-approve', '-no-color');
    await copy.terraform('root', 'apply', '-auto-approve', '-no-color');
    expect((await stored(EAST)).password).not.toBe(before.password);
  });
});
