import { join } from 'node:path';
import * as core from '@actions/core';
import { actionsLogger } from '../../../src/adapters/actions-logger';
import { githubPullRequest } from '../../../src/adapters/github-pull-request';
import { environmentFiles, gitChangedFiles } from '../../../src/adapters/repository-files';
import { temporaryDirectory } from '../../../src/adapters/temporary-directory';
import { terraformCli } from '../../../src/adapters/terraform-cli';
import { readWorkflowContext } from '../../../src/adapters/workflow-context';
import { readInputs } from './inputs';
import { runPlan, runSelect } from './run';

async function main(): Promise<void> {
  const inputs = readInputs();
  const context = readWorkflowContext(process.env);
  const { workspace } = context;
  if (inputs.mode === 'select') {
    const rows = await runSelect(inputs, {
      environmentFiles: environmentFiles(workspace),
      changedFiles: gitChangedFiles(workspace),
      logger: actionsLogger,
    });
    core.setOutput('matrix', JSON.stringify({ include: rows }));
    core.setOutput('any', String(rows.length > 0));
    return;
  }
  const { environment, token, terraformPath, target } = inputs;
  if (token !== undefined) core.setSecret(token);
  const result = await runPlan(
    target,
    { environment, commit: context.commit, runUrl: context.runUrl },
    {
      environmentFiles: environmentFiles(workspace),
      terraform: terraformCli({
        path: terraformPath,
        directory: join(workspace, 'terraform'),
        dataDirectory: join(workspace, '.terraform', environment),
        environment: process.env,
        logger: actionsLogger,
      }),
      privateDirectory: temporaryDirectory,
      pullRequest:
        token === undefined || context.pullRequest === undefined
          ? undefined
          : githubPullRequest({ token, ...context.repository, logger: actionsLogger }, context.pullRequest),
      logger: actionsLogger,
    },
  );
  core.setOutput('has-changes', String(result.hasChanges));
  core.setOutput('add', result.counts.create);
  core.setOutput('change', result.counts.update);
  core.setOutput('replace', result.counts.replace);
  core.setOutput('destroy', result.counts.delete);
  core.setOutput('comment-url', result.commentUrl ?? '');
  await core.summary.addRaw(result.markdown, true).write();
  const [first] = result.violations;
  if (first !== undefined) {
    core.setFailed(
      `${result.violations.length} rules of disaster recovery are broken, first ${first.id}: ${first.address}: ${first.sentence}`,
    );
  }
}

main().catch((error: unknown) => {
  core.setFailed(error instanceof Error ? error.message : String(error));
});
