import { z } from 'zod';
import type { WorkflowStates } from '../ports/workflow-states';
import { connect, type GitHubOptions } from './github-client';
import { failureOf } from './github-failure';
import { withRetries } from './github-retry';
import { systemClock } from './system-clock';

const HINTS = {
  401: 'the token is not valid; give the action the github-token of this job',
  403: 'the token lacks a permission; the job needs "actions: read"',
} as const;

const workflowSchema = z.object({ state: z.string() });

/** The states of workflows, through GitHub's API. @throws GitHubError (from its methods) when GitHub refuses or stays silent */
export function githubWorkflowStates(options: GitHubOptions): WorkflowStates {
  const octokit = connect(options);
  const clock = options.clock ?? systemClock;
  return {
    of: (workflow) =>
      withRetries(`see whether ${workflow} is enabled`, HINTS, { clock, logger: options.logger }, async () => {
        try {
          const { data } = await octokit.rest.actions.getWorkflow({
            owner: options.owner,
            repo: options.repo,
            workflow_id: workflow,
          });
          return workflowSchema.parse(data).state;
        } catch (error) {
          if (failureOf(error, clock.now()).status === 404) return undefined;
          throw error;
        }
      }),
  };
}
