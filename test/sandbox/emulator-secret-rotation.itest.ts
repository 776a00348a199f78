import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CancelRotateSecretCommand,
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { z } from 'zod';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { secretsManagerVersions } from '../../src/adapters/secrets-manager-versions';
import { ACCOUNT, clientOptions, EAST, startTestEmulator } from './emulator-support/emulator-fixture';

// A rotation function that notes what it is asked, fails where the file FAIL says so, and moves the labels.
const FUNCTION = `
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const call = async (operation, body) => {
  const response = await fetch(process.env.AWS_ENDPOINT_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.' + operation,
      authorization: 'AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/' + process.env.AWS_REGION + '/secretsmanager/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
};
exports.handler = async ({ Step, SecretId, ClientRequestToken }) => {
  appendFileSync(process.env.EVENTS, Step + ' ' + ClientRequestToken + '\\n');
  if (existsSync(process.env.FAIL) && readFileSync(process.env.FAIL, 'utf8') === Step) throw new Error('told to fail');
  if (Step === 'createSecret')
    await call('PutSecretValue', { SecretId, ClientRequestToken, SecretString: 'new ' + ClientRequestToken, VersionStages: ['AWSPENDING'] });
  if (Step === 'finishSecret') {
    const { VersionIdsToStages } = await call('DescribeSecret', { SecretId });
    const [from] = Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes('AWSCURRENT'));
    await call('UpdateSecretVersionStage', { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: ClientRequestToken, RemoveFromVersionId: from });
  }
};
`;

const token = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

