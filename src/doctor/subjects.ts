import type { Environment } from '../environment/schema';
import type { RepositoryIdentity } from '../ports/repository-settings';

export type RoleName = 'plan' | 'apply' | 'drill';
export const ROLE_NAMES: readonly RoleName[] = ['plan', 'apply', 'drill'];

/** What AWS is told of a job, as far as trust policies compare it. */
export type Claims = Readonly<Record<string, string>>;

export interface Token {
  /** For messages. */
  readonly what: string;
  readonly form: 'names' | 'ids';
  readonly claims: Claims;
}

/** A token that the role must refuse. */
export interface ForeignToken {
  readonly what: string;
  readonly isGrave: boolean;
  readonly claims: Claims;
}

/** The part of a subject before the job: https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims */
export function repositoryForms(identity: Pick<RepositoryIdentity, 'owner' | 'repository'> & Ids) {
  const { owner, ownerId, repository, repositoryId } = identity;
  return {
    names: `repo:${owner}/${repository}`,
    ids: `repo:${owner}@${ownerId}/${repository}@${repositoryId}`,
  } as const;
}

interface Ids {
  readonly ownerId: number | string;
  readonly repositoryId: number | string;
}

/** The jobs that each role is for, as the end of their subject. */
export function jobsOf(role: RoleName, { name }: Pick<Environment, 'name'>, defaultBranch: string): readonly string[] {
  switch (role) {
    case 'plan':
      // Pull requests, and what runs by the clock.
      return ['pull_request', `ref:refs/heads/${defaultBranch}`];
    case 'apply':
      return [`environment:${name}`, `environment:${name}-break-glass`];
    case 'drill':
      return [`environment:${name}-drill`];
  }
}

/** The tokens that the role must accept: each job, in both forms of the subject. */
export function ownTokens(
  role: RoleName,
  environment: Pick<Environment, 'name'>,
  identity: RepositoryIdentity,
): readonly Token[] {
  const forms = repositoryForms(identity);
  return (['names', 'ids'] as const).flatMap((form) =>
    jobsOf(role, environment, identity.defaultBranch).map((job) => ({
      what: `${forms[form]}:${job}`,
      form,
      claims: claimsOf(identity, forms[form], job),
    })),
  );
}

/** Tokens of others, which a policy that is too wide accepts. */
export function foreignTokens(
  role: RoleName,
  environment: Pick<Environment, 'name'>,
  identity: RepositoryIdentity,
): readonly ForeignToken[] {
  const own = jobsOf(role, environment, identity.defaultBranch);
  const forms = Object.values(repositoryForms(identity));
  const isGrave = role !== 'plan';
  const otherJobs = [
    'pull_request',
    `ref:refs/heads/${identity.defaultBranch}`,
    'ref:refs/heads/some-other-branch',
    `environment:${environment.name}`,
    `environment:${environment.name}-drill`,
    `environment:${environment.name}-break-glass`,
    'environment:some-other-environment',
  ].filter((job) => !own.includes(job));
  const sibling = { ...identity, repository: 'some-other-repository', repositoryId: 1 };
  const stranger = { ...identity, owner: 'somebody-else', ownerId: 1, repositoryId: 1 };
  const successor = { ...identity, repositoryId: 1, ownerId: 1 };
  return [
    ...forms.flatMap((form) =>
      otherJobs.map((job) => ({
        what: `another job of this repository (${job})`,
        isGrave,
        claims: claimsOf(identity, form, job),
      })),
    ),
    ...[...own, ...otherJobs].flatMap((job) => [
      ...Object.values(repositoryForms(sibling)).map((form) => ({
        what: `a job of another repository of ${identity.owner}`,
        isGrave: true,
        claims: claimsOf(sibling, form, job),
      })),
      ...Object.values(repositoryForms(stranger)).map((form) => ({
        what: 'a job of a repository of somebody else',
        isGrave: true,
        claims: claimsOf(stranger, form, job),
      })),
    ]),
    ...own.map((job) => ({
      what: 'a job of whoever takes over the name of this repository, because the old form of the subject holds names only and repository_id is not compared',
      isGrave: false,
      claims: claimsOf(successor, repositoryForms(successor).names, job),
    })),
    ...own
      .filter((job) => job.startsWith('environment:'))
      .flatMap((job) =>
        forms.map((form) => ({
          what: 'a job on another branch, should the branch rule of the GitHub environment be forgotten, because ref is not compared',
          isGrave: false,
          claims: { ...claimsOf(identity, form, job), ref: 'refs/heads/some-other-branch' },
        })),
      ),
    ...own.flatMap((job) =>
      forms.map((form) => ({
        what: 'a token that was made for another audience than sts.amazonaws.com',
        isGrave: true,
        claims: { ...claimsOf(identity, form, job), aud: 'https://github.com/somebody-else' },
      })),
    ),
  ];
}

function claimsOf(identity: RepositoryIdentity, repositoryForm: string, job: string): Claims {
  const [, branch] = /^ref:(.+)$/.exec(job) ?? [];
  const [, environment] = /^environment:(.+)$/.exec(job) ?? [];
  const home = `refs/heads/${identity.defaultBranch}`;
  return {
    aud: 'sts.amazonaws.com',
    sub: `${repositoryForm}:${job}`,
    repository: `${identity.owner}/${identity.repository}`,
    repository_id: String(identity.repositoryId),
    repository_owner: identity.owner,
    repository_owner_id: String(identity.ownerId),
    ref: branch ?? (job === 'pull_request' ? 'refs/pull/1/merge' : home),
    ...(environment === undefined ? {} : { environment }),
  };
}
