import { createHash } from 'node:crypto';

/** SHA-256 over bytes, or over the UTF-8 bytes of a text, as hexadecimal text. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
