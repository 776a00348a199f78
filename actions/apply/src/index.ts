import * as core from '@actions/core';
import { actionsJobSummary } from '../../../src/adapters/actions-job-summary';
import { actionsLogger } from '../../../src/adapters/actions-logger';
import { githubIssues } from '../../../src/adapters/github-issues';
import { githubPullRequestFinder } from '../../../src/adapters/github-pull-request';
import { processInterruption } from '../../../src/adapters/process-interruption';
import { redactedLogger } from '../../../src/adapters/redacted-logger';
import { environmentFiles } from '../../../src/adapters/repository-files';
import { sha256 } from '../../../src/adapters/sha256';
import { systemClock } from '../../../src/adapters/system-clock';
import { temporaryDirectory } from '../../../src/adapters/temporary-directory';
import { terraformPlace } from '../../../src/adapters/terraform-directory';
import { terraformCli } from '../../../src/adapters/terraform-cli';
import {
  readWorkflowContext,
  WorkflowContextError,
  type WorkflowContext,
} from '../../../src/adapters/workflow-context';
import { redactText } from '../../../src/plan/redaction/redact-text';
import { breakGlassOf } from './break-glass-order';
import { databaseOf, switchBackMeans } from './destroy-ports';
import { readInputs, type ApplyInputs, type DestroyInputs } from './inputs';
import { runApply, type ApplyRequest } from './run';
import { runDestroy } from './run-destroy';
import { servicesOf } from './services';
import type { ApplyOutputs } from './tell-ending';

async function main(): Promise<void> {
  const inputs = readInputs(process.env);
  // Before anything that could print it.
  if (inputs.mode === 'apply') core.setSecret(inputs.token);
  const context = readWorkflowContext(process.env);
  await (inputs.mode === 'apply' ? apply(inputs, context) : destroy(inputs, context));
}

async function apply(inputs: ApplyInputs, context: WorkflowContext): Promise<void> {
  const request = requestOf(inputs, context);
  const interrupted = processInterruption();
  try {
    await applyUnless(interrupted, request, inputs, context);
  } finally {
    // Whoever was waited for when the run was cancelled would keep the process alive until it is killed.
    if (interrupted.aborted) setImmediate(() => process.exit());
  }
}

async function applyUnless(
  interrupted: AbortSignal,
  request: ApplyRequest,
  inputs: ApplyInputs,
  context: WorkflowContext,
): Promise<void> {
  const github = { token: inputs.token, ...context.repository, logger: actionsLogger };
  const common = commonPorts(inputs, context, interrupted);
  await runApply(request, {
    ...common,
    clock: systemClock,
    digest: sha256,
    interrupted,
    pullRequests: githubPullRequestFinder(github),
    issues: githubIssues(github),
    redact: redactText,
    of: (environment) => servicesOf(environment, common.terraform, context.workspace),
    reporting: {
      publish,
      publishComment: (url) => {
        core.setOutput('comment-url', url);
      },
    },
  });
}

/** Everything is checked here, before anything is done. */
function requestOf(inputs: ApplyInputs, context: WorkflowContext): ApplyRequest {
  const { environment, target, leaseWaitMs } = inputs;
  const { commit, repositoryId, baseSha: base, runUrl, generation } = context;
  if (commit === undefined) throw new WorkflowContextError('GITHUB_SHA is not set, so nobody knows what to apply');
  if (repositoryId === undefined) throw new WorkflowContextError('GITHUB_REPOSITORY_ID is not set');
  const breakGlass = breakGlassOf(inputs.breakGlass, context, process.env['GITHUB_REF']);
  return {
    ...{ environment, target, commit, base, runUrl, generation, leaseWaitMs, breakGlass },
    repositoryId: String(repositoryId),
  };
}

async function publish({ applied, record, counts, planDigest, markdown }: ApplyOutputs): Promise<void> {
  core.setOutput('applied', String(applied));
  core.setOutput('record', record);
  core.setOutput('plan-digest', planDigest ?? '');
  if (counts !== undefined) {
    core.setOutput('add', counts.create);
    core.setOutput('change', counts.update);
    core.setOutput('replace', counts.replace);
    core.setOutput('destroy', counts.delete);
  }
  await actionsJobSummary.write(markdown);
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

function commonPorts(
  { environment, terraformPath }: ApplyInputs | DestroyInputs,
  { workspace }: WorkflowContext,
  interrupted?: AbortSignal,
) {
  return {
    environmentFiles: environmentFiles(workspace),
    terraform: terraformCli({
      path: terraformPath,
      ...terraformPlace(workspace, environment),
      environment: process.env,
      logger: redactedLogger(actionsLogger, redactText),
      interruptedBy: () => (interrupted?.aborted === true ? nameOf(interrupted.reason) : undefined),
    }),
    privateDirectory: temporaryDirectory,
    logger: actionsLogger,
  };
}

function nameOf(reason: unknown): NodeJS.Signals {
  return reason === 'SIGTERM' ? 'SIGTERM' : 'SIGINT';
}

main().catch((error: unknown) => {
  core.setFailed(error instanceof Error ? error.message : String(error));
});
