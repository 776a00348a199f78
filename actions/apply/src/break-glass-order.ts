import { InputError } from '../../../src/adapters/action-inputs';
import type { WorkflowContext } from '../../../src/adapters/workflow-context';
import type { BreakGlass } from '../../../src/apply/break-glass';
import type { BreakGlassOrder } from './inputs';

/** The one workflow that may override the drill gate; its GitHub environment asks for a second person. */
const WORKFLOW = 'break-glass.yml';

/**
 * Checks that an order to override the drill gate comes from where it may come from, before anything is done.
 *
 * @param ref what the run is of, for example `refs/heads/main`
 * @throws InputError
 */
export function breakGlassOf(
  order: BreakGlassOrder | undefined,
  { eventName, workflow, commit, defaultBranch, actor }: WorkflowContext,
  ref: string | undefined,
): BreakGlass | undefined {
  const isItsWorkflow = eventName === 'workflow_dispatch' && workflow === WORKFLOW;
  if (order === undefined) {
    if (isItsWorkflow) throw new InputError(`input "break-glass-reason" is required in ${WORKFLOW}`);
    return undefined;
  }
  if (!isItsWorkflow) {
    throw new InputError(
      `input "break-glass-reason" is only for ${WORKFLOW}, dispatched by hand; this is ${workflow ?? 'an unknown workflow'} on ${eventName ?? 'no event'}`,
    );
  }
  if (defaultBranch === undefined || ref !== `refs/heads/${defaultBranch}`) {
    throw new InputError(
      `a break-glass run applies the head of the default branch, ${defaultBranch ?? 'which the event does not name'}; this one is of ${ref ?? 'nothing'}. Dispatch it from the default branch`,
    );
  }
  if (order.commit !== commit) {
    throw new InputError(
      `input "commit" is ${order.commit}, but the head of ${defaultBranch} is ${commit ?? 'unknown'}; look at what was merged since, and give the commit that is to be applied now`,
    );
  }
  if (actor === undefined) throw new InputError('GITHUB_ACTOR is not set; nobody could say who broke the glass');
  return { reason: order.reason, actor };
}
