import * as core from '@actions/core';
import { actionsLogger } from '../../../../src/adapters/actions-logger';
import { environmentFiles, gitChangedFiles } from '../../../../src/adapters/repository-files';
import type { WorkflowContext } from '../../../../src/adapters/workflow-context';
import { systemClock } from '../../../../src/adapters/system-clock';
import type { SelectDrillsInputs, SelectInputs } from '../inputs';
import { runSelect } from '../run-select';
import { runSelectDrills } from '../run-select-drills';

export async function select(inputs: SelectInputs, { workspace }: WorkflowContext): Promise<void> {
  const rows = await runSelect(inputs, {
    environmentFiles: environmentFiles(workspace),
    changedFiles: gitChangedFiles(workspace),
    logger: actionsLogger,
  });
  writeMatrix(rows);
}

export async function selectDrills(
  { kind, only, target }: SelectDrillsInputs,
  { workspace }: WorkflowContext,
): Promise<void> {
  const rows = await runSelectDrills(
    kind === undefined ? { trigger: 'schedule', now: systemClock.now() } : { trigger: 'manual', kind, only },
    target,
    { environmentFiles: environmentFiles(workspace), logger: actionsLogger },
  );
  writeMatrix(rows);
  // A job for each environment and not for each drill: what prepares drills, and what sums them up.
  const environments = rows.filter(
    (row, index) => rows.findIndex(({ environment }) => environment === row.environment) === index,
  );
  core.setOutput('environments', JSON.stringify({ include: environments }));
}

function writeMatrix(rows: readonly object[]): void {
  core.setOutput('matrix', JSON.stringify({ include: rows }));
  core.setOutput('any', String(rows.length > 0));
}
