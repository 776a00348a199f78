import * as core from '@actions/core';
import { readWorkflowContext, type WorkflowContext } from '../../../src/adapters/workflow-context';
import { readInputs, type Inputs } from './inputs';

async function main(): Promise<void> {
  const inputs = readInputs();
  // Before anything that could print it.
  if ('token' in inputs) core.setSecret(inputs.token);
  await run(inputs, readWorkflowContext(process.env));
}

/** Each mode is loaded when it is asked for: the clients of AWS are most of the bundle, and half of the modes need none. */
async function run(inputs: Inputs, context: WorkflowContext): Promise<void> {
  switch (inputs.mode) {
    case 'select':
      return (await import('./modes/select')).select(inputs, context);
    case 'select-drills':
      return (await import('./modes/select')).selectDrills(inputs, context);
    case 'plan':
      return (await import('./modes/plan')).plan(inputs, context);
    case 'comment':
      return (await import('./modes/comment')).comment(inputs, context);
    case 'fork-notice':
      return (await import('./modes/comment')).forkNotice(inputs, context);
    case 'drift':
      return (await import('./modes/watch')).drift(inputs, context);
    case 'watchdog':
      return (await import('./modes/watch')).watchdog(inputs, context);
  }
}

main().catch((error: unknown) => {
  core.setFailed(error instanceof Error ? error.message : String(error));
});
