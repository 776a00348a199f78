import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { startGitHubStub, type GitHubStub } from '../github/github-stub';
import { runWorkflow, type WorkflowRun } from '../github/run-workflow';
import type { Sandbox } from '../start-sandbox';
import type { ScratchRepository } from './scratch-repository';

const REPOSITORY = 'acme/database';

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
  /** The comment that the plan workflow left. */
  readonly planComment: string;
}

const documentSchema = z.looseObject({
  kind: z.string(),
  verdict: z.string(),
  reasons: z.array(z.string()),
  objectives: z.object({ rpoSeconds: z.number(), rtoSeconds: z.number(), detectionSeconds: z.number() }),
  runs: z
    .array(
      z.looseObject({
        label: z.string(),
        verdict: z.string(),
        reasons: z.array(z.string()),
        promotedBy: z.enum(['controller', 'drill']).optional(),
        measurement: z.looseObject({
          rtoMs: z.number().optional(),
          detectionMs: z.number().optional(),
          redundancyGapMs: z.number().optional(),
          writes: z.object({ attempted: z.number(), ok: z.number(), fail: z.number(), unknown: z.number() }),
          loss: z.looseObject({ lost: z.array(z.number()), rpoMs: z.number(), rpoUpperBoundMs: z.number() }).optional(),
        }),
      }),
    )
    .optional(),
  measurement: z
    .looseObject({ expected: z.number(), missing: z.array(z.number()), unexpected: z.number(), restoreMs: z.number() })
    .optional(),
});

/** The document of a drill, as far as it is shown here. */
export type DrillDocument = z.infer<typeof documentSchema>;

export interface DrillRun {
  readonly succeeded: boolean;
  readonly document: DrillDocument;
  readonly markdown: string;
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

  /** Opens a pull request and runs the plan workflow on it. */
  async openPullRequest(
    branch: string,
    title: string,
    edits: Readonly<Record<string, (text: string) => string>>,
    onLine: (line: string) => void,
  ): Promise<OpenedPullRequest> {
    const { repository } = this.options;
    await repository.branch(branch, title, edits);
    const [head, base] = await Promise.all([repository.commitOf(branch), repository.commitOf('main')]);
    const number = this.github.openPullRequest({ title, headSha: head });
    const payload = {
      number,
      pull_request: {
        number,
        head: { sha: head, ref: branch, repo: { full_name: REPOSITORY } },
        base: { sha: base, ref: 'main', repo: { full_name: REPOSITORY } },
      },
      repository: { full_name: REPOSITORY },
    };
    await this.mustSucceed('plan.yml', 'pull_request', payload, onLine);
    const comment = this.github.comments(number).find(({ body }) => body.includes('<!-- dr:plan:sandbox -->'));
    if (comment === undefined)
      throw new WorkflowFailedError(`the plan workflow left no comment on pull request #${number}`);
    return { number, branch, planComment: comment.body };
  }

  /** Merges a pull request and runs the apply workflow. @returns the comment that it left */
  async merge(pull: OpenedPullRequest, onLine: (line: string) => void): Promise<string> {
    const { repository } = this.options;
    const before = await repository.commitOf('main');
    await repository.merge(pull.branch);
    const after = await repository.commitOf('main');
    this.github.mergePullRequest(pull.number, after);
    const payload = { ref: 'refs/heads/main', before, after, repository: { full_name: REPOSITORY } };
    await this.mustSucceed('apply.yml', 'push', payload, onLine);
    const comment = this.github.comments(pull.number).find(({ body }) => body.includes('<!-- dr:apply:sandbox -->'));
    if (comment === undefined)
      throw new WorkflowFailedError(`the apply workflow left no comment on pull request #${pull.number}`);
    return comment.body;
  }

  /** Dispatches the drill workflow. A drill that does not pass is a result, not an error; one without a report is. */
  async drill(
    kind: 'failover' | 'switchover' | 'restore',
    failBack: boolean,
    onLine: (line: string) => void,
  ): Promise<DrillRun> {
    const inputs = { environment: 'sandbox', kind, 'fail-back': String(failBack) };
    const { succeeded, artifacts } = await this.run(
      'drill.yml',
      'workflow_dispatch',
      { inputs, repository: { full_name: REPOSITORY } },
      onLine,
    );
    const directory = join(artifacts, `drill-sandbox-${kind}`);
    const file = (extension: string): string => {
      const name = readdirSync(directory).find((candidate) => candidate.endsWith(extension));
      if (name === undefined) throw new WorkflowFailedError(`the drill left no ${extension} report in ${directory}`);
      return readFileSync(join(directory, name), 'utf8');
    };
    return { succeeded, document: documentSchema.parse(JSON.parse(file('.json'))), markdown: file('.md') };
  }

  /** Dispatches the destroy workflow, confirmed as a person would. Everything of the environment is gone afterwards. */
  async destroy(onLine: (line: string) => void): Promise<void> {
    const inputs = { environment: 'sandbox', confirmation: 'destroy sandbox' };
    const payload = { inputs, repository: { full_name: REPOSITORY } };
    await this.mustSucceed('destroy.yml', 'workflow_dispatch', payload, onLine);
  }

  async stop(): Promise<void> {
    await this.github.stop();
  }

  private async mustSucceed(
    workflow: string,
    event: WorkflowRun['event'],
    payload: Readonly<Record<string, unknown>>,
    onLine: (line: string) => void,
  ): Promise<void> {
    const { succeeded, directory } = await this.run(workflow, event, payload, onLine);
    if (!succeeded) throw new WorkflowFailedError(`${workflow} failed; its log is ${join(directory, 'run.log')}`);
    const [violation] = this.github.violations();
    if (violation !== undefined) throw new WorkflowFailedError(`GitHub would have refused a request: ${violation}`);
  }

  private async run(
    workflow: string,
    event: WorkflowRun['event'],
    payload: Readonly<Record<string, unknown>>,
    onLine: (line: string) => void,
  ) {
    const { sandbox, signal } = this.options;
    signal.throwIfAborted();
    const { dataPlane } = sandbox;
    const directory = join(this.options.directory, `${++this.runs}-${workflow.replace('.yml', '')}`);
    const artifacts = join(directory, 'artifacts');
    const outcome = await runWorkflow({
      act: sandbox.python.act,
      workspace: this.options.repository.directory,
      workflow,
      event,
      payload,
      environment: { ...sandbox.environment, GITHUB_API_URL: this.github.apiUrl, GITHUB_REPOSITORY: REPOSITORY },
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
      signal,
    });
    // An interrupted run looks like a failed one.
    signal.throwIfAborted();
    return { ...outcome, directory, artifacts };
  }
}
