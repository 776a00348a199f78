import { choiceInput, optionalInput, requiredInput } from '../../../src/adapters/action-inputs';
import type { Environment } from '../../../src/environment/schema';

export type PlanInputs =
  | {
      readonly mode: 'select';
      readonly target: Environment['target'];
      readonly base: string | undefined;
      readonly only: string | undefined;
    }
  | {
      readonly mode: 'plan';
      readonly target: Environment['target'];
      readonly environment: string;
      readonly token: string | undefined;
      readonly terraformPath: string;
    };

/** Reads and checks all inputs before anything is done. @throws InputError */
export function readInputs(): PlanInputs {
  const mode = choiceInput('mode', ['select', 'plan']);
  const target = choiceInput('target', ['aws', 'sandbox'], 'aws');
  if (mode === 'select') return { mode, target, base: optionalInput('base'), only: optionalInput('environment') };
  return {
    mode,
    target,
    environment: requiredInput('environment'),
    token: optionalInput('github-token'),
    terraformPath: optionalInput('terraform-path') ?? 'terraform',
  };
}
