import { z } from 'zod';

const sha1 = z.string().regex(/^[0-9a-f]{40}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a sealed plan is bound to. All of it is authenticated, none of it is secret. */
export const sealSchema = z.strictObject({
  repositoryId: z.string().regex(/^\d+$/),
  pullRequest: z.number().int().positive(),
  environment: z.string(),
  /** Last commit of the branch, and the commit of the base that it was planned against. */
  head: sha1,
  base: sha1,
  /** Tree of the test merge: what the repository would hold after the merge. */
  tree: sha1,
  lockFileDigest: sha256,
  terraformVersion: z.string(),
  /** Platform of the runner, for example `linux-x64`: providers differ between them. */
  platform: z.string(),
  /** `undefined` when nothing was ever applied. */
  state: z.strictObject({ lineage: z.string(), serial: z.number().int() }).optional(),
  /** Over the rules of disaster recovery that the plan was checked with. */
  policyDigest: sha256,
  /** Over the plan file. */
  planDigest: sha256,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});

export type Seal = z.infer<typeof sealSchema>;

/** Where the sealed plan of a pull request's commit is kept; a plan that is made again takes the place of the one before. */
export function planKey(environment: string, pullRequest: number, head: string): string {
  return `plans/${environment}/${pullRequest}/${head}.sealed`;
}

/** The key that wraps the keys of sealed plans, as terraform/bootstrap names it; in the region of the state. */
export function plansKeyAlias(environmentSuffix: string): string {
  return `alias/kms-plans-${environmentSuffix}`;
}
