import type { LeaseHolder } from '../ports/lease';
import type { WorkflowJobSummary, WorkflowRuns, WorkflowRunSummary } from '../ports/workflow-runs';
import { LONGEST_JOB_MS } from './longest-job';

/** Whether whoever left a sign is still at work. `unknown`: it is no run of a workflow, or GitHub has forgotten it. */
export type AtWork = 'going-on' | 'over' | 'unknown';

/** @returns the number in the address of a workflow run; `undefined` when it is none */
export function runIdOf(url: string | undefined): number | undefined {
  const [, id] = /\/actions\/runs\/(\d{1,15})(?:\/|$)/.exec(url ?? '') ?? [];
  return id === undefined ? undefined : Number(id);
}

/** Whether the run at an address is over. @throws what the port throws */
export async function isAtWork(url: string | undefined, runs: Pick<WorkflowRuns, 'find'>): Promise<AtWork> {
  const id = runIdOf(url);
  const run = id === undefined ? undefined : await runs.find(id);
  if (run === undefined) return 'unknown';
  return run.status === 'completed' ? 'over' : 'going-on';
}

/** Whether the holder of a lease still works: one that was killed leaves its lease behind. @throws what the port throws */
export async function holderAtWork(
  holder: LeaseHolder,
  runs: Pick<WorkflowRuns, 'find'>,
  now: Date,
): Promise<'going-on' | 'over'> {
  const known = await isAtWork(holder.run, runs);
  if (known !== 'unknown') return known;
  return now.getTime() - Date.parse(holder.since) > LONGEST_JOB_MS ? 'over' : 'going-on';
}

/** The workflows whose jobs lock the state of Terraform. */
export const LOCKING_WORKFLOWS = ['plan.yml', 'apply.yml', 'break-glass.yml', 'destroy.yml'] as const;

export interface JobAtWork {
  readonly run: WorkflowRunSummary;
  readonly job: WorkflowJobSummary;
}

/**
 * The jobs that were at work at a moment, of an environment where their names tell. A run may wait for its approval for days before its
 * job begins, so runs of a whole month before the moment are looked at.
 *
 * @throws what the port throws
 */
export async function jobsAtWork(
  moment: Date,
  environment: string,
  runs: Pick<WorkflowRuns, 'list' | 'jobs'>,
): Promise<readonly JobAtWork[]> {
  const since = new Date(moment.getTime() - 30 * 86_400_000);
  const found: JobAtWork[] = [];
  for (const workflow of LOCKING_WORKFLOWS) {
    const candidates = (await runs.list(workflow, { since })).filter((run) => run.createdAt <= moment);
    // What was over before the moment cannot be told without a question for each; the newest ones are enough.
    for (const run of candidates.slice(0, 20)) {
      for (const job of await runs.jobs(run.id)) {
        if (wasAtWork(job, moment) && job.name.split(/\s+/).includes(environment)) found.push({ run, job });
      }
    }
  }
  return found;
}

function wasAtWork({ startedAt, completedAt, status }: WorkflowJobSummary, moment: Date): boolean {
  if (startedAt === undefined || startedAt > moment) return false;
  return status !== 'completed' || (completedAt !== undefined && completedAt >= moment);
}
