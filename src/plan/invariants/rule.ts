import type { PlannedStack } from './stack';

/** What a rule found. */
export interface Finding {
  readonly address: string;
  /** What would be wrong, and what to do instead. */
  readonly sentence: string;
}

export type Check = (stack: PlannedStack) => Iterable<Finding>;

/** A rule of disaster recovery, as far as a plan shows whether it is kept. */
export interface Rule {
  /** Stable, for exceptions and for searching. */
  readonly id: string;
  /** The requirements that it keeps, by their ids. */
  readonly requirements: readonly string[];
  /** What has to be true, for the documentation. */
  readonly sentence: string;
  readonly check: Check;
}
