import type { PlanDifference } from '../plan/comparable-plan';
import type { PlanSummary } from '../plan/environment-plan';
import type { Violation } from '../plan/invariants';
import type { SealProblem } from '../seal/check-seal';

/** What else there is to say about a stop. */
export interface StopDetails {
  /** Fields of the seal that are not as they were. */
  readonly sealProblems?: readonly SealProblem[];
  /** What a plan made now does otherwise than the reviewed one. */
  readonly differences?: readonly PlanDifference[];
  /** Rules of disaster recovery that a plan made now breaks. */
  readonly violations?: readonly Violation[];
  /** What a plan made now would do. */
  readonly summary?: PlanSummary;
}

/** Nothing was applied. The message is the reason and what to do. */
export class ApplyStoppedError extends Error {
  override readonly name: string = 'ApplyStoppedError';
  constructor(
    readonly reason: string,
    /** Whole sentences. */
    readonly whatToDo: string,
    readonly details: StopDetails = {},
    options?: ErrorOptions,
  ) {
    const lines = [
      ...(details.violations ?? []).map(({ id, address, sentence }) => `${id} ${address}: ${sentence}`),
      ...(details.sealProblems ?? []).map(describeProblem),
    ];
    super([`${reason}. ${whatToDo}`, ...lines].join('\n'), options);
  }
}

/** The plan breaks rules of disaster recovery. */
export class BlockedError extends ApplyStoppedError {
  override readonly name = 'BlockedError';
  constructor(violations: readonly Violation[], summary: PlanSummary) {
    const rules = violations.length === 1 ? 'a rule' : `${violations.length} rules`;
    super(
      `the plan breaks ${rules} of disaster recovery`,
      'Change the configuration so that its plan keeps to them; nothing overrides them.',
      { violations, summary },
    );
  }
}

/** The run was cancelled. */
export class InterruptedError extends ApplyStoppedError {
  override readonly name = 'InterruptedError';
}

/** Something broke, with a message that held something secret; this one is without it. */
export class ApplyError extends Error {
  override readonly name = 'ApplyError';
}

/** A field by its name, with both values. */
export function describeProblem({ field, reviewed, now, sentence }: SealProblem): string {
  return `${field}: the plan has ${reviewed}, now it is ${now}. ${sentence}`;
}
