/** One thing that was looked at. */
export interface Check {
  readonly id: string;
  readonly status: 'ok' | 'warning' | 'problem' | 'not checked';
  /** What was found, or why it could not be looked at. */
  readonly sentence: string;
  /** What to do, as lines: sentences, or commands to copy. */
  readonly advice: readonly string[];
  /** Facts to look up, for example subjects. */
  readonly details?: readonly string[];
}

export interface Section {
  readonly title: string;
  readonly checks: readonly Check[];
}

export function ok(id: string, sentence: string, details?: readonly string[]): Check {
  return { id, status: 'ok', sentence, advice: [], ...(details === undefined ? {} : { details }) };
}

export function warning(id: string, sentence: string, ...advice: readonly string[]): Check {
  return { id, status: 'warning', sentence, advice };
}

export function problem(id: string, sentence: string, ...advice: readonly string[]): Check {
  return { id, status: 'problem', sentence, advice };
}

export function notChecked(id: string, why: string, ...advice: readonly string[]): Check {
  return { id, status: 'not checked', sentence: `not checked: ${why}`, advice };
}

/** Carries out a check; one that cannot be carried out says why, and keeps no other from being carried out. */
export async function attempt(id: string, check: () => Promise<Check | readonly Check[]>): Promise<readonly Check[]> {
  try {
    return [await check()].flat();
  } catch (error) {
    return [notChecked(id, reasonOf(error))];
  }
}

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? error.name : error.message;
}
