import type { KeyContext } from '../ports/data-keys';
import type { Seal } from './seal';

/** Whose plan it is. Everybody who opens a plan has to say it, so that a plan can never be taken for that of another. */
export type PlanIdentity = Pick<Seal, 'repositoryId' | 'pullRequest' | 'environment'>;

/**
 * What the data key of a plan is bound to. The policies of the roles know `environment`: a role of one environment can neither make nor
 * open keys for another (terraform/modules/pipeline_roles/policy_plans.tf).
 */
export function keyContext({ repositoryId, pullRequest, environment }: PlanIdentity): KeyContext {
  return { repository: repositoryId, pullRequest: String(pullRequest), environment };
}
