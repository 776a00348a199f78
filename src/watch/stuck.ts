import type { EnvironmentLease } from '../ports/lease';
import type { TerraformLocks } from '../ports/terraform-lock';
import type { WorkflowRuns } from '../ports/workflow-runs';
import { minute, type Finding } from './finding';
import { LONGEST_JOB_MS } from './longest-job';
import { holderAtWork, jobsAtWork, runIdOf } from './whose-run';

/** A lease that a killed run left behind. It is taken over by the next run, but says that something ended half-way. */
export async function stuckLease(
  environment: string,
  now: Date,
  ports: { readonly lease: Pick<EnvironmentLease, 'holder'>; readonly runs: Pick<WorkflowRuns, 'find'> },
): Promise<Finding | undefined> {
  const holder = await ports.lease.holder();
  if (holder === undefined || (await holderAtWork(holder, ports.runs, now)) === 'going-on') return undefined;
  return {
    id: 'lease-stuck',
    sentence: `the lease of ${environment} was taken for ${holder.kind} on ${minute(new Date(holder.since))} and not given back, but whoever took it (${holder.run}) is over`,
    whatToDo: `see how far it came; the next apply, drill or destroy takes the lease over by itself. "npm run doctor -- ${environment}" shows more`,
    ...(runIdOf(holder.run) === undefined ? {} : { link: holder.run }),
  };
}

/** A lock of Terraform that nobody holds any more: every plan and apply waits for it in vain. */
export async function stuckLock(
  environment: string,
  now: Date,
  ports: { readonly locks: Pick<TerraformLocks, 'read'>; readonly runs: Pick<WorkflowRuns, 'list' | 'jobs'> },
): Promise<Finding | undefined> {
  const lock = await ports.locks.read();
  if (lock === undefined || now.getTime() - lock.created.getTime() <= LONGEST_JOB_MS) return undefined;
  const jobs = await jobsAtWork(lock.created, environment, ports.runs);
  if (jobs.some(({ job }) => job.status !== 'completed')) return undefined;
  return {
    id: 'lock-stuck',
    sentence: `the state of ${environment} has been locked since ${minute(lock.created)} by ${lock.who} (${lock.operation}), and no run is at work on it`,
    whatToDo: `"npm run doctor -- ${environment}" says what to look at first, and prints the command that unlocks it`,
    ...(jobs[0] === undefined ? {} : { link: jobs[0].run.url }),
  };
}
