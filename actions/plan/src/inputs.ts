import { z } from 'zod';
import { choiceInput, InputError, optionalInput, requiredInput } from '../../../src/adapters/action-inputs';
import { DRILL_KINDS, type DrillKind } from '../../../src/drill/kinds';
import type { Environment } from '../../../src/environment/schema';

type Target = Environment['target'];

export interface SelectInputs {
  readonly mode: 'select';
  readonly target: Target;
  readonly base: string | undefined;
  readonly only: string | undefined;
}

export interface SelectDrillsInputs {
  readonly mode: 'select-drills';
  readonly target: Target;
  /** `undefined`: what the schedule has to run. */
  readonly kind: DrillKind | undefined;
  readonly only: string | undefined;
}

export interface TerraformInputs {
  readonly terraformPath: string;
}

export interface PlanInputs extends TerraformInputs {
  readonly mode: 'plan';
  readonly target: Target;
  readonly environment: string;
  readonly resultDirectory: string;
}

export interface CommentInputs {
  readonly mode: 'comment';
  /** Environments whose plans there must be. */
  readonly expected: readonly string[];
  readonly resultDirectory: string;
  readonly token: string;
}

export interface ForkNoticeInputs {
  readonly mode: 'fork-notice';
  readonly token: string;
}

export interface WatchInputs extends TerraformInputs {
  readonly mode: 'drift' | 'watchdog';
  readonly target: Target;
  readonly environment: string;
  readonly token: string;
}

export type Inputs = SelectInputs | SelectDrillsInputs | PlanInputs | CommentInputs | ForkNoticeInputs | WatchInputs;

const MODES = ['select', 'select-drills', 'plan', 'comment', 'fork-notice', 'drift', 'watchdog'] as const;

/** Reads and checks all inputs before anything is done. @throws InputError */
export function readInputs(): Inputs {
  const mode = choiceInput('mode', MODES);
  const target = choiceInput('target', ['aws', 'sandbox'], 'aws');
  const terraform = (): TerraformInputs => ({
    terraformPath: optionalInput('terraform-path') ?? 'terraform',
  });
  switch (mode) {
    case 'select':
      return { mode, target, base: optionalInput('base'), only: optionalInput('environment') };
    case 'select-drills': {
      const kind = optionalInput('kind') === undefined ? undefined : choiceInput('kind', DRILL_KINDS);
      const only = optionalInput('environment');
      if (kind === undefined && only !== undefined)
        throw new InputError('input "environment" is given without "kind": the schedule runs what the files say');
      return { mode, target, kind, only };
    }
    case 'plan':
      return {
        mode,
        target,
        environment: requiredInput('environment'),
        resultDirectory: requiredInput('result-directory'),
        ...terraform(),
      };
    case 'comment':
      return {
        mode,
        expected: environmentsOf(requiredInput('matrix')),
        resultDirectory: requiredInput('result-directory'),
        token: requiredInput('github-token'),
      };
    case 'fork-notice':
      return { mode, token: requiredInput('github-token') };
    case 'drift':
    case 'watchdog':
      return {
        mode,
        target,
        environment: requiredInput('environment'),
        token: requiredInput('github-token'),
        ...terraform(),
      };
  }
}

const matrixSchema = z.object({ include: z.array(z.object({ environment: z.string() })) });

function environmentsOf(matrix: string): readonly string[] {
  try {
    return matrixSchema.parse(JSON.parse(matrix)).include.map(({ environment }) => environment);
  } catch (cause) {
    throw new InputError('input "matrix" is not the output "matrix" of mode select', { cause });
  }
}
