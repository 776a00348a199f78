/** What Route 53 asks a region: whether its cluster takes writes, and whether it is fit to be read. */
export const QUESTIONS = ['writer', 'replica'] as const;
export type Question = (typeof QUESTIONS)[number];

/** The question behind a path of the API, for example `/writer`; `undefined` for a path that asks nothing. */
export function questionOf(path: string): Question | undefined {
  return QUESTIONS.find((question) => path === `/${question}`);
}
