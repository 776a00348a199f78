import type { ComparablePlan } from '../plan/comparable-plan';
import type { ReadPlan } from '../plan/make-plan';
import { PlanFormatError } from '../plan/plan-json';
import { canonical } from '../plan/plan-stream/comparable-changes';
import type { Comparable } from '../plan/plan-stream/read-plan-stream';
import { isRecord, type Secrets } from '../plan/secrets';
import { TerraformError } from '../ports/terraform';
import { checkSeal, type SealProblem } from '../seal/check-seal';
import type { Seal } from '../seal/seal';
import { SealedPlanError } from '../seal/seal-errors';
import type { SealedPlanReader } from '../seal/sealed-plans';
import type { ApplyTarget, EnvironmentServices } from './ports';
import { ApplyStoppedError } from './refusals';

/** The plan that was reviewed, as it lies in the store. */
export type SealedReview =
  /** The commit came from no pull request. */
  | { readonly kind: 'none' }
  | { readonly kind: 'missing'; readonly pullRequest: number; readonly head: string }
  | {
      readonly kind: 'sealed';
      readonly seal: Seal;
      readonly planFile: Uint8Array;
      /** Why it is not applied as it is; empty when it may be. */
      readonly stale: readonly SealProblem[];
    };

/** The plan that was reviewed, ready to be compared. */
export type Review =
  | Exclude<SealedReview, { readonly kind: 'sealed' }>
  | { readonly kind: 'unreadable'; readonly reason: string; readonly stale: readonly SealProblem[] }
  | {
      readonly kind: 'readable';
      readonly path: string;
      readonly digest: string;
      readonly comparable: ComparablePlan;
      /** Digest of the configuration that the plan file carries along, and would be applied with. */
      readonly configuration: string;
      readonly secrets: Secrets;
      readonly stale: readonly SealProblem[];
    };

/**
 * Opens the reviewed plan and compares every field of its seal.
 *
 * @throws ApplyStoppedError when it is not the plan of this commit, or was changed
 */
export async function openReview(
  { environment, repositoryId, base }: ApplyTarget,
  pullRequest: { readonly number: number; readonly headSha: string } | undefined,
  now: Date,
  services: Pick<EnvironmentServices, 'sealedPlans' | 'circumstances'>,
): Promise<SealedReview> {
  if (pullRequest === undefined) return { kind: 'none' };
  const commit = { repositoryId, pullRequest: pullRequest.number, head: pullRequest.headSha };
  const opened = await open({ ...commit, environment: environment.name }, services.sealedPlans);
  if (opened === undefined) return { kind: 'missing', pullRequest: commit.pullRequest, head: commit.head };
  // Equal trees hold equal files, whatever they lie on; where the event does not name the base, the tree alone decides.
  const expected = await services.circumstances({ ...commit, base: base ?? opened.seal.base });
  const { forged, stale } = checkSeal(opened.seal, expected, now);
  if (forged.length > 0) {
    throw new ApplyStoppedError(
      'the sealed plan is not the one of this commit',
      'Find out who can write to the state bucket, then open a new pull request and review its plan.',
      { sealProblems: forged },
    );
  }
  return { kind: 'sealed', ...opened, stale };
}

/**
 * Lets Terraform show the reviewed plan again. A plan that it does not understand any more, because Terraform or a provider is another, cannot
 * be compared; that is an answer and no error.
 *
 * @param read shows and reads a plan file
 */
export async function readReview(
  review: SealedReview,
  write: (planFile: Uint8Array) => Promise<string>,
  read: (path: string) => Promise<ReadPlan & Comparable>,
  digest: (text: string) => string,
): Promise<Review> {
  if (review.kind !== 'sealed') return review;
  const path = await write(review.planFile);
  try {
    const plan = await read(path);
    const { comparable, secrets } = plan;
    const configuration = configurationDigest(plan, digest);
    return {
      kind: 'readable',
      path,
      digest: review.seal.planDigest,
      comparable,
      configuration,
      secrets,
      stale: review.stale,
    };
  } catch (error) {
    if (error instanceof TerraformError || error instanceof PlanFormatError)
      return { kind: 'unreadable', reason: error.message, stale: review.stale };
    throw error;
  }
}

/**
 * A plan file is applied with the configuration that it carries along: provisioners in it are run, and no comparison of changes shows them. Whoever
 * can run code as the plan role can seal such a file.
 */
export function configurationDigest({ plan: { raw } }: ReadPlan, digest: (text: string) => string): string {
  return digest(canonical(isRecord(raw) ? raw['configuration'] : undefined));
}

async function open(
  identity: Pick<Seal, 'repositoryId' | 'pullRequest' | 'environment' | 'head'>,
  reader: SealedPlanReader,
): ReturnType<SealedPlanReader['get']> {
  try {
    return await reader.get(identity);
  } catch (error) {
    if (!(error instanceof SealedPlanError)) throw error;
    throw new ApplyStoppedError(
      error.message,
      'Nothing is applied before a plan of this pull request opens.',
      {},
      { cause: error },
    );
  }
}
