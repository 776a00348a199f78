import type { Clock } from '../ports/clock';

/**
 * Looks at most once within `rememberMs`, whoever asks: callers that come while a look is under way share it, and those that come soon
 * after get the same answer. So a flood of questions costs the database no more than one question does.
 *
 * Both clocks must agree that the answer is fresh. Lambda freezes the process between two calls, and a monotonic clock may stand still
 * meanwhile: by that clock alone an answer from before a disaster could be given after it.
 *
 * @param look must not reject and must end within its own time limit
 */
export function rememberedAnswer<T>(look: () => Promise<T>, clock: Clock, rememberMs: number): () => Promise<T> {
  let remembered: { readonly answer: T; readonly wallMs: number; readonly monotonicMs: number } | undefined;
  let underWay: Promise<T> | undefined;

  function isFresh(then: { readonly wallMs: number; readonly monotonicMs: number }): boolean {
    const wallAge = clock.now().getTime() - then.wallMs;
    const monotonicAge = clock.monotonicMs() - then.monotonicMs;
    return wallAge >= 0 && wallAge < rememberMs && monotonicAge < rememberMs;
  }

  return () => {
    if (underWay !== undefined) return underWay;
    if (remembered !== undefined && isFresh(remembered)) return Promise.resolve(remembered.answer);
    // Measured from the start: an answer is as old as the question.
    const began = { wallMs: clock.now().getTime(), monotonicMs: clock.monotonicMs() };
    underWay = look()
      .then((answer) => {
        remembered = { answer, ...began };
        return answer;
      })
      .finally(() => {
        underWay = undefined;
      });
    return underWay;
  };
}
