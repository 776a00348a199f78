import { DestroyRefusedError } from './refusal';

export interface DestroyOrder {
  readonly environment: string;
  /** As it was typed, not trimmed. */
  readonly confirmation: string;
  /** What started the workflow. */
  readonly eventName: string | undefined;
}

/**
 * Only a person destroys, who has typed the name of what is lost. A schedule or a push that reached this mode by a mistake in a workflow
 * file has nobody who meant it.
 *
 * @throws DestroyRefusedError
 */
export function checkDestroyOrder({ environment, confirmation, eventName }: DestroyOrder): void {
  if (eventName !== 'workflow_dispatch') {
    throw new DestroyRefusedError(
      `mode destroy runs only when the workflow was dispatched by hand (event workflow_dispatch), and this run was started by ` +
        `${eventName === undefined || eventName === '' ? 'no event' : eventName}; dispatch .github/workflows/destroy.yml`,
    );
  }
  const expected = `destroy ${environment}`;
  if (confirmation !== expected) {
    throw new DestroyRefusedError(
      `input "confirmation" is "${confirmation}"; to destroy environment ${environment} with all its data, type exactly "${expected}"`,
    );
  }
}
