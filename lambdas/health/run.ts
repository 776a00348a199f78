import { answerTo, NOT_FOUND, questionOfEvent, type ProxyAnswer } from '../../src/health/answer';
import type { Question } from '../../src/health/question';
import type { Verdict } from '../../src/health/verdict';
import type { Logger } from '../../src/ports/logger';

export interface HealthPorts {
  /** Answers a question about the cluster of this region; never rejects, and soon enough for Route 53. */
  readonly look: Readonly<Record<Question, () => Promise<Verdict>>>;
  /** Publishes whether the cluster takes writes. */
  readonly publishWritable: (isWritable: boolean) => void;
  readonly logger: Logger;
}

/** Answers Route 53. The log tells of changes only: the answers themselves are hundreds in an hour. */
export function healthAnswers(ports: HealthPorts): (event: unknown) => Promise<ProxyAnswer> {
  const last = new Map<Question, string>();
  return async (event) => {
    const question = questionOfEvent(event);
    if (question === undefined) return NOT_FOUND;
    const verdict = await ports.look[question]();
    if (question === 'writer') ports.publishWritable(verdict.isFit);
    const said = verdict.isFit ? 'fit' : verdict.reason;
    if (last.get(question) !== said) ports.logger.info('the answer changed', { question, answer: said });
    last.set(question, said);
    return answerTo(question, verdict);
  };
}
