import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { GitHubOptions } from './github-client';

/** What the runner says about the workflow run. */
export interface WorkflowContext {
  readonly repository: Omit<GitHubOptions, 'token'>;
  /** The commit that the run is about: on a pull request the head, not the test merge. */
  readonly commit: string | undefined;
  /** The number of the pull request that triggered the run. */
  readonly pullRequest: number | undefined;
  readonly runUrl: string | undefined;
  /** Where the checkout is. */
  readonly workspace: string;
}

/** The runner's variables are not those of a workflow run. */
export class WorkflowContextError extends Error {
  override readonly name = 'WorkflowContextError';
}

const eventSchema = z.object({
  pull_request: z.object({ number: z.number().int(), head: z.object({ sha: z.string() }) }).optional(),
});

/** Reads the variables that every workflow run has. @throws WorkflowContextError */
export function readWorkflowContext(environment: NodeJS.ProcessEnv): WorkflowContext {
  const { GITHUB_REPOSITORY, GITHUB_API_URL, GITHUB_EVENT_PATH, GITHUB_SHA, GITHUB_SERVER_URL, GITHUB_RUN_ID } =
    environment;
  const [owner, repo] = GITHUB_REPOSITORY?.split('/') ?? [];
  if (owner === undefined || repo === undefined) {
    throw new WorkflowContextError('GITHUB_REPOSITORY is not owner/name; does this run in a workflow?');
  }
  const event = readEvent(GITHUB_EVENT_PATH);
  return {
    repository: { owner, repo, apiUrl: GITHUB_API_URL ?? 'https://api.github.com' },
    commit: event.pull_request?.head.sha ?? GITHUB_SHA,
    pullRequest: event.pull_request?.number,
    runUrl:
      GITHUB_RUN_ID === undefined
        ? undefined
        : `${GITHUB_SERVER_URL ?? ''}/${owner}/${repo}/actions/runs/${GITHUB_RUN_ID}`,
    workspace: environment['GITHUB_WORKSPACE'] ?? process.cwd(),
  };
}

function readEvent(path: string | undefined): z.infer<typeof eventSchema> {
  if (path === undefined || path === '') return {};
  try {
    return eventSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new WorkflowContextError('the file that GITHUB_EVENT_PATH names does not hold an event', { cause });
  }
}
