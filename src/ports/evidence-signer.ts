/** A key that signs and never leaves the place where it was made. */
export interface EvidenceSigner {
  /** The key that `sign` uses now. */
  key(): Promise<EvidenceKey>;
  /** Signs bytes of any length. @returns a signature (ECDSA with SHA-256) in DER */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

export interface EvidenceKey {
  /** ARN. */
  readonly id: string;
  /** The public half, in PEM. */
  readonly publicKey: string;
}

/** SHA-256 over bytes, or over the UTF-8 bytes of a text, as hexadecimal text. */
export type Digest = (content: string | Uint8Array) => string;

/** Whether `signature` (ECDSA with SHA-256, in DER) over `signed` was made with the private half of this key. Never throws. */
export type SignatureCheck = (publicKey: string, signed: Uint8Array, signature: Uint8Array) => boolean;
