import {
  DecryptCommand,
  GenerateDataKeyCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  NotFoundException,
  type KMSClient,
} from '@aws-sdk/client-kms';
import { DataKeyRefusedError, type DataKeyMaker, type DataKeyOpener } from '../ports/data-keys';

/** KMS gives no key; the message says which one was asked for and what to check. Never that the wrapped key is the wrong one. */
export class KmsDataKeyError extends Error {
  override readonly name = 'KmsDataKeyError';
}

export interface KmsDataKeysOptions {
  /** Id, ARN or alias (`alias/…`) of the key that wraps. */
  readonly keyId: string;
  /** Of the key's region. */
  readonly client: KMSClient;
}

/** Makes data keys with kms:GenerateDataKey. */
export function kmsDataKeyMaker({ keyId, client }: KmsDataKeysOptions): DataKeyMaker {
  return {
    async make(context) {
      const { Plaintext: key, CiphertextBlob: wrapped } = await client
        .send(new GenerateDataKeyCommand({ KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: { ...context } }))
        .catch((error: unknown) => {
          throw failure('make a data key with', keyId, 'kms:GenerateDataKey', error);
        });
      if (key?.length !== 32 || wrapped === undefined)
        throw new KmsDataKeyError(`KMS answered without a data key of ${keyId}`);
      return { key, wrapped };
    },
  };
}

/**
 * Opens data keys with kms:Decrypt. The key is named although KMS could find it out from what is wrapped: without its name, a key of
 * somebody else's that lets us decrypt would open a plan of theirs.
 */
export function kmsDataKeyOpener({ keyId, client }: KmsDataKeysOptions): DataKeyOpener {
  return {
    async open(wrapped, context) {
      const { Plaintext: key } = await client
        .send(new DecryptCommand({ KeyId: keyId, CiphertextBlob: wrapped, EncryptionContext: { ...context } }))
        .catch((error: unknown) => {
          if (error instanceof InvalidCiphertextException)
            throw new DataKeyRefusedError(`${keyId} has wrapped no such key for this context`, { cause: error });
          if (error instanceof IncorrectKeyException)
            throw new DataKeyRefusedError(`another key than ${keyId} has wrapped it`, { cause: error });
          throw failure('open a data key with', keyId, 'kms:Decrypt', error);
        });
      if (key?.length !== 32) throw new KmsDataKeyError(`KMS answered without a data key of ${keyId}`);
      return key;
    },
  };
}

function failure(doing: string, keyId: string, right: string, cause: unknown): KmsDataKeyError {
  const message = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new KmsDataKeyError(`KMS did not ${doing} ${keyId}: ${message}${hint(right, cause)}`, { cause });
}

function hint(right: string, cause: unknown): string {
  if (cause instanceof NotFoundException) return '; terraform/bootstrap makes it: apply that of this environment again';
  // The SDK has no class for it: it is an error of every service.
  if (cause instanceof Error && cause.name === 'AccessDeniedException')
    return `; the role of this job needs ${right} for this environment, which terraform/bootstrap gives it: apply that again`;
  if (cause instanceof Error && /^(?:Disabled|KMSInvalidState)Exception$/.test(cause.name))
    return '; enable the key again, or cancel its deletion';
  return '';
}
