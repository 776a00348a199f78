import { join } from 'node:path';
import * as core from '@actions/core';
import { actionsLogger } from '../../../src/adapters/actions-logger';
import { githubPullRequestFinder } from '../../../src/adapters/github-pull-request';
import { environmentFiles } from '../../../src/adapters/repository-files';
import { temporaryDirectory } from '../../../src/adapters/temporary-directory';
import { terraformCli } from '../../../src/adapters/terraform-cli';
import { readWorkflowContext } from '../../../src/adapters/workflow-context';
import { readInputs } from './inputs';
import { runApply } from './run';

async function main(): Promise<void> {
  const { environment, target, token, terraformPath } = readInputs();
  core.setSecret(token);
  const context = readWorkflowContext(process.env);
  const { workspace, commit } = context;
  const finder = githubPullRequestFinder({ token, ...context.repository, logger: actionsLogger });
  const result = await runApply(
    target,
    { environment, commit, runUrl: context.runUrl },
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
      pullRequest: commit === undefined ? undefined : await finder.findMerged(commit),
      logger: actionsLogger,
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

main().catch((error: unknown) => {
  core.setFailed(error instanceof Error ? error.message : String(error));
});
