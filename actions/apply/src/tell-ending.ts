import { hasChangedAnything, type Ending } from '../../../src/apply/ending';
import { ApplyStoppedError } from '../../../src/apply/refusals';
import type { SeenSecrets } from '../../../src/apply/seen-secrets';
import type { PlanCounts } from '../../../src/plan/environment-plan';
import type { LeaseHolder } from '../../../src/ports/lease';
import type { Logger } from '../../../src/ports/logger';
import type { PullRequest } from '../../../src/ports/pull-request';
import { renderApplyComment, renderApplyFailed, renderApplyStopped } from '../../../src/report/apply-report';

/** What a later step of the job can read. */
export interface ApplyOutputs {
  /** Whether anything was changed, also by an apply that failed half-way. */
  readonly applied: boolean;
  readonly record: Ending['state'];
  /** Of what was applied; absent when it was not applied to its end. */
  readonly counts: PlanCounts | undefined;
  readonly planDigest: string | undefined;
  /** For the summary of the job. */
  readonly markdown: string;
}

export interface ApplyReporting {
  readonly publish: (outputs: ApplyOutputs) => Promise<void>;
  readonly publishComment: (url: string) => void;
}

/** Whose ending it is. */
export interface Told {
  readonly environment: string;
  readonly commit: string;
  readonly runUrl: string | undefined;
  readonly generation: number;
  readonly pullRequest: PullRequest | undefined;
  readonly waited: { readonly holder: LeaseHolder; readonly seconds: number } | undefined;
  readonly secrets: SeenSecrets;
}

/**
 * Tells how an apply ended: outputs and summary first, which nobody can refuse, then the comment. It has happened, whether that can be told or
 * not, so this never throws.
 */
export async function tellEnding(
  ending: Ending,
  told: Told,
  { reporting, logger }: { readonly reporting: ApplyReporting; readonly logger: Logger },
): Promise<void> {
  const { secrets, environment, pullRequest, generation } = told;
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (failure) {
      const message = failure instanceof Error ? failure.message : String(failure);
      logger.error(`${ending.state}, but ${what}: ${secrets.remove(message)}`);
    }
  };
  const markdown = secrets.remove(render(ending, told));
  await attempt('neither outputs nor summary could be written', () =>
    reporting.publish({
      applied: hasChangedAnything(ending),
      record: ending.state,
      counts: 'summary' in ending ? ending.summary.counts : undefined,
      planDigest: 'planDigest' in ending ? ending.planDigest : undefined,
      markdown,
    }),
  );
  if (pullRequest === undefined) return;
  await attempt('not commented', async () => {
    const [first] = await pullRequest.upsertComments(`apply:${environment}`, [markdown], generation);
    if (first !== undefined) reporting.publishComment(first.url);
  });
}

function render(ending: Ending, told: Told): string {
  const { secrets, environment, commit, runUrl, waited } = told;
  const place = { environment, commit, runUrl };
  switch (ending.state) {
    case 'applied':
      return renderApplyComment({
        ...place,
        ...ending,
        applied: ending.plan,
        waited,
      });
    case 'nothing':
      return renderApplyComment({
        ...place,
        applied: 'nothing',
        summary: ending.summary,
        planDigest: undefined,
        journal: { done: [] },
        waited,
      });
    case 'stopped':
      return ending.error instanceof ApplyStoppedError
        ? renderStop(ending.error, told)
        : renderApplyFailed({
            ...place,
            error: secrets.remove(ending.error.message),
            journal: NOTHING,
            remaining: undefined,
          });
    case 'failed':
      return renderApplyFailed({
        ...place,
        error: secrets.remove(ending.error.message),
        journal: ending.journal,
        remaining: ending.left,
      });
  }
}

const NOTHING = { done: [], failed: [], notStarted: [] };

function renderStop({ reason, whatToDo, details }: ApplyStoppedError, told: Told): string {
  const { secrets, environment, commit, runUrl } = told;
  return renderApplyStopped({
    environment,
    commit,
    runUrl,
    reason: secrets.remove(reason),
    whatToDo,
    sealProblems: details.sealProblems ?? [],
    differences: details.differences ?? [],
    violations: details.violations ?? [],
    summary: details.summary,
  });
}
