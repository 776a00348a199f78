import { createHash } from 'node:crypto';

/** SHA-256 over the UTF-8 bytes of a text, as hexadecimal text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
