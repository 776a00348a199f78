import { z } from 'zod';

/**
 * One link of the chain. The evidence of an environment is the sequence of its entries, numbered from 1 without gaps; each names the digest of
 * the one before it, so that none can be changed, removed, inserted or moved without all later ones being signed again.
 *
 * There is no canonical form to get wrong: a stored entry is the JSON text of its fields in exactly this order, without spaces, and a newline.
 * What is signed is the same text without the field `signature` and without the newline. Any other bytes are no entry.
 */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const file = z.strictObject({
  /** From `evidence/<environment>/`. */
  file: z.string().regex(/^(?:documents|histories)\/[0-9a-f-]{36}-[0-9a-f]{12}\.json$/),
  sha256,
  bytes: z.number().int().nonnegative(),
});

const unsignedSchema = z.strictObject({
  formatVersion: z.literal(1),
  environment: z.string().regex(/^[a-z][a-z0-9-]{0,29}$/),
  number: z.number().int().min(1).max(99_999_999),
  /** Digest of the bytes of the entry before this one; `null` in the first. */
  previous: sha256.nullable(),
  /** When it was signed, by the clock of the machine that did it. */
  at: z.iso.datetime(),
  document: file,
  /** `null` when nothing was measured. */
  history: file.nullable(),
  /** ARN of the key that signed. */
  keyId: z.string().regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,64}$/),
  algorithm: z.literal('ECDSA_SHA_256'),
});

export const entrySchema = z.strictObject({
  ...unsignedSchema.shape,
  /** In DER and base64. */
  signature: z.base64().min(1),
});

export type UnsignedEntry = z.infer<typeof unsignedSchema>;
export type EvidenceEntry = z.infer<typeof entrySchema>;
export type StoredFile = z.infer<typeof file>;

/** What is in the place of an entry is none; the message says why. */
export class EvidenceEntryError extends Error {
  override readonly name = 'EvidenceEntryError';
}

/** What is signed of an entry. */
export function signedText(entry: UnsignedEntry): string {
  // Parsed anew, which puts the fields into the order of the schema and leaves the signature out.
  const { formatVersion, environment, number, previous, at, document, history, keyId, algorithm } = entry;
  return JSON.stringify(
    unsignedSchema.parse({ formatVersion, environment, number, previous, at, document, history, keyId, algorithm }),
  );
}

/** What is stored of an entry. */
export function entryText(entry: EvidenceEntry): string {
  return `${JSON.stringify(entrySchema.parse(entry))}\n`;
}

/** Reads a stored entry. @throws EvidenceEntryError for anything but the very bytes that `entryText` makes */
export function parseEntry(bytes: Uint8Array): EvidenceEntry {
  let entry: EvidenceEntry;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    entry = entrySchema.parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause).replaceAll(/\s+/g, ' ') : String(cause);
    throw new EvidenceEntryError(`it is not an entry: ${reason}`, { cause });
  }
  if (entryText(entry) !== text)
    throw new EvidenceEntryError('it says what an entry says, but not in the bytes that are written for it');
  return entry;
}
