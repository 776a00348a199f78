import * as core from '@actions/core';
import { actionsLogger } from '../../../../src/adapters/actions-logger';
import { environmentFiles, gitChangedFiles } from '../../../../src/adapters/repository-files';
import type { WorkflowContext } from '../../../../src/adapters/workflow-context';
import type { SelectInputs } from '../inputs';
import { runSelect } from '../run-select';

export async function select(inputs: SelectInputs, { workspace }: WorkflowContext): Promise<void> {
  const rows = await runSelect(inputs, {
    environmentFiles: environmentFiles(workspace),
    changedFiles: gitChangedFiles(workspace),
    logger: actionsLogger,
  });
  core.setOutput('matrix', JSON.stringify({ include: rows }));
  core.setOutput('any', String(rows.length > 0));
}
