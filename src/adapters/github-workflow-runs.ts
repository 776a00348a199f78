import { z } from 'zod';
import type { WorkflowRuns, WorkflowRunSummary } from '../ports/workflow-runs';
import { connect, PAGE, toolsOf, type GitHubOptions } from './github-client';
import { isGone } from './github-failure';
import { withRetries } from './github-retry';

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const runSchema = z.object({
  id: z.number(),
  html_url: z.string(),
  event: z.string(),
  status: z.string().nullable(),
  conclusion: z.string().nullable(),
  created_at: time,
  head_sha: z.string(),
});

const jobSchema = z.object({
  name: z.string(),
  status: z.string(),
  conclusion: z.string().nullable(),
  started_at: time.nullable(),
  completed_at: time.nullable(),
});

const HINTS = {
  401: 'the token is not valid; give the action the github-token of this job',
  403: 'the token lacks a permission; the job needs "actions: read"',
  404: 'there is no such workflow on the default branch, or the token may not see it; the job needs "actions: read"',
  422: 'GitHub does not understand the question; is the file name of the workflow right?',
} as const;

/**
 * The runs of a repository's workflows, through GitHub's API.
 *
 * @throws GitHubError (from its methods) when GitHub refuses or stays silent; the message says what to do
 */
export function githubWorkflowRuns(options: GitHubOptions): WorkflowRuns {
  const octokit = connect(options);
  const repository = { owner: options.owner, repo: options.repo };
  const retry = <T>(what: string, work: () => Promise<T>): Promise<T> =>
    withRetries(what, HINTS, toolsOf(options), work);

  return {
    list: (workflow, { event, since, limit = PAGE }) =>
      retry(`list the runs of ${workflow}`, async () => {
        const runs: WorkflowRunSummary[] = [];
        const pages = octokit.paginate.iterator(octokit.rest.actions.listWorkflowRuns, {
          ...repository,
          workflow_id: workflow,
          per_page: Math.min(PAGE, Math.max(1, limit)),
          ...(event === undefined ? {} : { event }),
          // GitHub counts in seconds.
          ...(since === undefined ? {} : { created: `>=${since.toISOString().replace(/\.\d+Z$/, 'Z')}` }),
        });
        for await (const { data } of pages) {
          runs.push(...z.array(runSchema).parse(data).map(runOf));
          if (runs.length >= limit) break;
        }
        return runs
          .filter(({ createdAt }) => since === undefined || createdAt >= since)
          .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
          .slice(0, limit);
      }),

    find: (id) =>
      retry(`look at run ${id}`, async () => {
        try {
          const { data } = await octokit.rest.actions.getWorkflowRun({ ...repository, run_id: id });
          return runOf(runSchema.parse(data));
        } catch (error) {
          // GitHub forgets a run after 400 days at most, and people delete them.
          if (isGone(error)) return undefined;
          throw error;
        }
      }),

    jobs: (id) =>
      retry(`look at the jobs of run ${id}`, async () => {
        const jobs = await octokit.paginate(octokit.rest.actions.listJobsForWorkflowRun, {
          ...repository,
          run_id: id,
          per_page: PAGE,
        });
        return z
          .array(jobSchema)
          .parse(jobs)
          .map((job) => ({
            name: job.name,
            status: job.status,
            conclusion: job.conclusion ?? undefined,
            startedAt: job.started_at ?? undefined,
            completedAt: job.completed_at ?? undefined,
          }));
      }),
  };
}

function runOf(run: z.infer<typeof runSchema>): WorkflowRunSummary {
  return {
    id: run.id,
    url: run.html_url,
    event: run.event,
    status: run.status ?? 'queued',
    conclusion: run.conclusion ?? undefined,
    createdAt: run.created_at,
    headSha: run.head_sha,
  };
}
