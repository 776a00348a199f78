import * as core from '@actions/core';
import { actionsJobSummary } from '../../../../src/adapters/actions-job-summary';
import { actionsLogger } from '../../../../src/adapters/actions-logger';
import { githubPullRequest } from '../../../../src/adapters/github-pull-request';
import { planResultFiles } from '../../../../src/adapters/plan-result-files';
import type { WorkflowContext } from '../../../../src/adapters/workflow-context';
import { renderForkNotice } from '../../../../src/report/issue-texts';
import type { CommentInputs, ForkNoticeInputs } from '../inputs';
import { runComment } from '../run-comment';

export async function comment(
  { expected, resultDirectory, token }: CommentInputs,
  context: WorkflowContext,
): Promise<void> {
  const { commit, runUrl, generation } = context;
  const url = await runComment(
    { expected, origin: { commit, runUrl }, generation },
    {
      results: () => planResultFiles(resultDirectory),
      pullRequest: pullRequestOf(token, context),
      summary: actionsJobSummary,
      logger: actionsLogger,
    },
  );
  core.setOutput('comment-url', url ?? '');
}

export async function forkNotice({ token }: ForkNoticeInputs, context: WorkflowContext): Promise<void> {
  const posted = await pullRequestOf(token, context).upsertComment('fork-notice', renderForkNotice());
  core.setOutput('comment-url', posted.url);
}

function pullRequestOf(token: string, { repository, pullRequest }: WorkflowContext) {
  if (pullRequest === undefined)
    throw new Error('this mode comments on a pull request, but the event is not about one; run it on pull_request');
  return githubPullRequest({ token, ...repository, logger: actionsLogger }, pullRequest);
}
