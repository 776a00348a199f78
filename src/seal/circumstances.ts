import type { SourceTree } from '../ports/source-tree';
import type { StateHead } from '../ports/state-head';
import type { Terraform } from '../ports/terraform';
import type { Circumstances } from './check-seal';
import type { Seal } from './seal';

/** The lock file of the providers, in the checkout. */
export const LOCK_FILE = 'terraform/.terraform.lock.hcl';

/** What a plan depends on beside the commit that it is of. Read before the plan is made: what changes meanwhile then makes it stale. */
export async function circumstances(
  commit: Pick<Seal, 'repositoryId' | 'pullRequest' | 'environment' | 'head' | 'base'>,
  known: {
    /** Of the runner, for example `linux-x64`. */
    readonly platform: string;
    readonly policyDigest: string;
  },
  ports: {
    readonly sourceTree: SourceTree;
    readonly stateHead: StateHead;
    readonly terraform: Pick<Terraform, 'version'>;
  },
): Promise<Circumstances> {
  const [tree, lockFileDigest, terraformVersion, state] = await Promise.all([
    ports.sourceTree.tree(),
    ports.sourceTree.digestOf(LOCK_FILE),
    ports.terraform.version(),
    ports.stateHead.read(),
  ]);
  const { repositoryId, pullRequest, environment, head, base } = commit;
  return {
    ...{ repositoryId, pullRequest, environment, head, base },
    ...{ platform: known.platform, policyDigest: known.policyDigest },
    ...{ tree, lockFileDigest, terraformVersion },
    ...(state === undefined ? {} : { state: { lineage: state.lineage, serial: state.serial } }),
  };
}

/** The seal of a plan file that was made now. */
export function newSeal(made: Circumstances, planDigest: string, now: Date, validForHours: number): Seal {
  const expiresAt = new Date(now.getTime() + validForHours * 3_600_000);
  return { ...made, planDigest, createdAt: now.toISOString(), expiresAt: expiresAt.toISOString() };
}
