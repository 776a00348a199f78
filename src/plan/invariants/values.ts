import { isRecord } from '../secrets';

/** What a plan knows of a value. Unknown means known after apply: that is no mistake in itself. */
export type Reading = { readonly isKnown: true; readonly value: unknown } | { readonly isKnown: false };

const UNKNOWN: Reading = { isKnown: false };

/** Reads a planned value and its mark of being unknown along the same path; what is not set is known to be null. */
export function read(after: unknown, unknown: unknown, path: readonly (string | number)[]): Reading {
  if (unknown === true) return UNKNOWN;
  const [step, ...rest] = path;
  if (step === undefined) return { isKnown: true, value: after ?? null };
  return read(child(after, step), child(unknown, step), rest);
}

function child(of: unknown, step: string | number): unknown {
  if (typeof step === 'number') return asList(of)[step];
  return isRecord(of) ? of[step] : undefined;
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asTexts(value: unknown): readonly string[] {
  return typeof value === 'string' ? [value] : asList(value).filter((item) => typeof item === 'string');
}
