import { z } from 'zod';
import type { EnvironmentProtection, RepositorySettings } from '../ports/repository-settings';
import { connect, PAGE, toolsOf, type GitHubOptions } from './github-client';
import { isGone } from './github-failure';
import { withRetries } from './github-retry';

const repositorySchema = z.object({
  id: z.number(),
  name: z.string(),
  owner: z.object({ id: z.number(), login: z.string() }),
  default_branch: z.string(),
});

const environmentSchema = z.object({
  protection_rules: z
    .array(
      z.object({
        type: z.string(),
        prevent_self_review: z.boolean().optional(),
        reviewers: z.array(z.unknown()).optional(),
      }),
    )
    .default([]),
  deployment_branch_policy: z
    .object({ protected_branches: z.boolean(), custom_branch_policies: z.boolean() })
    .nullable()
    .default(null),
});

const policySchema = z.object({ name: z.string(), type: z.enum(['branch', 'tag']).default('branch') });

const subjectSchema = z.object({
  use_default: z.boolean(),
  include_claim_keys: z.array(z.string()).default([]),
  use_immutable_subject: z.boolean().optional(),
});

const HINTS = {
  401: 'the token is not valid; set GITHUB_TOKEN to one that may read this repository',
  403: 'the token lacks a permission; it needs "actions: read" and "metadata: read" on this repository',
  404: 'the repository does not exist, or the token may not see this setting; it needs "actions: read" on this repository',
} as const;

/**
 * The settings of a repository, through GitHub's API.
 *
 * @throws GitHubError (from its methods) when GitHub refuses or stays silent; the message says what to do
 */
export function githubRepositorySettings(options: GitHubOptions): RepositorySettings {
  const octokit = connect(options);
  const repository = { owner: options.owner, repo: options.repo };
  const retry = <T>(what: string, work: () => Promise<T>): Promise<T> =>
    withRetries(what, HINTS, toolsOf(options), work);

  const patternsOf = async (environment: string): Promise<readonly string[]> => {
    const policies = await octokit.paginate(octokit.rest.repos.listDeploymentBranchPolicies, {
      ...repository,
      environment_name: environment,
      per_page: PAGE,
    });
    return (
      z
        .array(policySchema)
        .parse(policies)
        // A pattern of tags must not be taken for a branch of the same name.
        .map(({ name, type }) => (type === 'tag' ? `refs/tags/${name}` : name))
    );
  };

  const protectionOf = async (name: string): Promise<EnvironmentProtection | undefined> => {
    let answer: unknown;
    try {
      ({ data: answer } = await octokit.rest.repos.getEnvironment({ ...repository, environment_name: name }));
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
    const { protection_rules: rules, deployment_branch_policy: policy } = environmentSchema.parse(answer);
    const review = rules.find(({ type }) => type === 'required_reviewers');
    return {
      requiredReviewers: review?.reviewers?.length ?? 0,
      preventsSelfReview: review?.prevent_self_review ?? false,
      branches:
        policy === null
          ? { kind: 'any' }
          : policy.protected_branches
            ? { kind: 'protected' }
            : { kind: 'patterns', patterns: await patternsOf(name) },
    };
  };

  return {
    identity: () =>
      retry('read the repository', async () => {
        const { data } = await octokit.rest.repos.get(repository);
        const { id, name, owner, default_branch: defaultBranch } = repositorySchema.parse(data);
        return { owner: owner.login, ownerId: owner.id, repository: name, repositoryId: id, defaultBranch };
      }),
    environment: (name) => retry(`read the GitHub environment ${name}`, () => protectionOf(name)),
    subject: () =>
      retry("read how the subject of the repository's tokens is made", async () => {
        const { data } = await octokit.rest.actions.getCustomOidcSubClaimForRepo(repository);
        const setting = subjectSchema.parse(data);
        return {
          isDefault: setting.use_default,
          // With the default, GitHub ignores them.
          claims: setting.use_default ? [] : setting.include_claim_keys,
          isImmutable: setting.use_immutable_subject,
        };
      }),
  };
}
