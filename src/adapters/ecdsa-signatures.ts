import { createPublicKey, verify } from 'node:crypto';
import type { SignatureCheck } from '../ports/evidence-signer';

/** Checks signatures here, without KMS. A key or a signature that is none checks nothing. */
export const ecdsaSignatureCheck: SignatureCheck = (publicKey, signed, signature) => {
  try {
    const key = createPublicKey(publicKey);
    return key.asymmetricKeyType === 'ec' && verify('sha256', signed, { key, dsaEncoding: 'der' }, signature);
  } catch {
    return false;
  }
};

/**
 * The public key in PEM, in the one form that is written for it.
 *
 * @throws TypeError when it is not a public key of the curve P-256 (ECC_NIST_P256 in KMS)
 */
export function publicKeyPem(key: string | Uint8Array): string {
  const read = createPublicKey(typeof key === 'string' ? key : { key: Buffer.from(key), format: 'der', type: 'spki' });
  if (read.asymmetricKeyType !== 'ec' || read.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new TypeError('it is not a public key of the curve P-256');
  return read.export({ format: 'pem', type: 'spki' }).toString();
}
