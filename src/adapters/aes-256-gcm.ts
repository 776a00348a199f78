import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { CiphertextRefusedError, type AuthenticatedCipher } from '../ports/authenticated-cipher';

const ALGORITHM = 'aes-256-gcm';
const NONCE_LENGTH = 12;
// Node accepts shorter tags when it is not told, down to 4 bytes, which can be guessed.
const TAG = { authTagLength: 16 };

/** AES-256-GCM and SHA-256 of node:crypto. */
export const aes256Gcm: AuthenticatedCipher = {
  encrypt(key, message, associated) {
    const nonce = randomBytes(NONCE_LENGTH);
    const cipher = createCipheriv(ALGORITHM, key, nonce, TAG).setAAD(associated);
    const ciphertext = Buffer.concat([cipher.update(message), cipher.final()]);
    return { nonce, ciphertext, tag: cipher.getAuthTag() };
  },
  decrypt(key, { nonce, ciphertext, tag }, associated) {
    try {
      const decipher = createDecipheriv(ALGORITHM, key, nonce, TAG).setAAD(associated).setAuthTag(tag);
      // Nothing leaves here before the tag has been compared, which final() does.
      return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
    } catch (cause) {
      throw new CiphertextRefusedError('the ciphertext does not open with this key', { cause });
    }
  },
  digest: (bytes) => sha256(bytes).toString('hex'),
  hasDigest(bytes, digest) {
    const expected = Buffer.from(digest, 'hex');
    const actual = sha256(bytes);
    return expected.length === actual.length && timingSafeEqual(expected, actual);
  },
};

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
