import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as core from '@actions/core';
import { actionsJobSummary } from '../../../../src/adapters/actions-job-summary';
import { actionsLogger } from '../../../../src/adapters/actions-logger';
import { environmentFiles } from '../../../../src/adapters/repository-files';
import { sha256 } from '../../../../src/adapters/sha256';
import { systemClock } from '../../../../src/adapters/system-clock';
import { temporaryDirectory } from '../../../../src/adapters/temporary-directory';
import type { WorkflowContext } from '../../../../src/adapters/workflow-context';
import { renderPlanSummary } from '../../../../src/report/plans-comment';
import type { PlanInputs } from '../inputs';
import { runPlan, type Review } from '../run-plan';
import { servicesOf } from '../services';

export async function plan(inputs: PlanInputs, context: WorkflowContext): Promise<void> {
  const { environment, target, resultDirectory } = inputs;
  const { commit, runUrl, workspace } = context;
  const { result, hasChanges, failure } = await runPlan(
    { environment, target, commit, runUrl, review: reviewOf(context) },
    {
      environmentFiles: environmentFiles(workspace),
      privateDirectory: temporaryDirectory,
      clock: systemClock,
      logger: actionsLogger,
      digest: sha256,
      of: (found) => servicesOf(found, inputs, workspace),
    },
  );
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

/** Whose merge would apply the plan; `undefined` on events that are not about a pull request. */
function reviewOf({ repositoryId, pullRequest, commit, baseSha }: WorkflowContext): Review | undefined {
  if (pullRequest === undefined) return undefined;
  if (repositoryId === undefined || commit === undefined || baseSha === undefined)
    throw new Error(
      'the event of the pull request names no repository id, head or base; GITHUB_REPOSITORY_ID is needed',
    );
  return { repositoryId: String(repositoryId), pullRequest, head: commit, base: baseSha };
}
