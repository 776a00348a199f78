import { join } from 'node:path';
import * as core from '@actions/core';
import { actionsJobSummary } from '../../../src/adapters/actions-job-summary';
import { actionsLogger } from '../../../src/adapters/actions-logger';
import { githubPullRequestFinder } from '../../../src/adapters/github-pull-request';
import { environmentFiles } from '../../../src/adapters/repository-files';
import { systemClock } from '../../../src/adapters/system-clock';
import { temporaryDirectory } from '../../../src/adapters/temporary-directory';
import { terraformCli } from '../../../src/adapters/terraform-cli';
import { readWorkflowContext, type WorkflowContext } from '../../../src/adapters/workflow-context';
import { databaseOf, switchBackMeans } from './destroy-ports';
import { readInputs, type ApplyInputs, type DestroyInputs } from './inputs';
import { runApply } from './run';
import { runDestroy } from './run-destroy';

async function main(): Promise<void> {
  const inputs = readInputs(process.env);
  const context = readWorkflowContext(process.env);
  await (inputs.mode === 'apply' ? apply(inputs, context) : destroy(inputs, context));
}

async function apply(inputs: ApplyInputs, context: WorkflowContext): Promise<void> {
  const { environment, target, token } = inputs;
  core.setSecret(token);
  const { commit } = context;
  const finder = githubPullRequestFinder({ token, ...context.repository, logger: actionsLogger });
  const result = await runApply(
    target,
    { environment, commit, runUrl: context.runUrl },
    {
      ...commonPorts(inputs, context),
      pullRequest: commit === undefined ? undefined : await finder.findMerged(commit),
    },
  );
  core.setOutput('applied', String(result.applied));
  core.setOutput('add', result.counts.create);
  core.setOutput('change', result.counts.update);
  core.setOutput('replace', result.counts.replace);
  core.setOutput('destroy', result.counts.delete);
  core.setOutput('comment-url', result.commentUrl ?? '');
  await core.summary.addRaw(result.markdown, true).write();
}

async function destroy(inputs: DestroyInputs, context: WorkflowContext): Promise<void> {
  const { commit, runUrl } = context;
  const result = await runDestroy(
    {
      target: inputs.target,
      context: { environment: inputs.environment, commit, runUrl },
      switchBack: switchBackMeans(inputs.switchBack),
    },
    { ...commonPorts(inputs, context), databaseOf, clock: systemClock, summary: actionsJobSummary },
  );
  core.setOutput('applied', String(result.applied));
  core.setOutput('destroy', result.destroyed);
}

function commonPorts({ environment, terraformPath }: ApplyInputs | DestroyInputs, { workspace }: WorkflowContext) {
  return {
    environmentFiles: environmentFiles(workspace),
    terraform: terraformCli({
      path: terraformPath,
      directory: join(workspace, 'terraform'),
      dataDirectory: join(workspace, '.terraform', environment),
      environment: process.env,
      logger: actionsLogger,
    }),
    privateDirectory: temporaryDirectory,
    logger: actionsLogger,
  };
}

main().catch((error: unknown) => {
  core.setFailed(error instanceof Error ? error.message : String(error));
});
