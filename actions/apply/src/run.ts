import { findEnvironment, loadEnvironments } from '../../../src/environment/load-environments';
import type { Environment } from '../../../src/environment/schema';
import { makePlan } from '../../../src/plan/make-plan';
import type { PlanCounts } from '../../../src/plan/environment-plan';
import type { EnvironmentFiles } from '../../../src/ports/environment-files';
import type { Logger } from '../../../src/ports/logger';
import type { PrivateDirectory } from '../../../src/ports/private-files';
import type { PullRequest } from '../../../src/ports/pull-request';
import type { Terraform } from '../../../src/ports/terraform';
import {
  renderApplyComment,
  renderFailureComment,
  renderPlanComment,
  type PlanContext,
} from '../../../src/report/plan-comment';

/** The plan breaks a rule of disaster recovery; nothing was applied. */
export class BlockedError extends Error {
  override readonly name = 'BlockedError';
}

/** An apply failed with an error that held something secret; the message is without it. */
export class ApplyError extends Error {
  override readonly name = 'ApplyError';
}

export interface ApplyPorts {
  readonly environmentFiles: EnvironmentFiles;
  readonly terraform: Terraform;
  readonly privateDirectory: PrivateDirectory;
  /** Absent when the commit came from no pull request. */
  readonly pullRequest: PullRequest | undefined;
  readonly logger: Logger;
}

export interface ApplyResult {
  readonly applied: boolean;
  readonly counts: PlanCounts;
  readonly markdown: string;
  readonly commentUrl: string | undefined;
}

/** Plans, checks, and applies exactly the plan that was checked. A failure is said on the pull request too, and then thrown. */
export async function runApply(
  target: Environment['target'],
  context: PlanContext,
  ports: ApplyPorts,
): Promise<ApplyResult> {
  const comment = async (markdown: string) =>
    (await ports.pullRequest?.upsertComment(`apply:${context.environment}`, markdown))?.url;
  let failureMarkdown: string | undefined;
  let withoutSecrets = (text: string) => text;
  try {
    const all = loadEnvironments(await ports.environmentFiles.readAll());
    const environment = findEnvironment(all, context.environment, target);
    return await ports.privateDirectory.use(async (files) => {
      const plan = await makePlan(environment, files, ports);
      withoutSecrets = (text) => plan.secrets.remove(text);
      if (plan.violations.length > 0) {
        failureMarkdown = withoutSecrets(renderPlanComment(plan.summary, plan.violations, context));
        throw new BlockedError(
          plan.violations.map(({ id, address, sentence }) => `${id} ${address}: ${sentence}`).join('\n'),
        );
      }
      if (plan.hasChanges) await ports.logger.group('terraform apply', () => ports.terraform.apply(plan.planFile));
      const markdown = withoutSecrets(renderApplyComment(plan.summary, context));
      return {
        applied: plan.hasChanges,
        counts: plan.summary.counts,
        markdown,
        // It is applied, whether that can be said or not: a failing comment must not turn it into a failed apply.
        commentUrl: await comment(markdown).catch((failure: unknown) => {
          ports.logger.error(
            `applied, but not commented: ${failure instanceof Error ? failure.message : String(failure)}`,
          );
          return undefined;
        }),
      };
    });
  } catch (error) {
    const message = withoutSecrets(error instanceof Error ? error.message : String(error));
    try {
      await comment(failureMarkdown ?? renderFailureComment('Apply', message, context));
    } catch (failure) {
      ports.logger.error(
        `the failure could not be commented: ${failure instanceof Error ? failure.message : String(failure)}`,
      );
    }
    // The message ends in the log of the run; the original is not kept as the cause, because it holds the secret.
    if (error instanceof Error && error.message === message) throw error;
    throw new ApplyError(message);
  }
}
