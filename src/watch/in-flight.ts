import type { EnvironmentLease } from '../ports/lease';
import type { WorkflowRuns } from '../ports/workflow-runs';
import { minute } from './finding';
import { holderAtWork } from './whose-run';

/** What waits longer for its approval is forgotten rather than in flight, in ms; the watchdog tells of it. */
const IN_FLIGHT_MS = 24 * 3_600_000;
const APPLYING_WORKFLOWS = ['apply.yml', 'break-glass.yml'] as const;

export interface InFlightPorts {
  readonly lease: Pick<EnvironmentLease, 'holder'>;
  readonly runs: Pick<WorkflowRuns, 'find' | 'list' | 'jobs'>;
}

/**
 * What changes the environment at the moment, or is about to: while it does, what is there and what the configuration says differ for a good
 * reason.
 *
 * @returns a sentence; `undefined` when nothing does
 * @throws what the ports throw
 */
export async function inFlight(environment: string, now: Date, ports: InFlightPorts): Promise<string | undefined> {
  const holder = await ports.lease.holder();
  // A run that was killed leaves its lease behind, and is no reason to look away.
  if (holder !== undefined && (await holderAtWork(holder, ports.runs, now)) === 'going-on') {
    return `${holder.kind} has held the lease since ${minute(new Date(holder.since))} (${holder.run})`;
  }
  const since = new Date(now.getTime() - IN_FLIGHT_MS);
  for (const workflow of APPLYING_WORKFLOWS) {
    for (const run of await ports.runs.list(workflow, { since })) {
      if (run.status === 'completed') continue;
      const jobs = await ports.runs.jobs(run.id);
      const own = jobs.filter(({ name }) => name.split(/\s+/).includes(environment));
      // The jobs of the environments are known only once these have been selected.
      const isSelecting = jobs.every(({ name }) => name.startsWith('select '));
      if (isSelecting || own.some(({ status }) => status !== 'completed')) {
        return `a run of ${workflow} is ${run.status.replaceAll('_', ' ')} (${run.url})`;
      }
    }
  }
  return undefined;
}