describe('rotation in Secrets Manager', () => {
  let emulator: Emulator;
  let secrets: SecretsManagerClient;
  let directory: string;
  let functionArn: string;
  let secretId: string;
  let next = 0;

  const file = (name: string) => join(directory, name);
  const events = () => (existsSync(file('events')) ? readFileSync(file('events'), 'utf8').trim().split('\n') : []);
  const describeSecret = () => secrets.send(new DescribeSecretCommand({ SecretId: secretId }));
  const current = async () => (await secrets.send(new GetSecretValueCommand({ SecretId: secretId }))).SecretString;
  const rotate = (ClientRequestToken: string, RotateImmediately = true) =>
    secrets.send(
      new RotateSecretCommand({
        SecretId: secretId,
        ClientRequestToken,
        RotationLambdaARN: functionArn,
        RotationRules: { AutomaticallyAfterDays: 30, Duration: '2h' },
        RotateImmediately,
      }),
    );
  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    const giveUpAt = Date.now() + 30_000;
    while (!(await condition())) {
      if (Date.now() > giveUpAt) throw new Error(`it never happened; the function was asked: ${events().join(', ')}`);
      await delay(100);
    }
  }

  beforeAll(async () => {
    emulator = await startTestEmulator();
    directory = mkdtempSync(join(tmpdir(), 'rotation-test-'));
    secrets = new SecretsManagerClient(clientOptions(emulator, EAST));
    const lambda = new LambdaClient(clientOptions(emulator, EAST));
    const created = await lambda.send(
      new CreateFunctionCommand({
        FunctionName: 'rotation',
        Runtime: 'nodejs22.x',
        Role: `arn:aws:iam::${ACCOUNT}:role/rotation`,
        Handler: 'index.handler',
        Code: { ZipFile: zipSync({ 'index.js': strToU8(FUNCTION) }) },
        Environment: { Variables: { EVENTS: file('events'), FAIL: file('fail') } },
      }),
    );
    functionArn = z.string().parse(created.FunctionArn);
    await expect(
      secrets
        .send(new CreateSecretCommand({ Name: 'closed', SecretString: 'x' }))
        .then(() => secrets.send(new RotateSecretCommand({ SecretId: 'closed', RotationLambdaARN: functionArn }))),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await lambda.send(
      new AddPermissionCommand({
        FunctionName: 'rotation',
        StatementId: 'SecretsManager',
        Action: 'lambda:InvokeFunction',
        Principal: 'secretsmanager.amazonaws.com',
        SourceAccount: ACCOUNT,
      }),
    );
  });

  afterAll(async () => {
    await emulator.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  beforeEach(async () => {
    for (const name of ['events', 'fail']) rmSync(file(name), { force: true });
    secretId = `secret-${++next}`;
    await secrets.send(new CreateSecretCommand({ Name: secretId, SecretString: 'first' }));
  });

  test('runs the four steps with the token as the version, and says when it did and when it will again', async () => {
    await rotate(token(1));
    await until(async () => (await describeSecret()).LastRotatedDate !== undefined);
    expect(events()).toEqual(
      ['createSecret', 'setSecret', 'testSecret', 'finishSecret'].map((step) => `${step} ${token(1)}`),
    );
    expect(await current()).toBe(`new ${token(1)}`);
    const { RotationEnabled, RotationLambdaARN, RotationRules, NextRotationDate } = await describeSecret();
    expect({ RotationEnabled, RotationLambdaARN, RotationRules }).toEqual({
      RotationEnabled: true,
      RotationLambdaARN: functionArn,
      RotationRules: { AutomaticallyAfterDays: 30, Duration: '2h' },
    });
    expect(NextRotationDate?.getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
  });

  test('repeats all steps when one fails, and the version stays pending meanwhile', async () => {
    writeFileSync(file('fail'), 'testSecret');
    await rotate(token(2));
    await until(() => events().length >= 3);
    expect((await describeSecret()).VersionIdsToStages?.[token(2)]).toEqual(['AWSPENDING']);
    expect(await current()).toBe('first');
    await expect(rotate(token(3))).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: "A previous rotation isn't complete. That rotation will be reattempted.",
    });
    rmSync(file('fail'));
    await until(async () => (await current()) === `new ${token(2)}`);
    expect(events().slice(0, 4)).toEqual(
      ['createSecret', 'setSecret', 'testSecret', 'createSecret'].map((step) => `${step} ${token(2)}`),
    );
  });

  test('only tests when it is not to rotate at once, with a version that is empty', async () => {
    await rotate(token(4), false);
    await until(async () => !Object.hasOwn((await describeSecret()).VersionIdsToStages ?? {}, token(4)));
    expect(events()).toEqual([`testSecret ${token(4)}`]);
    expect(await current()).toBe('first');
    expect((await describeSecret()).RotationEnabled).toBe(true);
  });

  test('is cancelled', async () => {
    await rotate(token(5), false);
    await secrets.send(new CancelRotateSecretCommand({ SecretId: secretId }));
    const { RotationEnabled, NextRotationDate } = await describeSecret();
    expect({ RotationEnabled, NextRotationDate }).toEqual({ RotationEnabled: false, NextRotationDate: undefined });
  });

  test('a version takes one value: the same again changes nothing, another is refused', async () => {
    const put = (SecretString: string, VersionStages: string[]) =>
      secrets.send(
        new PutSecretValueCommand({ SecretId: secretId, ClientRequestToken: token(6), SecretString, VersionStages }),
      );
    await put('second', ['AWSPENDING']);
    expect(await put('second', ['AWSCURRENT'])).toMatchObject({ VersionStages: ['AWSPENDING'] });
    expect(await current()).toBe('first');
    await expect(put('third', ['AWSPENDING'])).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  test('a label is on one version, and a version without a label is kept', async () => {
    const { VersionId: first } = await secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
    for (const n of [1, 2, 3])
      await secrets.send(
        new PutSecretValueCommand({
          SecretId: secretId,
          ClientRequestToken: token(n),
          SecretString: `value ${n}`,
          VersionStages: ['AWSCURRENT', 'OURS'],
        }),
      );
    const { VersionIdsToStages } = await describeSecret();
    expect(VersionIdsToStages).toEqual({
      [token(2)]: ['AWSPREVIOUS'],
      [token(3)]: expect.arrayContaining(['AWSCURRENT', 'OURS']),
    });
    const old = await secrets.send(new GetSecretValueCommand({ SecretId: secretId, VersionId: first }));
    expect(old.SecretString).toBe('first');
  });

  test('a label and a version that do not belong together are refused', async () => {
    const { VersionId } = await secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
    await expect(
      secrets.send(new GetSecretValueCommand({ SecretId: secretId, VersionId, VersionStage: 'AWSPENDING' })),
    ).rejects.toMatchObject({ name: 'InvalidRequestException' });
  });

  describe('as the rotation function sees it', () => {
    const versions = () => secretsManagerVersions({ secretArn: secretId, client: secrets });

    test('an announced version has a label and no value; the first value that is stored stays', async () => {
      appendFileSync(file('fail'), 'createSecret');
      await rotate(token(7));
      expect((await versions().labels()).get(token(7))).toEqual(['AWSPENDING']);
      expect(await versions().read({ versionId: token(7), label: 'AWSPENDING' })).toBeUndefined();
      await versions().storePending(token(7), 'one', undefined);
      await versions().storePending(token(7), 'two', undefined);
      expect(await versions().read({ versionId: token(7), label: 'AWSPENDING' })).toBe('one');
      await secrets.send(new CancelRotateSecretCommand({ SecretId: secretId }));
    });

    test('a label that went elsewhere is moved back with the value that was there', async () => {
      await versions().storeCurrent(token(8), 'eight');
      await versions().storeCurrent(token(9), 'nine');
      await versions().storeCurrent(token(8), 'eight');
      expect(await current()).toBe('eight');
      expect(await versions().read({ versionId: token(9), label: 'AWSCURRENT' })).toBeUndefined();
    });

    test('older values are found, the newest first, also those whose label was taken away', async () => {
      await versions().storePending(token(1), 'given up', undefined);
      await secrets.send(
        new UpdateSecretVersionStageCommand({
          SecretId: secretId,
          VersionStage: 'AWSPENDING',
          RemoveFromVersionId: token(1),
        }),
      );
      expect(new Set(await versions().history(10))).toEqual(new Set(['given up', 'first']));
      expect(await versions().history(1)).toHaveLength(1);
    });
  });
});
