import type { PlanSummary } from '../plan/environment-plan';
import type { SealProblem } from '../seal/check-seal';
import { hasTouchedAnything, type ApplyJournal } from './journal';

/** How an apply ended; what is text here is without what is secret. */
export type Ending =
  | {
      readonly state: 'applied';
      readonly summary: PlanSummary;
      readonly planDigest: string;
      /** The plan that was reviewed itself, or one that was made anew and does the same. */
      readonly plan: 'reviewed' | 'fresh';
      /** Why the reviewed one was not applied itself. */
      readonly sealProblems: readonly SealProblem[];
      readonly journal: ApplyJournal;
    }
  | { readonly state: 'nothing'; readonly summary: PlanSummary }
  /** Nothing was begun. */
  | { readonly state: 'stopped'; readonly error: Error }
  /** Terraform's apply was begun, and did not come to its end. */
  | {
      readonly state: 'failed';
      readonly error: Error;
      readonly planDigest: string;
      readonly journal: ApplyJournal;
      /** What is left to do, by a plan that was made right afterwards; absent when none could be made. */
      readonly left: PlanSummary | undefined;
    };

/** Whether the environment may be another one than before. */
export function hasChangedAnything(ending: Ending): boolean {
  switch (ending.state) {
    case 'applied':
      return true;
    case 'failed':
      return hasTouchedAnything(ending.journal);
    case 'nothing':
    case 'stopped':
      return false;
  }
}
