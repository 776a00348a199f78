import { choiceInput, optionalInput, requiredInput } from '../../../src/adapters/action-inputs';
import type { Environment } from '../../../src/environment/schema';

export interface ApplyInputs {
  readonly environment: string;
  readonly target: Environment['target'];
  readonly token: string;
  readonly terraformPath: string;
}

/** Reads and checks all inputs before anything is done. @throws InputError */
export function readInputs(): ApplyInputs {
  return {
    environment: requiredInput('environment'),
    target: choiceInput('target', ['aws', 'sandbox'], 'aws'),
    token: requiredInput('github-token'),
    terraformPath: optionalInput('terraform-path') ?? 'terraform',
  };
}
