import type { Remembered } from './verify';

/** Reads `12`, or `12:<sha256 of the entry>`: how far a chain has to reach. @returns `undefined` when it is neither */
export function parseRemembered(text: string, by: string): Remembered | undefined {
  const [, digits, sha256] = /^([1-9]\d{0,7})(?::([0-9a-f]{64}))?$/.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  return { number: Number(digits), by, ...(sha256 === undefined ? {} : { sha256 }) };
}
