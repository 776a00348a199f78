/** What the stub knows of a repository. */

export interface Comment {
  readonly id: number;
  readonly login: string;
  body: string;
}

export interface Pull {
  readonly number: number;
  readonly title: string;
  headSha: string;
  /** Earlier heads, which were pushed before. */
  readonly commits: string[];
  /** The repository that the branch is in: another one for a fork; `undefined` when that one was deleted. */
  readonly headRepository: { readonly id: number; readonly fullName: string } | undefined;
  readonly comments: Comment[];
  mergeCommitSha: string | undefined;
  /** With `squash` the commits of the branch are not on the default branch. */
  mergedBy: 'merge' | 'squash' | undefined;
}

export interface Issue {
  readonly number: number;
  readonly login: string;
  title: string;
  body: string;
  state: 'open' | 'closed';
  stateReason: string | null;
  readonly comments: Comment[];
}

export interface Run {
  readonly id: number;
  /** File name. */
  readonly workflow: string;
  readonly event: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly createdAt: Date;
  readonly headSha: string;
  readonly jobs: readonly Job[];
}

export interface Job {
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | null;
  readonly startedAt: Date;
  readonly completedAt: Date | null;
}

export interface GitHubEnvironment {
  readonly reviewers: readonly string[];
  readonly preventSelfReview: boolean;
  /** `null`: any branch. */
  readonly branches: null | 'protected' | readonly { readonly type: 'branch' | 'tag'; readonly name: string }[];
}

/** How the subject of tokens is made, in the fields of GitHub's answer. */
export interface SubjectCustomization {
  readonly use_default: boolean;
  readonly include_claim_keys?: readonly string[];
  readonly use_immutable_subject?: boolean;
}

/** The workflows of this repository, which GitHub knows whether they have run or not. */
const WORKFLOWS = ['apply', 'break-glass', 'ci', 'destroy', 'drift', 'drill', 'fork-notice', 'plan', 'watchdog'];

/** A repository that is changed through the stub's API and by the tests. */
export class RepositoryState {
  readonly id = 2;
  readonly ownerId = 1;
  readonly pulls: Pull[] = [];
  readonly issues: Issue[] = [];
  readonly runs: Run[] = [];
  /** State by file name, in GitHub's words. */
  readonly workflows = new Map<string, string>(WORKFLOWS.map((name) => [`${name}.yml`, 'active']));
  readonly environments = new Map<string, GitHubEnvironment>();
  defaultBranch = 'main';
  hasIssues = true;
  subject: SubjectCustomization = { use_default: true };
  private nextCommentId = 1;

  constructor(
    readonly fullName: string,
    /** Whose comments and issues the token writes. */
    readonly login: string,
  ) {}

  /** Pull requests and issues are numbered together. */
  nextNumber(): number {
    return this.pulls.length + this.issues.length + 1;
  }

  pull(number: number): Pull | undefined {
    return this.pulls.find((pull) => pull.number === number);
  }

  issue(number: number): Issue | undefined {
    return this.issues.find((issue) => issue.number === number);
  }

  /** @throws Error when there is no such pull request */
  requirePull(number: number): Pull {
    const pull = this.pull(number);
    if (pull === undefined) throw new Error(`there is no pull request #${number}`);
    return pull;
  }

  /** The pull request or issue that people talk in. */
  conversation(number: number): Pull | Issue | undefined {
    return this.pull(number) ?? this.issue(number);
  }

  /** The conversation that a comment is in. */
  conversationOf(commentId: number): Pull | Issue | undefined {
    return [...this.pulls, ...this.issues].find(({ comments }) => comments.some(({ id }) => id === commentId));
  }

  addComment(conversation: Pull | Issue, login: string, body: string): Comment {
    const comment = { id: this.nextCommentId++, login, body };
    conversation.comments.push(comment);
    return comment;
  }

  addIssue(issue: Pick<Issue, 'login' | 'title' | 'body'>): Issue {
    const added: Issue = { ...issue, number: this.nextNumber(), state: 'open', stateReason: null, comments: [] };
    this.issues.push(added);
    return added;
  }

  deleteComment(id: number): boolean {
    const comments = this.conversationOf(id)?.comments;
    const index = comments?.findIndex((comment) => comment.id === id) ?? -1;
    if (comments === undefined || index < 0) return false;
    comments.splice(index, 1);
    return true;
  }
}
