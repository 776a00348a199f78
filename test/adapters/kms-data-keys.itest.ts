import { CreateAliasCommand, CreateKeyCommand, DisableKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Emulator } from '../../sandbox/emulator/start-emulator';
import { kmsDataKeyMaker, kmsDataKeyOpener } from '../../src/adapters/kms-data-keys';
import { clientOptions, startTestEmulator, WEST } from '../sandbox/emulator-support/emulator-fixture';
import { dataKeysContract } from './data-keys-contract';

let emulator: Emulator;
let client: KMSClient;
let keys = 0;

beforeAll(async () => {
  emulator = await startTestEmulator();
  client = new KMSClient(clientOptions(emulator, WEST));
}, 120_000);

afterAll(async () => {
  client.destroy();
  await emulator.stop();
});

/** A new key with an alias. */
async function makeKey(): Promise<{ readonly alias: string; readonly id: string }> {
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));
  const id = KeyMetadata?.KeyId ?? '';
  const alias = `alias/kms-plans-${++keys}`;
  await client.send(new CreateAliasCommand({ AliasName: alias, TargetKeyId: id }));
  return { alias, id };
}

dataKeysContract('KMS', async () => {
  const [one, other] = [await makeKey(), await makeKey()];
  return {
    maker: kmsDataKeyMaker({ keyId: one.alias, client }),
    opener: kmsDataKeyOpener({ keyId: one.alias, client }),
    another: kmsDataKeyOpener({ keyId: other.alias, client }),
  };
});

test('another key than the one that is named is not used, although KMS could find it', async () => {
  const [one, other] = [await makeKey(), await makeKey()];
  const { wrapped } = await kmsDataKeyMaker({ keyId: one.alias, client }).make({ environment: 'production' });
  await expect(
    kmsDataKeyOpener({ keyId: other.alias, client }).open(wrapped, { environment: 'production' }),
  ).rejects.toThrow(`another key than ${other.alias} has wrapped it`);
});

test('a key that is not there is an error that says who makes it', async () => {
  const settings = { keyId: 'alias/kms-plans-nobody', client };
  const hint = '; terraform/bootstrap makes it: apply that of this environment again';
  const calls = [
    ['make', () => kmsDataKeyMaker(settings).make({})],
    ['open', () => kmsDataKeyOpener(settings).open(Buffer.alloc(100), {})],
  ] as const;
  for (const [doing, call] of calls) {
    const failure: unknown = await call().catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'KmsDataKeyError' });
    expect(String(failure)).toContain(`KMS did not ${doing} a data key with alias/kms-plans-nobody: `);
    expect(String(failure)).toContain(hint);
  }
});

test('a key that is disabled is an error that says what to do', async () => {
  const { alias, id } = await makeKey();
  await client.send(new DisableKeyCommand({ KeyId: id }));
  await expect(kmsDataKeyMaker({ keyId: alias, client }).make({})).rejects.toThrow(
    '; enable the key again, or cancel its deletion',
  );
});

test('KMS that cannot be reached is an error that names the key', async () => {
  const lost = new KMSClient({ ...clientOptions(emulator, WEST), endpoint: 'http://127.0.0.1:9' });
  await expect(kmsDataKeyMaker({ keyId: 'alias/kms-plans-prod', client: lost }).make({})).rejects.toThrow(
    /^KMS did not make a data key with alias\/kms-plans-prod: .*ECONNREFUSED/,
  );
});
