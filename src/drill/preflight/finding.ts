/** What a guard saw. That it saw nothing is not among it: then it throws, and is `unknown`. */
export interface Finding {
  readonly outcome: 'passed' | 'refused';
  /** In one line, for people. */
  readonly value: string;
}

/** Passed with what is in order, or refused with every trouble. */
export function found(troubles: readonly string[], inOrder: string): Finding {
  return troubles.length === 0
    ? { outcome: 'passed', value: inOrder }
    : { outcome: 'refused', value: troubles.join('; ') };
}

/** A guard cannot be judged, whatever was read: it becomes `unknown`. */
export class CannotTellError extends Error {
  override readonly name = 'CannotTellError';
}
