/** A sealed plan that cannot be opened. Each kind says what to do; none of them is ever a reason to apply without a new plan. */
export abstract class SealedPlanError extends Error {}

/** These bytes are something else, or were made by another version of the actions. */
export class NotASealedPlanError extends SealedPlanError {
  override readonly name = 'NotASealedPlanError';
}

/** The end is missing. */
export class CutOffSealedPlanError extends SealedPlanError {
  override readonly name = 'CutOffSealedPlanError';
}

/** Something was changed after it was made: somebody has tampered with it, or the storage has lost a bit. */
export class ChangedSealedPlanError extends SealedPlanError {
  override readonly name = 'ChangedSealedPlanError';
}

/** The key of the environment does not open it. */
export class OtherKeySealedPlanError extends SealedPlanError {
  override readonly name = 'OtherKeySealedPlanError';
}

/** It was made for another repository, pull request or environment. */
export class ForeignSealedPlanError extends SealedPlanError {
  override readonly name = 'ForeignSealedPlanError';
}
