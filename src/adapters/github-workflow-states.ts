import { z } from 'zod';
import type { WorkflowStates } from '../ports/workflow-states';
import { connect, toolsOf, type GitHubOptions } from './github-client';
import { isGone } from './github-failure';
import { withRetries } from './github-retry';

const HINTS = {
  401: 'the token is not valid; give the action the github-token of this job',
  403: 'the token lacks a permission; the job needs "actions: read"',
} as const;

const workflowSchema = z.object({ state: z.string() });

/** The states of workflows, through GitHub's API. @throws GitHubError (from its methods) when GitHub refuses or stays silent */
export function githubWorkflowStates(options: GitHubOptions): WorkflowStates {
  const octokit = connect(options);
  return {
    of: (workflow) =>
      withRetries(`see whether ${workflow} is enabled`, HINTS, toolsOf(options), async () => {
        try {
          const { data } = await octokit.rest.actions.getWorkflow({
            owner: options.owner,
            repo: options.repo,
            workflow_id: workflow,
          });
          return workflowSchema.parse(data).state;
        } catch (error) {
          if (isGone(error)) return undefined;
          throw error;
        }
      }),
  };
}
