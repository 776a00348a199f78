/** The repository that the tests let the roles trust. */
export const GITHUB = {
  owner: 'octo-org',
  owner_id: '123456',
  repository: 'octo-repo',
  repository_id: '456789',
  default_branch: 'main',
};

export type Claims = Readonly<Record<string, string>>;

/** The claims of a job of that repository that AWS reads; without its ids in the subject, or with them. */
export function claimsOf(job: string, ref: string, form: 'names' | 'ids' = 'names'): Claims {
  const { owner, owner_id: ownerId, repository, repository_id: repositoryId } = GITHUB;
  const name = form === 'names' ? `${owner}/${repository}` : `${owner}@${ownerId}/${repository}@${repositoryId}`;
  return {
    iss: 'https://token.actions.githubusercontent.com',
    aud: 'sts.amazonaws.com',
    sub: `repo:${name}:${job}`,
    ref,
    repository: `${owner}/${repository}`,
    repository_id: repositoryId,
    repository_owner_id: ownerId,
  };
}

/** A token with these claims. Its signature is none: the emulator compares the claims with the trust policy, and nothing else. */
export function token(claims: Claims): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${Buffer.from('none').toString('base64url')}`;
}
