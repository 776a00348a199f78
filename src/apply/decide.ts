import { comparePlans, makesAnew, type ComparablePlan } from '../plan/comparable-plan';
import type { ApplyRecord } from '../records/apply-record';
import { isHalfway, isSettled } from './apply-records';
import { ApplyStoppedError, type StopDetails } from './refusals';
import type { Review } from './reviewed-plan';

/** What may be done. */
export type Decision =
  | { readonly kind: 'nothing' }
  /** The very plan that was reviewed. */
  | { readonly kind: 'reviewed'; readonly path: string; readonly digest: string }
  /** A plan that was made now and does the same. `why`: for the log. */
  | { readonly kind: 'fresh'; readonly why: string };

export interface Evidence {
  /** The plan that was made just now. */
  readonly fresh: {
    readonly isEmpty: boolean;
    readonly comparable: ComparablePlan;
    /** Digest of the configuration that it was made of. */
    readonly configuration: string;
  };
  readonly review: Review;
  /** How an earlier run for the same commit ended. */
  readonly earlier: ApplyRecord | undefined;
}

const NEW_PULL_REQUEST =
  'Open a new pull request, for example with an empty commit, review its plan and merge it; what is merged is planned with it.';

/**
 * Only what was reviewed is applied: a plan made now has to do the same as the reviewed one. Nothing has to be reviewed when there is nothing
 * to do.
 *
 * @throws ApplyStoppedError
 */
export function decide({ fresh, review, earlier }: Evidence): Decision {
  if (fresh.isEmpty) return { kind: 'nothing' };
  if (isSettled(earlier)) {
    return stop(
      'this commit was applied already, and what a plan would change now is something else that nobody has reviewed',
      review.kind === 'readable'
        ? { sealProblems: review.stale, differences: comparePlans(review.comparable, fresh.comparable) }
        : {},
    );
  }
  switch (review.kind) {
    case 'none':
      return stop('this commit came from no pull request, so nobody has reviewed what it changes');
    case 'missing':
      return stop(
        `there is no sealed plan of pull request #${review.pullRequest} for its last commit ${review.head}: it was merged before that was planned, or so long after it that the plan was deleted`,
      );
    case 'unreadable':
      return stop(
        `the reviewed plan cannot be compared with a new one, because this Terraform does not read it any more: ${review.reason}`,
        { sealProblems: review.stale },
      );
    case 'readable':
      return compare(review, fresh, isHalfway(earlier));
  }
}

function compare(
  review: Extract<Review, { readonly kind: 'readable' }>,
  fresh: Evidence['fresh'],
  isContinuation: boolean,
): Decision {
  const { stale, path, digest } = review;
  const differences = comparePlans(review.comparable, fresh.comparable)
    // What an earlier run of this commit has done is done, and what it left unfinished is made anew; each change that is left was reviewed.
    .filter(
      ({ address, now }) =>
        !isContinuation ||
        (now !== undefined && !makesAnew(review.comparable.get(address), fresh.comparable.get(address))),
    );
  if (differences.length > 0)
    return stop('a plan made now does something else than the reviewed one', { differences, sealProblems: stale });
  if (isContinuation)
    return { kind: 'fresh', why: 'an earlier run did a part of the reviewed plan, and this one does the rest' };
  if (stale.length === 0) {
    if (review.configuration === fresh.configuration) return { kind: 'reviewed', path, digest };
    // Equal trees hold equal configurations.
    throw new ApplyStoppedError(
      'the sealed plan carries another configuration than the files that it is sealed for, so it was not made by the plan job as it is written',
      'Find out who ran code with the plan role, then open a new pull request and review its plan.',
    );
  }
  const fields = stale.map(({ field }) => field).join(', ');
  return { kind: 'fresh', why: `the reviewed plan is out of date (${fields}), and a plan made now does the same` };
}

function stop(reason: string, details: StopDetails = {}): never {
  throw new ApplyStoppedError(reason, NEW_PULL_REQUEST, details);
}
