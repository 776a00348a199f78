/** What the stub knows of a repository. */

export interface Comment {
  readonly id: number;
  readonly login: string;
  body: string;
}

export interface Pull {
  readonly number: number;
  readonly title: string;
  readonly headSha: string;
  readonly comments: Comment[];
  mergeCommitSha: string | undefined;
}

const TIME = '2026-01-01T00:00:00Z';

/** A user in the shape of GitHub's `simple-user`. */
export function userJson(login: string): Readonly<Record<string, unknown>> {
  const api = `https://api.github.com/users/${encodeURIComponent(login)}`;
  return {
    login,
    id: 41898282,
    node_id: 'MDM6Qm90NDE4OTgyODI=',
    avatar_url: 'https://avatars.githubusercontent.com/in/15368',
    gravatar_id: '',
    url: api,
    html_url: `https://github.com/${encodeURIComponent(login)}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following`,
    gists_url: `${api}/gists`,
    starred_url: `${api}/starred`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    received_events_url: `${api}/received_events`,
    type: 'Bot',
    site_admin: false,
  };
}

/** A comment in the shape of GitHub's `issue-comment`. */
export function commentJson(comment: Comment, repository: string, pull: number): Readonly<Record<string, unknown>> {
  return {
    id: comment.id,
    node_id: `IC_${comment.id}`,
    url: `https://api.github.com/repos/${repository}/issues/comments/${comment.id}`,
    html_url: `https://github.com/${repository}/pull/${pull}#issuecomment-${comment.id}`,
    issue_url: `https://api.github.com/repos/${repository}/issues/${pull}`,
    body: comment.body,
    user: userJson(comment.login),
    created_at: TIME,
    updated_at: TIME,
    author_association: 'CONTRIBUTOR',
  };
}

/** The part of GitHub's `pull-request-simple` that is read here. */
export function pullJson(pull: Pull): Readonly<Record<string, unknown>> {
  return {
    number: pull.number,
    title: pull.title,
    state: pull.mergeCommitSha === undefined ? 'open' : 'closed',
    merged_at: pull.mergeCommitSha === undefined ? null : TIME,
    merge_commit_sha: pull.mergeCommitSha ?? null,
    head: { sha: pull.headSha },
  };
}
