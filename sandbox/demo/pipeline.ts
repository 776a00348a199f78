import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import type { DrillKind } from '../../src/drill/kinds';
import { evidenceSchema, type EvidenceDocument } from '../../src/evidence/document';
import { startGitHubStub, type GitHubStub } from '../github/github-stub';
import { runWorkflow, type WorkflowRun } from '../github/run-workflow';
import type { Sandbox } from '../start-sandbox';
import type { ScratchRepository } from './scratch-repository';

const REPOSITORY = 'acme/database';
const REPOSITORY_JSON = { id: 2, full_name: REPOSITORY, name: 'database', owner: { id: 1, login: 'acme' } };
const FORK_JSON = { id: 3, full_name: 'mallory/database', name: 'database', owner: { id: 4, login: 'mallory' } };

/** A workflow did not end as it should; the message says where its log is. */
export class WorkflowFailedError extends Error {
  override readonly name = 'WorkflowFailedError';
}

export interface PipelineOptions {
  readonly sandbox: Sandbox;
  readonly repository: ScratchRepository;
  /** Where each run's files, logs and artifacts go. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

export interface OpenedPullRequest {
  readonly number: number;
  readonly branch: string;
}

/** What a push to the default branch did. */
export interface Push {
  readonly before: string;
  readonly after: string;
}

export interface DrillRun {
  readonly succeeded: boolean;
  readonly document: EvidenceDocument;
  readonly markdown: string;
  /** The evidence of all drills so far as a static site: a directory with an index.html. */
  readonly site: string;
}

/** How a workflow ended, and what it left. */
export interface FinishedRun {
  readonly succeeded: boolean;
  /** Everything that the jobs printed. */
  readonly log: string;
  readonly directory: string;
  readonly artifacts: string;
}

export interface RunOptions {
  readonly onLine?: (line: string) => void;
  /** Cancels this run alone, as a person does on GitHub's page. */
  readonly cancel?: AbortSignal;
}

/** Runs the shipped workflows as GitHub would, against the stub of its API and the emulator of AWS. */
export class Pipeline {
  private runs = 0;

  private constructor(
    private readonly options: PipelineOptions,
    readonly github: GitHubStub,
    private readonly token: string,
  ) {}

  static async start(options: PipelineOptions): Promise<Pipeline> {
    const token = randomBytes(20).toString('hex');
    return new Pipeline(options, await startGitHubStub({ repository: REPOSITORY, token }), token);
  }

  /** Pushes a branch and opens a pull request for it; nothing is run. */
  async openPullRequest(
    branch: string,
    title: string,
    edits: Readonly<Record<string, (text: string) => string>>,
  ): Promise<OpenedPullRequest> {
    const { repository } = this.options;
    await repository.branch(branch, title, edits);
    return { number: this.github.openPullRequest({ title, headSha: await repository.commitOf(branch) }), branch };
  }

  /** Runs plan.yml on the pull request as it would be merged now. */
  async plan(
    pull: OpenedPullRequest,
    options: RunOptions & { readonly fromFork?: boolean } = {},
  ): Promise<FinishedRun> {
    const payload = await this.pullRequestEvent(pull, options.fromFork === true);
    return this.run('plan.yml', 'pull_request', payload, options, (directory) =>
      this.options.repository.checkOutTestMerge(pull.branch, directory),
    );
  }

  /** Runs fork-notice.yml on a pull request from a fork; this event finds the base branch checked out. */
  async forkNotice(pull: OpenedPullRequest): Promise<FinishedRun> {
    const { repository } = this.options;
    const payload = await this.pullRequestEvent(pull, true);
    return this.run('fork-notice.yml', 'pull_request_target', payload, {}, async (directory) =>
      repository.checkOut(await repository.commitOf('main'), directory),
    );
  }

  private async pullRequestEvent({ number, branch }: OpenedPullRequest, isFork: boolean) {
    const { repository } = this.options;
    const [head, base] = await Promise.all([repository.commitOf(branch), repository.commitOf('main')]);
    return {
      number,
      pull_request: {
        number,
        head: { sha: head, ref: branch, repo: isFork ? FORK_JSON : REPOSITORY_JSON },
        base: { sha: base, ref: 'main', repo: REPOSITORY_JSON },
      },
    };
  }

  /** Merges a pull request; nothing is run. @returns the push that the merge is */
  async merge(pull: OpenedPullRequest): Promise<Push> {
    const { repository } = this.options;
    const before = await repository.commitOf('main');
    await repository.merge(pull.branch);
    const after = await repository.commitOf('main');
    this.github.mergePullRequest(pull.number, after);
    return { before, after };
  }

  /** Runs apply.yml for a push to the default branch. */
  async apply({ before, after }: Push, options: RunOptions = {}): Promise<FinishedRun> {
    const payload = { ref: 'refs/heads/main', before, after };
    return this.run('apply.yml', 'push', payload, options, (directory) =>
      this.options.repository.checkOut(after, directory),
    );
  }

  /** Opens a pull request and plans it. @returns it with the comment that the plan left */
  async planned(
    branch: string,
    title: string,
    edits: Readonly<Record<string, (text: string) => string>>,
    onLine: (line: string) => void,
  ): Promise<OpenedPullRequest & { readonly comment: string }> {
    const pull = await this.openPullRequest(branch, title, edits);
    this.mustHaveSucceeded('plan.yml', await this.plan(pull, { onLine }));
    return { ...pull, comment: this.comment(pull, 'plan') };
  }

