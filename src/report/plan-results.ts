import { environmentPlanSchema, type EnvironmentPlan } from '../plan/environment-plan';
import { cut, visibleLine } from './visible';

/** What the plan jobs handed over, in the order of the environments that were to be planned. */
export interface PlanResults {
  readonly plans: readonly EnvironmentPlan[];
  /** Environments whose job handed over nothing. */
  readonly missing: readonly string[];
}

/** In characters. The largest plans leave most of their changes out, so nothing of ours is as long. */
const LONGEST_RESULT = 32_000_000;
/** So many results of environments that nobody asked for are named. */
const MOST_STRANGERS = 5;

/**
 * Reads what plan jobs handed over. Those jobs run the code of a pull request, so nothing in it is believed: what does not fit becomes an error
 * of that environment, which is told in the comment.
 *
 * @param files    the texts, by the environment that their artifact is named after
 * @param expected the environments that were to be planned
 */
export function readPlanResults(files: ReadonlyMap<string, string>, expected: readonly string[]): PlanResults {
  const wanted = [...new Set(expected)];
  const strangers = [...files.keys()].filter((name) => !wanted.includes(name)).sort();
  const unnamed = strangers.length - MOST_STRANGERS;
  return {
    plans: [
      ...wanted.flatMap((environment) => {
        const text = files.get(environment);
        return text === undefined ? [] : [readResult(environment, text)];
      }),
      ...strangers
        .slice(0, MOST_STRANGERS)
        .map((name) =>
          refused(cut(name, 100), 'a result was handed over for an environment that this pull request does not plan'),
        ),
      ...(unnamed > 0
        ? [
            refused(
              '…',
              `${unnamed} more results were handed over for environments that this pull request does not plan`,
            ),
          ]
        : []),
    ],
    missing: wanted.filter((environment) => !files.has(environment)),
  };
}

function readResult(environment: string, text: string): EnvironmentPlan {
  if (text.length > LONGEST_RESULT)
    return refused(
      environment,
      `the result of its plan job has ${text.length} characters, at most ${LONGEST_RESULT} are read`,
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    return refused(environment, 'the result of its plan job is not JSON');
  }
  const result = environmentPlanSchema.safeParse(json);
  if (!result.success) {
    const [issue] = result.error.issues;
    const where = visibleLine(cut((issue?.path ?? []).map(String).join('.'), 200));
    return refused(
      environment,
      `the result of its plan job is not one: ${where === '' ? 'it' : where} is not as it has to be`,
    );
  }
  if (result.data.environment !== environment)
    return refused(
      environment,
      `the result of its plan job is for another environment, ${visibleLine(cut(JSON.stringify(result.data.environment), 100))}`,
    );
  return result.data;
}

function refused(environment: string, error: string): EnvironmentPlan {
  return {
    status: 'failed',
    environment,
    error: `${error}. What it says is not shown. Look at the log of the plan job, and whether the pull request changes what that job runs.`,
  };
}
