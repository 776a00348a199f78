import type { Environment } from '../environment/schema';
import type { EnvironmentLease, LeaseHolder } from '../ports/lease';
import type { TerraformLock, TerraformLocks } from '../ports/terraform-lock';
import type { WorkflowRuns } from '../ports/workflow-runs';
import { minute } from '../watch/finding';
import { LONGEST_JOB_MS } from '../watch/longest-job';
import { isAtWork, jobsAtWork } from '../watch/whose-run';
import { attempt, ok, problem, warning, type Check } from './check';
import { initCommand, unlockCommand } from './commands';

export interface LockPorts {
  readonly locks: Pick<TerraformLocks, 'read'>;
  readonly lease: Pick<EnvironmentLease, 'holder'>;
  /** Without GitHub nobody can say whether a run is over. */
  readonly runs: WorkflowRuns | undefined;
}

/** Who holds the state and the environment, and whether that run is over. */
export async function checkLocks(environment: Environment, now: Date, ports: LockPorts): Promise<readonly Check[]> {
  const holder = await ports.lease.holder().catch(() => undefined);
  const checks = await Promise.all([
    attempt('lease', async () => judgeLease(await ports.lease.holder(), now, ports.runs)),
    attempt('terraform-lock', async () => {
      const lock = await ports.locks.read();
      return lock === undefined
        ? ok('terraform-lock', 'the state is not locked')
        : judgeLock(lock, holder, { environment, now, runs: ports.runs });
    }),
  ]);
  return checks.flat();
}

async function judgeLease(holder: LeaseHolder | undefined, now: Date, runs: WorkflowRuns | undefined): Promise<Check> {
  if (holder === undefined) return ok('lease', 'nobody holds the lease: no apply, drill or destroy is going on');
  const since = new Date(holder.since);
  const held = `the lease is held for ${holder.kind} since ${minute(since)} by ${holder.run}`;
  const state = runs === undefined ? 'unknown' : await isAtWork(holder.run, runs);
  const takenOver =
    'nothing has to be done about the lease: it runs out, and the next apply, drill or destroy takes it over';
  switch (state) {
    case 'going-on':
      return warning('lease', `${held}, and that run is going on`, `wait for it: ${holder.run}`);
    case 'over':
      return warning('lease', `${held}, but that run is over: it was killed`, 'see how far it came', takenOver);
    case 'unknown':
      return now.getTime() - since.getTime() > LONGEST_JOB_MS
        ? warning('lease', `${held}, longer than any job lasts`, 'see how far it came', takenOver)
        : warning(
            'lease',
            `${held}; whether that is going on cannot be seen from here`,
            'ask whoever that is, or look at the run',
          );
  }
}

interface Surroundings {
  readonly environment: Environment;
  readonly now: Date;
  readonly runs: WorkflowRuns | undefined;
}

/** Terraform writes user and host of a runner, which name no run; what was at work when the lock was taken does. */
async function judgeLock(
  lock: TerraformLock,
  holder: LeaseHolder | undefined,
  { environment, now, runs }: Surroundings,
): Promise<Check> {
  const id = 'terraform-lock';
  const held = `the state is locked since ${minute(lock.created)} by ${lock.who} (${lock.operation}, Terraform ${lock.version})`;
  if (runs === undefined) {
    return warning(
      id,
      `${held}; without GitHub nobody can say which run that is`,
      'set GITHUB_TOKEN and run this again',
    );
  }
  const jobs = await jobsAtWork(lock.created, environment.name, runs);
  const going = jobs.filter(({ job }) => job.status !== 'completed');
  // A lease of that time belongs to the run that took the lock, whatever its jobs are called.
  const isOfLease = holder !== undefined && new Date(holder.since) <= lock.created;
  const leaseState = isOfLease ? await isAtWork(holder.run, runs) : 'unknown';
  const working = [
    ...new Set([...going.map(({ run }) => run.url), ...(isOfLease && leaseState === 'going-on' ? [holder.run] : [])]),
  ];
  if (working.length > 0)
    return warning(id, `${held}; still at work: ${working.join(', ')}`, 'wait for it; never unlock under a run');
  const over = [
    ...new Set([...(isOfLease && leaseState === 'over' ? [holder.run] : []), ...jobs.map(({ run }) => run.url)]),
  ];
  if (over.length > 0)
    return problem(id, `${held}; that run is over: ${over.join(', ')}`, ...unlockSteps(environment, lock, over));
  const nobody = `${held}; no run of this repository was at work then, so it was taken by hand`;
  return now.getTime() - lock.created.getTime() > LONGEST_JOB_MS
    ? problem(id, nobody, `ask ${lock.who} whether that Terraform still runs`, ...unlockSteps(environment, lock, []))
    : warning(id, nobody, `ask ${lock.who}; while that Terraform runs, never unlock`);
}

function unlockSteps(environment: Environment, lock: TerraformLock, runs: readonly string[]): readonly string[] {
  return [
    ...(runs.length === 0
      ? []
      : [
          `before you unlock: look at the end of ${runs.join(', ')}: an apply that was killed may have changed things without writing them down`,
        ]),
    'before you unlock: nobody runs Terraform on this state by hand',
    'then, with credentials that may write the lock table:',
    initCommand(environment),
    unlockCommand(environment, lock.id),
    'afterwards, plan before you apply: things that were made but not written down have to be imported or deleted',
  ];
}