  /** Merges a pull request and applies it. @returns the comment that the apply left */
  async mergedAndApplied(pull: OpenedPullRequest, onLine: (line: string) => void): Promise<string> {
    this.mustHaveSucceeded('apply.yml', await this.apply(await this.merge(pull), { onLine }));
    return this.comment(pull, 'apply:sandbox');
  }

  /** The comment of a pull request that carries a marker. @throws WorkflowFailedError when there is none */
  comment({ number }: OpenedPullRequest, marker: string): string {
    const comment = this.github.comments(number).find(({ body }) => body.includes(`<!-- dr:${marker} `));
    if (comment === undefined) throw new WorkflowFailedError(`no comment "${marker}" on pull request #${number}`);
    return comment.body;
  }

  /** Dispatches the drill workflow. A drill that does not pass is a result, not an error; one without a report is. */
  async drill(kind: DrillKind, failBack: boolean, onLine: (line: string) => void): Promise<DrillRun> {
    const inputs = { environment: 'sandbox', kind, 'fail-back': String(failBack) };
    const { succeeded, artifacts } = await this.dispatch('drill.yml', inputs, { onLine });
    const directory = join(artifacts, `drill-sandbox-${kind}`);
    const file = (extension: string): string => {
      const name = readdirSync(directory).find((candidate) => candidate.endsWith(extension));
      if (name === undefined) throw new WorkflowFailedError(`the drill left no ${extension} report in ${directory}`);
      return readFileSync(join(directory, name), 'utf8');
    };
    return {
      succeeded,
      document: evidenceSchema.parse(JSON.parse(file('.evidence.json'))),
      markdown: file('.md'),
      site: join(artifacts, 'evidence-sandbox'),
    };
  }

  /** Dispatches the destroy workflow, confirmed as a person would. Everything of the environment is gone afterwards. */
  async destroy(onLine: (line: string) => void): Promise<void> {
    const inputs = { environment: 'sandbox', confirmation: 'destroy sandbox' };
    this.mustHaveSucceeded('destroy.yml', await this.dispatch('destroy.yml', inputs, { onLine }));
  }

  /** Starts a workflow by hand, or as its schedule does, on the default branch. */
  async dispatch(
    workflow: string,
    inputs: Readonly<Record<string, string>> = {},
    options: RunOptions & { readonly event?: 'workflow_dispatch' | 'schedule' } = {},
  ): Promise<FinishedRun> {
    const { repository } = this.options;
    return this.run(
      workflow,
      options.event ?? 'workflow_dispatch',
      { inputs, ref: 'refs/heads/main' },
      options,
      async (directory) => repository.checkOut(await repository.commitOf('main'), directory),
    );
  }

  async stop(): Promise<void> {
    await this.github.stop();
  }

  private mustHaveSucceeded(workflow: string, { succeeded, directory }: FinishedRun): void {
    if (!succeeded) throw new WorkflowFailedError(`${workflow} failed; its log is ${join(directory, 'run.log')}`);
    const [violation] = this.github.violations();
    if (violation !== undefined) throw new WorkflowFailedError(`GitHub would have refused a request: ${violation}`);
  }

  /** Runs a workflow in a clone of its own, so that two can run at once. */
  private async run(
    workflow: string,
    event: WorkflowRun['event'],
    payload: Readonly<Record<string, unknown>>,
    { onLine = () => undefined, cancel }: RunOptions,
    checkOut: (directory: string) => Promise<void>,
  ): Promise<FinishedRun> {
    const { sandbox, signal } = this.options;
    signal.throwIfAborted();
    const { dataPlane } = sandbox;
    const number = ++this.runs;
    const directory = join(this.options.directory, `${number}-${workflow.replace('.yml', '')}`);
    const artifacts = join(directory, 'artifacts');
    const workspace = join(directory, 'repository');
    mkdirSync(directory, { recursive: true });
    await checkOut(workspace);
    const outcome = await runWorkflow({
      act: sandbox.python.act,
      workspace,
      workflow,
      event,
      payload: { ...payload, repository: { ...REPOSITORY_JSON, default_branch: 'main' } },
      environment: {
        ...sandbox.environment,
        GITHUB_API_URL: this.github.apiUrl,
        GITHUB_REPOSITORY: REPOSITORY,
        GITHUB_REPOSITORY_ID: String(REPOSITORY_JSON.id),
        GITHUB_RUN_ID: String(number),
        GITHUB_RUN_NUMBER: String(number),
        GITHUB_TRIGGERING_ACTOR: 'alice',
      },
      variables: {
        DR_TARGET: 'sandbox',
        DATABASE_SOCKS_PROXY: dataPlane.socksUrl,
        DATABASE_CA_FILE: dataPlane.caFile,
        FAULT_HOOK_URL: dataPlane.faultHook.url,
      },
      secrets: { GITHUB_TOKEN: this.token, FAULT_HOOK_TOKEN: dataPlane.faultHook.token },
      directory,
      artifacts,
      onLine,
      signal: cancel === undefined ? signal : AbortSignal.any([signal, cancel]),
    });
    // An interrupted run looks like a failed one.
    signal.throwIfAborted();
    return { ...outcome, directory, artifacts };
  }
}
