import type { Digest } from '../ports/evidence-signer';

/** Where everything lies below `evidence/<environment>/`; the same in the bucket and in a directory that it was downloaded to. */

export function placeOf(environment: string): string {
  return `evidence/${environment}/`;
}

export function entryKey(environment: string, number: number): string {
  return `${placeOf(environment)}${String(number).padStart(8, '0')}.json`;
}

/** The name of a file says what it is about, and a part of its digest: whoever stores the same again meets it and not another one. */
export function fileName(kind: 'documents' | 'histories', exerciseId: string, text: string, digest: Digest): string {
  return `${kind}/${exerciseId}-${digest(text).slice(0, 12)}.json`;
}

/** From the ARN of the key. */
export function keyFile(keyId: string): string {
  return `keys/${keyId.slice(keyId.lastIndexOf('/') + 1)}.pem`;
}

export type Place =
  { readonly kind: 'entry'; readonly number: number } | { readonly kind: 'document' | 'history' | 'key' | 'unknown' };

/** What a key of an environment's evidence stands for. */
export function placeIn(environment: string, key: string): Place {
  const name = key.slice(placeOf(environment).length);
  const [, number] = /^(\d{8})\.json$/.exec(name) ?? [];
  if (number !== undefined && Number(number) > 0) return { kind: 'entry', number: Number(number) };
  if (/^documents\/[0-9a-f-]{36}-[0-9a-f]{12}\.json$/.test(name)) return { kind: 'document' };
  if (/^histories\/[0-9a-f-]{36}-[0-9a-f]{12}\.json$/.test(name)) return { kind: 'history' };
  if (/^keys\/[A-Za-z0-9-]{1,64}\.pem$/.test(name)) return { kind: 'key' };
  return { kind: 'unknown' };
}
