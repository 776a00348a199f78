import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { GitHubOptions } from './github-client';

/** What the runner says about the workflow run. What it does not say, as outside a workflow, is `undefined`. */
export interface WorkflowContext {
  readonly repository: Omit<GitHubOptions, 'token'>;
  /** Unlike its name, the same for as long as the repository exists. */
  readonly repositoryId: number | undefined;
  /** Only where the event says it. */
  readonly defaultBranch: string | undefined;
  /** For example `pull_request`. */
  readonly eventName: string | undefined;
  /** The commit that the run is about: on a pull request the head, not the test merge. */
  readonly commit: string | undefined;
  /** The number of the pull request that triggered the run. */
  readonly pullRequest: number | undefined;
  /** The commit of the base branch that the pull request is compared with; on a push, the one that the branch was at before. */
  readonly baseSha: string | undefined;
  /** The repository that the pull request comes from; `undefined` also when that one was deleted. */
  readonly headRepositoryId: number | undefined;
  /** Whether the pull request comes from another repository; then it gets no credentials. */
  readonly isFork: boolean;
  readonly runId: number | undefined;
  /** Counts the runs of this workflow; a run that is repeated keeps its number. */
  readonly runNumber: number | undefined;
  readonly runAttempt: number | undefined;
  /** Grows from run to run and from attempt to attempt of one workflow. Outside a workflow 0, which is older than every run. */
  readonly generation: number;
  readonly runUrl: string | undefined;
  /** Who started this attempt. */
  readonly actor: string | undefined;
  /** File name of the workflow, for example `plan.yml`. */
  readonly workflow: string | undefined;
  /** Where the checkout is. */
  readonly workspace: string;
}

/** The runner's variables are not those of a workflow run. */
export class WorkflowContextError extends Error {
  override readonly name = 'WorkflowContextError';
}

/** So many attempts of one run fit into a generation before it reaches that of the next run; GitHub allows 50. */
const ATTEMPTS = 1_000;

/** An empty variable is one that is not set: that is how a workflow passes on what it does not have. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema);
const count = optional(
  z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'is not a number from 1')
    .transform(Number)
    .optional(),
);
const text = optional(z.string().optional());
const sha = z.string().regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, 'is not the full hash of a commit');

const variablesSchema = z.object({
  GITHUB_REPOSITORY: z
    .string({ error: 'is not set; does this run in a workflow?' })
    .regex(/^[\w.-]+\/[\w.-]+$/, 'is not owner/name; does this run in a workflow?'),
  GITHUB_REPOSITORY_ID: count,
  GITHUB_API_URL: optional(z.url({ protocol: /^https?$/, error: 'is not the address of an API' }).optional()),
  GITHUB_SERVER_URL: optional(z.url({ protocol: /^https?$/, error: 'is not the address of a server' }).optional()),
  GITHUB_EVENT_NAME: text,
  GITHUB_EVENT_PATH: text,
  GITHUB_SHA: optional(sha.optional()),
  GITHUB_RUN_ID: count,
  GITHUB_RUN_NUMBER: count,
  GITHUB_RUN_ATTEMPT: count,
  GITHUB_ACTOR: text,
  GITHUB_TRIGGERING_ACTOR: text,
  // owner/name/.github/workflows/plan.yml@refs/heads/main
  GITHUB_WORKFLOW_REF: optional(
    z
      .string()
      .regex(/^[^/]+\/[^/]+\/\.github\/workflows\/[\w.-]+\.ya?ml@/, 'does not name a workflow file')
      .optional(),
  ),
  GITHUB_WORKSPACE: text,
});

const repositorySchema = z.object({
  id: z.number().int().positive().optional(),
  full_name: z.string().optional(),
  default_branch: z.string().optional(),
});
const eventSchema = z.object({
  repository: repositorySchema.optional(),
  /** Of a push: where the branch was before it. Zeros when it is new. */
  before: sha.optional(),
  pull_request: z
    .object({
      number: z.number().int().positive(),
      head: z.object({ sha, repo: repositorySchema.nullish() }),
      base: z.object({ sha: sha.optional(), repo: repositorySchema.nullish() }).optional(),
    })
    .optional(),
});
type Event = z.infer<typeof eventSchema>;

