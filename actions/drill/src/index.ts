import * as core from '@actions/core';
import { readWorkflowContext, type WorkflowContext } from '../../../src/adapters/workflow-context';
import { readInputs, type Inputs } from './inputs';

async function main(): Promise<void> {
  const inputs = readInputs();
  // Before anything that could print them.
  if (inputs.mode === 'report') core.setSecret(inputs.token);
  else if (inputs.faultHook !== undefined) core.setSecret(inputs.faultHook.token);
  await run(inputs, readWorkflowContext(process.env));
}

async function run(inputs: Inputs, context: WorkflowContext): Promise<void> {
  switch (inputs.mode) {
    case 'drill':
      return (await import('./modes/drill')).drill(inputs, context);
    case 'recover':
      return (await import('./modes/recover')).recover(inputs, context);
    case 'report':
      return (await import('./modes/report')).report(inputs, context);
  }
}

main().catch((error: unknown) => {
  core.setFailed(error instanceof Error ? error.message : String(error));
});
