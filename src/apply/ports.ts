import type { Environment } from '../environment/schema';
import type { Interlock } from '../interlock/interlock';
import type { Plan } from '../plan/plan-json';
import type { Clock } from '../ports/clock';
import type { Logger } from '../ports/logger';
import type { ObjectStore } from '../ports/object-store';
import type { PrivateDirectory } from '../ports/private-files';
import type { Terraform } from '../ports/terraform';
import type { Circumstances } from '../seal/check-seal';
import type { Seal } from '../seal/seal';
import type { SealedPlanReader } from '../seal/sealed-plans';

/** What the stages of an apply share. */
export interface StagePorts {
  readonly privateDirectory: PrivateDirectory;
  readonly logger: Logger;
  readonly clock: Clock;
  /** SHA-256 as hexadecimal text. */
  readonly digest: (content: string | Uint8Array) => string;
  /** Aborted once the run was cancelled; its reason is the signal. */
  readonly interrupted: AbortSignal;
}

/** The commit that was reviewed, and what it was reviewed against. */
export type ReviewedCommit = Pick<Seal, 'repositoryId' | 'pullRequest' | 'head' | 'base'>;

/** What of the outside belongs to one environment. */
export interface EnvironmentServices {
  /** Refuses credentials of another account, and sources from elsewhere. Before anything else is asked of these. */
  readonly guard: () => Promise<void>;
  /** Refuses a plan whose configuration, as Terraform read it, is from elsewhere or runs programs. */
  readonly guardPlan: (plan: Plan) => void;
  readonly terraform: Terraform;
  readonly interlock: Interlock;
  readonly records: ObjectStore;
  readonly sealedPlans: SealedPlanReader;
  /** What is true now of everything that a seal names. */
  readonly circumstances: (review: ReviewedCommit) => Promise<Circumstances>;
}

/** What is applied, and where. */
export interface ApplyTarget {
  readonly environment: Environment;
  readonly repositoryId: string;
  readonly commit: string;
  /** The commit that the merged one lies on; `undefined` where the event does not say it. */
  readonly base: string | undefined;
  readonly runUrl: string | undefined;
}
