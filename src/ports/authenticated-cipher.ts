/** What came out of the cipher; none of it is secret, all of it is needed to open it. */
export interface Ciphertext {
  /** Fresh for each call: 12 bytes. */
  readonly nonce: Uint8Array;
  /** As long as what was encrypted. */
  readonly ciphertext: Uint8Array;
  /** 16 bytes; wrong as soon as a bit of the ciphertext or of the associated bytes differs. */
  readonly tag: Uint8Array;
}

/** Encryption that also notices every change (AES-256-GCM), and the digest beside it. */
export interface AuthenticatedCipher {
  /** `associated` is not encrypted, but has to be the same when it is opened. The key must never be used for another message. */
  encrypt(key: Uint8Array, message: Uint8Array, associated: Uint8Array): Ciphertext;
  /** @throws CiphertextRefusedError when anything differs from what was encrypted */
  decrypt(key: Uint8Array, sealed: Ciphertext, associated: Uint8Array): Uint8Array;
  /** SHA-256 as hexadecimal text. */
  digest(bytes: Uint8Array): string;
  /** Whether these bytes have this digest; the time that it takes tells nothing about where they differ. */
  hasDigest(bytes: Uint8Array, digest: string): boolean;
}

/** The ciphertext, its nonce, its tag or the bytes associated with it were changed, or the key is another one. */
export class CiphertextRefusedError extends Error {
  override readonly name = 'CiphertextRefusedError';
}
