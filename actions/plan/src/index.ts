import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as core from '@actions/core';
import { actionsJobSummary } from '../../../src/adapters/actions-job-summary';
import { actionsLogger } from '../../../src/adapters/actions-logger';
import { githubPullRequest } from '../../../src/adapters/github-pull-request';
import { planResultFiles } from '../../../src/adapters/plan-result-files';
import { environmentFiles, gitChangedFiles } from '../../../src/adapters/repository-files';
import { sha256 } from '../../../src/adapters/sha256';
import { systemClock } from '../../../src/adapters/system-clock';
import { temporaryDirectory } from '../../../src/adapters/temporary-directory';
import { readWorkflowContext, type WorkflowContext } from '../../../src/adapters/workflow-context';
import { renderForkNotice } from '../../../src/report/issue-texts';
import { renderPlanSummary } from '../../../src/report/plans-comment';
import { readInputs, type CommentInputs, type Inputs, type PlanInputs, type SelectInputs } from './inputs';
import { runComment } from './run-comment';
import { runPlan, type Review } from './run-plan';
import { runSelect } from './run-select';
import { servicesOf, type Services } from './services';
import { drift, watchdog } from './watch';

async function main(): Promise<void> {
  const inputs = readInputs();
  // Before anything that could print it.
  if ('token' in inputs) core.setSecret(inputs.token);
  await run(inputs, readWorkflowContext(process.env));
}

async function run(inputs: Inputs, context: WorkflowContext): Promise<void> {
  switch (inputs.mode) {
    case 'select':
      return select(inputs, context);
    case 'plan':
      return plan(inputs, context);
    case 'comment':
      return comment(inputs, context);
    case 'fork-notice': {
      const posted = await pullRequestOf(inputs.token, context).upsertComment('fork-notice', renderForkNotice());
      core.setOutput('comment-url', posted.url);
      return;
    }
    case 'drift':
      return drift(inputs, context);
    case 'watchdog':
      return watchdog(inputs, context);
  }
}

async function select(inputs: SelectInputs, { workspace }: WorkflowContext): Promise<void> {
  const rows = await runSelect(inputs, {
    environmentFiles: environmentFiles(workspace),
    changedFiles: gitChangedFiles(workspace),
    logger: actionsLogger,
  });
  core.setOutput('matrix', JSON.stringify({ include: rows }));
  core.setOutput('any', String(rows.length > 0));
}

async function plan(inputs: PlanInputs, context: WorkflowContext): Promise<void> {
  const { environment, target, resultDirectory } = inputs;
  const { commit, runUrl, workspace } = context;
  const started: Services[] = [];
  const { result, hasChanges, failure } = await runPlan(
    { environment, target, commit, runUrl, review: reviewOf(context) },
    {
      environmentFiles: environmentFiles(workspace),
      privateDirectory: temporaryDirectory,
      clock: systemClock,
      logger: actionsLogger,
      digest: sha256,
      of: (found) => {
        const services = servicesOf(found, inputs, workspace);
        started.push(services);
        return services;
      },
    },
  ).finally(() => Promise.all(started.map(({ stop }) => stop())));
  await mkdir(resultDirectory, { recursive: true });
  await writeFile(join(resultDirectory, 'result.json'), JSON.stringify(result));
  if (result.status === 'planned') {
    const { counts } = result.summary;
    core.setOutput('has-changes', String(hasChanges));
    core.setOutput('add', counts.create);
    core.setOutput('change', counts.update);
    core.setOutput('replace', counts.replace);
    core.setOutput('destroy', counts.delete);
    core.setOutput('plan-digest', result.planDigest);
  }
  await actionsJobSummary.write(renderPlanSummary({ plans: [result], missing: [] }, { commit, runUrl }));
  if (failure !== undefined) core.setFailed(failure);
}

async function comment({ expected, resultDirectory, token }: CommentInputs, context: WorkflowContext): Promise<void> {
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

function pullRequestOf(token: string, { repository, pullRequest }: WorkflowContext) {
  if (pullRequest === undefined)
    throw new Error('this mode comments on a pull request, but the event is not about one; run it on pull_request');
  return githubPullRequest({ token, ...repository, logger: actionsLogger }, pullRequest);
}

/** Whose merge would apply the plan; `undefined` on events that are not about a pull request. */
function reviewOf({ repositoryId, pullRequest, commit, baseSha }: WorkflowContext): Review | undefined {
  if (pullRequest === undefined) return undefined;
  if (repositoryId === undefined || commit === undefined || baseSha === undefined)
    throw new Error(
      'the event of the pull request names no repository id, head or base; GITHUB_REPOSITORY_ID is needed',
    );
  return { repositoryId: String(repositoryId), pullRequest, head: commit, base: baseSha };
}

main().catch((error: unknown) => {
  core.setFailed(error instanceof Error ? error.message : String(error));
});
