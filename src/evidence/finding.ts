/** What verifying has found. */
export interface Finding {
  /** `problem`: not verified. `note`: nothing is wrong by itself, but a reader has to know. */
  readonly level: 'problem' | 'note';
  /** The key that it is about. */
  readonly where: string;
  readonly what: string;
  /** What to do about it. */
  readonly todo: string;
}

export function problem(where: string, what: string, todo: string): Finding {
  return { level: 'problem', where, what, todo };
}

export function note(where: string, what: string, todo: string): Finding {
  return { level: 'note', where, what, todo };
}