/**
 * Reads the variables that every workflow run has.
 *
 * @throws WorkflowContextError when one of them, or the event, is not what a runner writes
 */
export function readWorkflowContext(environment: NodeJS.ProcessEnv): WorkflowContext {
  const variables = readVariables(environment);
  const [owner = '', repo = ''] = variables.GITHUB_REPOSITORY.split('/');
  const event = readEvent(variables.GITHUB_EVENT_PATH);
  const pull = event.pull_request;
  const repositoryId = variables.GITHUB_REPOSITORY_ID ?? event.repository?.id;
  const runId = variables.GITHUB_RUN_ID;
  const runNumber = variables.GITHUB_RUN_NUMBER;
  const runAttempt = variables.GITHUB_RUN_ATTEMPT ?? (runNumber === undefined ? undefined : 1);
  const serverUrl = variables.GITHUB_SERVER_URL ?? 'https://github.com';
  return {
    repository: { owner, repo, apiUrl: variables.GITHUB_API_URL ?? 'https://api.github.com' },
    repositoryId,
    defaultBranch: event.repository?.default_branch,
    eventName: variables.GITHUB_EVENT_NAME,
    commit: pull?.head.sha ?? variables.GITHUB_SHA,
    pullRequest: pull?.number,
    baseSha: pull === undefined ? beforeOf(event) : pull.base?.sha,
    headRepositoryId: pull?.head.repo?.id,
    isFork: pull !== undefined && !isOwn(pull.head.repo, { id: repositoryId, full_name: variables.GITHUB_REPOSITORY }),
    runId,
    runNumber,
    runAttempt,
    generation: runNumber === undefined ? 0 : generationOf(runNumber, runAttempt ?? 1),
    runUrl: runId === undefined ? undefined : `${serverUrl}/${owner}/${repo}/actions/runs/${runId}`,
    // Who repeats a run is not who started it first, and answers for what it does now.
    actor: variables.GITHUB_TRIGGERING_ACTOR ?? variables.GITHUB_ACTOR,
    workflow: /\/([^/]+)@/.exec(variables.GITHUB_WORKFLOW_REF ?? '')?.[1],
    workspace: variables.GITHUB_WORKSPACE ?? process.cwd(),
  };
}

function readVariables(environment: NodeJS.ProcessEnv): z.infer<typeof variablesSchema> {
  const read = variablesSchema.safeParse(environment);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new WorkflowContextError(`${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`, { cause: read.error });
}

function readEvent(path: string | undefined): Event {
  if (path === undefined) return {};
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new WorkflowContextError('the file that GITHUB_EVENT_PATH names does not hold an event', { cause });
  }
  const read = eventSchema.safeParse(content);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new WorkflowContextError(
    `the event that GITHUB_EVENT_PATH names is not one of GitHub's: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    { cause: read.error },
  );
}

function beforeOf({ before }: Event): string | undefined {
  return before === undefined || /^0+$/.test(before) ? undefined : before;
}

type Repository = z.infer<typeof repositorySchema>;

/** By id where both sides have one, as a name can be taken over. A repository that was deleted, or that is not named, is not our own. */
function isOwn(
  head: Repository | null | undefined,
  own: { readonly id: number | undefined; full_name: string },
): boolean {
  if (head?.id !== undefined && own.id !== undefined) return head.id === own.id;
  return head?.full_name?.toLowerCase() === own.full_name.toLowerCase();
}

function generationOf(runNumber: number, attempt: number): number {
  const generation = runNumber * ATTEMPTS + attempt;
  if (attempt >= ATTEMPTS || !Number.isSafeInteger(generation)) {
    throw new WorkflowContextError(
      `attempt ${attempt} of run ${runNumber} cannot be put in order; GITHUB_RUN_ATTEMPT and GITHUB_RUN_NUMBER are wrong`,
    );
  }
  return generation;
}
