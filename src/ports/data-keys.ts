/** What a data key is bound to; the same is needed to open it. No secret: KMS writes it to CloudTrail. */
export type KeyContext = Readonly<Record<string, string>>;

/** Makes keys for one use each. A role that holds only this cannot open anything. */
export interface DataKeyMaker {
  /** A fresh 256-bit key, in the clear and wrapped by the key of the environment. */
  make(context: KeyContext): Promise<{ readonly key: Uint8Array; readonly wrapped: Uint8Array }>;
}

/** Opens wrapped keys. */
export interface DataKeyOpener {
  /** @throws DataKeyRefusedError when the wrapped key was changed, or made for another context or by another key */
  open(wrapped: Uint8Array, context: KeyContext): Promise<Uint8Array>;
}

/** The wrapped key does not open with this key and context. */
export class DataKeyRefusedError extends Error {
  override readonly name = 'DataKeyRefusedError';
}
