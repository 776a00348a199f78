import { findEnvironment, loadEnvironments } from '../../../src/environment/load-environments';
import type { Environment } from '../../../src/environment/schema';
import { selectEnvironments, type MatrixRow } from '../../../src/environment/select-environments';
import type { Violation } from '../../../src/plan/invariants';
import { makePlan } from '../../../src/plan/make-plan';
import type { PlanCounts } from '../../../src/plan/environment-plan';
import type { ChangedFiles, EnvironmentFiles } from '../../../src/ports/environment-files';
import type { Logger } from '../../../src/ports/logger';
import type { PrivateDirectory } from '../../../src/ports/private-files';
import type { PullRequest } from '../../../src/ports/pull-request';
import type { Terraform } from '../../../src/ports/terraform';
import { renderFailureComment, renderPlanComment, type PlanContext } from '../../../src/report/plan-comment';

export interface SelectPorts {
  readonly environmentFiles: EnvironmentFiles;
  readonly changedFiles: ChangedFiles;
  readonly logger: Logger;
}

export interface SelectRequest {
  readonly target: Environment['target'];
  /** Commit to compare with; `undefined` selects all. */
  readonly base: string | undefined;
  /** Selects only this environment. */
  readonly only: string | undefined;
}

/** Finds the environments that a change touches, or that were asked for. */
export async function runSelect(request: SelectRequest, ports: SelectPorts): Promise<readonly MatrixRow[]> {
  const { target, base, only } = request;
  const environments = loadEnvironments(await ports.environmentFiles.readAll());
  if (only !== undefined) findEnvironment(environments, only, target);
  const changed = base === undefined ? undefined : await ports.changedFiles.since(base);
  const rows = selectEnvironments(environments, changed, target).filter(
    (row) => only === undefined || row.environment === only,
  );
  ports.logger.info(
    `${changed === undefined ? 'all' : changed.length} files considered; environments: ${rows.map((row) => row.environment).join(', ') || 'none'}`,
  );
  return rows;
}

export interface PlanPorts {
  readonly environmentFiles: EnvironmentFiles;
  readonly terraform: Terraform;
  readonly privateDirectory: PrivateDirectory;
  /** Absent when there is no pull request to report to. */
  readonly pullRequest: PullRequest | undefined;
  readonly logger: Logger;
}

export interface PlanResult {
  readonly hasChanges: boolean;
  readonly counts: PlanCounts;
  readonly violations: readonly Violation[];
  /** The comment as Markdown, for the job summary too. */
  readonly markdown: string;
  readonly commentUrl: string | undefined;
}

/** Plans one environment and says so on the pull request; a failure is said there too, and then thrown. */
export async function runPlan(
  target: Environment['target'],
  context: PlanContext,
  ports: PlanPorts,
): Promise<PlanResult> {
  const comment = async (markdown: string) =>
    (await ports.pullRequest?.upsertComment(`plan:${context.environment}`, markdown))?.url;
  try {
    const all = loadEnvironments(await ports.environmentFiles.readAll());
    const environment = findEnvironment(all, context.environment, target);
    const plan = await ports.privateDirectory.use((files) => makePlan(environment, files, ports));
    const markdown = plan.secrets.remove(renderPlanComment(plan.summary, plan.violations, context));
    return {
      hasChanges: plan.hasChanges,
      counts: plan.summary.counts,
      violations: plan.violations,
      markdown,
      commentUrl: await comment(markdown),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    try {
      await comment(renderFailureComment('Plan', message, context));
    } catch (failure) {
      // The first error is the one to fix; this one is told as well.
      ports.logger.error(
        `the failure could not be commented: ${failure instanceof Error ? failure.message : String(failure)}`,
      );
    }
    throw error;
  }
}
