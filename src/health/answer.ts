import { z } from 'zod';
import { questionOf, type Question } from './question';
import type { Verdict } from './verdict';

/** What a REST API of API Gateway takes from its function. */
export interface ProxyAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The one field of a proxy event that matters; it begins after the name of the stage. */
const eventSchema = z.object({ path: z.string() });

/** Which question an event of API Gateway asks; `undefined` when it asks none of ours. */
export function questionOfEvent(event: unknown): Question | undefined {
  const parsed = eventSchema.safeParse(event);
  return parsed.success ? questionOf(parsed.data.path) : undefined;
}

/** 200 for fit, 503 and one word for unfit. The word is all that a stranger gets to know. */
export function answerTo(question: Question, verdict: Verdict): ProxyAnswer {
  if (verdict.isFit) return answer(200, question);
  return answer(503, verdict.reason);
}

/** For what is not a question of ours. */
export const NOT_FOUND: ProxyAnswer = answer(404, 'unknown');

function answer(statusCode: number, body: string): ProxyAnswer {
  // An answer from a cache would be about another moment.
  return { statusCode, headers: { 'content-type': 'text/plain', 'cache-control': 'no-store' }, body };
}
