import type { Seal } from './seal';

/** What is true now of everything that a seal names but the plan file and its times. */
export type Circumstances = Omit<Seal, 'planDigest' | 'createdAt' | 'expiresAt'>;

/** A field of the seal that differs from what is true now. */
export interface SealProblem {
  readonly field: keyof Circumstances | 'expiresAt';
  /** What the plan was made for, and what it is now. */
  readonly reviewed: string;
  readonly now: string;
  /** What it means and what happens next, or what to do. */
  readonly sentence: string;
}

export interface SealCheck {
  /** The plan is not the one of this commit: whatever it is, nothing may be applied. */
  readonly forged: readonly SealProblem[];
  /** The plan is the right one and out of date: plan again, and apply only when the new plan does the same. */
  readonly stale: readonly SealProblem[];
}

type Sentences = readonly (readonly [field: Exclude<keyof Circumstances, 'state'>, sentence: string])[];

/** Found under the key of a pull request's commit, these can never differ by themselves. */
const IDENTITY: Sentences = [
  ['repositoryId', 'The plan was made in another repository.'],
  ['pullRequest', 'The plan was made for another pull request.'],
  ['environment', 'The plan was made for another environment.'],
  ['head', 'The plan was made for another commit of the pull request.'],
];
const AFTER_FORGERY =
  'Nothing is applied. Find out who can write to the state bucket, then plan again in a new pull request.';

const FRESHNESS: Sentences = [
  ['base', 'The base branch has moved since the plan was made.'],
  ['tree', 'The merge holds other files than the ones that were planned.'],
  ['lockFileDigest', 'The lock file of the providers has changed since the plan was made.'],
  ['terraformVersion', 'The plan was made with another version of Terraform.'],
  ['platform', 'The plan was made on another platform, where providers are other programs.'],
  ['policyDigest', 'The rules that the plan was checked with, or the settings of the environment, have changed.'],
];
const AFTER_STALENESS = 'A new plan is made and compared with the reviewed one.';

/**
 * Compares every field of a seal with what is true now. The plan is current when both lists are empty. A plan that was made while there was
 * no state is current only while there is none, so a first apply can never run twice.
 */
export function checkSeal(seal: Seal, expected: Circumstances, now: Date): SealCheck {
  return {
    forged: differing(seal, expected, IDENTITY, AFTER_FORGERY),
    stale: [
      ...differing(seal, expected, FRESHNESS, AFTER_STALENESS),
      ...differingState(seal.state, expected.state),
      ...expired(seal.expiresAt, now),
    ],
  };
}

function differing(seal: Seal, expected: Circumstances, sentences: Sentences, next: string): readonly SealProblem[] {
  return sentences.flatMap(([field, sentence]) => {
    if (seal[field] === expected[field]) return [];
    const sides = { reviewed: String(seal[field]), now: String(expected[field]) };
    return [{ field, ...sides, sentence: `${sentence} ${next}` }];
  });
}

function differingState(reviewed: Seal['state'], now: Seal['state']): readonly SealProblem[] {
  const sentence = stateSentence(reviewed, now);
  if (sentence === undefined) return [];
  return [
    {
      field: 'state',
      reviewed: describeState(reviewed),
      now: describeState(now),
      sentence: `${sentence} ${AFTER_STALENESS}`,
    },
  ];
}

function stateSentence(reviewed: Seal['state'], now: Seal['state']): string | undefined {
  if (reviewed === undefined && now === undefined) return undefined;
  if (reviewed === undefined)
    return 'The plan was made before anything had been applied, and something has been applied since.';
  if (now === undefined) return 'There is no state any more, although there was one when the plan was made.';
  if (reviewed.lineage !== now.lineage) return 'The state was made anew since the plan was made.';
  return reviewed.serial === now.serial ? undefined : 'The state was written since the plan was made.';
}

function describeState(state: Seal['state']): string {
  return state === undefined ? 'no state' : `lineage ${state.lineage}, serial ${state.serial}`;
}

/** A plan is current until the second of its expiry, which no longer belongs to it. */
function expired(expiresAt: string, now: Date): readonly SealProblem[] {
  if (now.getTime() < Date.parse(expiresAt)) return [];
  return [
    {
      field: 'expiresAt',
      reviewed: expiresAt,
      now: now.toISOString(),
      sentence: `The plan is too old. ${AFTER_STALENESS}`,
    },
  ];
}
