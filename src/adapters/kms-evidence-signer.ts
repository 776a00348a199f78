import { createHash } from 'node:crypto';
import { GetPublicKeyCommand, NotFoundException, SignCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { EvidenceKey, EvidenceSigner } from '../ports/evidence-signer';
import { publicKeyPem } from './ecdsa-signatures';

/** KMS does not sign; the message says which key was asked for and what to check. */
export class EvidenceSignerError extends Error {
  override readonly name = 'EvidenceSignerError';
}

export interface KmsEvidenceSignerOptions {
  /** Id, ARN or alias (`alias/…`) of a key of the kind ECC_NIST_P256 for signing. */
  readonly keyId: string;
  /** Of the key's region. */
  readonly client: KMSClient;
}

/**
 * Signs with a key of KMS, which never leaves it: what was signed once cannot be signed by anybody else, and each signature is in CloudTrail. KMS is
 * sent the digest, because it takes no message of more than 4,096 bytes.
 *
 * Needs kms:GetPublicKey and kms:Sign.
 */
export function kmsEvidenceSigner({ keyId, client }: KmsEvidenceSignerOptions): EvidenceSigner {
  return {
    async key(): Promise<EvidenceKey> {
      const answer = await client.send(new GetPublicKeyCommand({ KeyId: keyId })).catch((cause: unknown) => {
        throw failure(`did not give the public key of ${keyId}`, 'kms:GetPublicKey', cause);
      });
      try {
        if (answer.KeyId === undefined || answer.PublicKey === undefined)
          throw new TypeError('there is no key in the answer');
        return { id: answer.KeyId, publicKey: publicKeyPem(answer.PublicKey) };
      } catch (cause) {
        throw failure(`gave another key than evidence is signed with (ECC_NIST_P256) as ${keyId}`, undefined, cause);
      }
    },
    async sign(bytes) {
      const { Signature: signature } = await client
        .send(
          new SignCommand({
            KeyId: keyId,
            Message: createHash('sha256').update(bytes).digest(),
            MessageType: 'DIGEST',
            SigningAlgorithm: 'ECDSA_SHA_256',
          }),
        )
        .catch((cause: unknown) => {
          throw failure(`did not sign with ${keyId}`, 'kms:Sign', cause);
        });
      if (signature === undefined) throw failure(`answered without a signature of ${keyId}`, undefined, undefined);
      return signature;
    },
  };
}

function failure(what: string, right: string | undefined, cause: unknown): EvidenceSignerError {
  const reason = cause instanceof Error ? `: ${cause.message || cause.name}` : '';
  return new EvidenceSignerError(`KMS ${what}${reason}${hint(right, cause)}`, { cause });
}

function hint(right: string | undefined, cause: unknown): string {
  if (cause instanceof NotFoundException) return '; terraform/bootstrap makes it: apply that of this environment again';
  // The SDK has no class for it: it is an error of every service.
  if (right !== undefined && cause instanceof Error && cause.name === 'AccessDeniedException')
    return `; the role of this job needs ${right} for this environment, which terraform/bootstrap gives it: apply that again`;
  if (cause instanceof Error && /^(?:Disabled|KMSInvalidState)Exception$/.test(cause.name))
    return '; enable the key again, or cancel its deletion';
  return '';
}
