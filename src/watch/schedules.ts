import { Cron } from 'croner';
import { parse } from 'yaml';
import { z } from 'zod';
import type { CheckoutFiles } from '../ports/checkout-files';
import type { CommitHistory } from '../ports/commit-history';
import type { WorkflowRuns } from '../ports/workflow-runs';
import type { WorkflowStates } from '../ports/workflow-states';
import { minute, type Finding } from './finding';

/** GitHub begins schedules late when it is busy, and drops some; in ms. */
const SLACK_MS = 6 * 3_600_000;

const workflowSchema = z.object({
  on: z.object({ schedule: z.array(z.object({ cron: z.string() })).min(1) }),
});

export interface SchedulePorts {
  readonly checkout: CheckoutFiles;
  readonly history: Pick<CommitHistory, 'lastChange'>;
  readonly runs: Pick<WorkflowRuns, 'list'>;
  readonly states: WorkflowStates;
}

/**
 * Whether a workflow that runs by the clock has run when it was last due.
 *
 * @param workflow file name, for example `drill.yml`
 * @throws what the ports throw
 */
export async function missedSchedule(workflow: string, now: Date, ports: SchedulePorts): Promise<Finding | undefined> {
  const path = `.github/workflows/${workflow}`;
  const found = (sentence: string, whatToDo: string): Finding => ({ id: 'schedule-missed', sentence, whatToDo });
  const text = await ports.checkout.read(path);
  if (text === undefined) return found(`${path} does not exist`, 'restore it; without it nothing runs by the clock');
  const crons = scheduleOf(text);
  if (crons.length === 0) {
    return found(
      `${path} has no schedule that can be read`,
      'restore "on: schedule:" with a cron of five parts, in UTC',
    );
  }
  const state = await ports.states.of(workflow);
  if (state !== 'active') return found(`GitHub does not run ${workflow}: ${wordsFor(state)}`, enable(workflow));
  const due = lastDue(crons, new Date(now.getTime() - SLACK_MS));
  const changed = await ports.history.lastChange(path);
  // A schedule that was not yet there could not be missed.
  if (due === undefined || changed === undefined || changed > due) return undefined;
  const [newest] = await ports.runs.list(workflow, { event: 'schedule', limit: 1 });
  if (newest !== undefined && newest.createdAt >= due) return undefined;
  const last =
    newest === undefined ? 'it has never run by its schedule' : `the last run was on ${minute(newest.createdAt)}`;
  return {
    ...found(
      `${workflow} was due on ${minute(due)} and did not run: ${last}`,
      `run it by hand ("gh workflow run ${workflow}") and see whether it runs the next time`,
    ),
    ...(newest === undefined ? {} : { link: newest.url }),
  };
}

function wordsFor(state: string | undefined): string {
  switch (state) {
    case undefined:
      return 'it does not know the workflow; is it on the default branch?';
    case 'disabled_inactivity':
      return 'it was disabled, because nothing happened in the repository for 60 days';
    case 'disabled_manually':
      return 'somebody disabled it';
    default:
      return `its state is "${state}"`;
  }
}

function enable(workflow: string): string {
  return `"gh workflow enable ${workflow}", then "gh workflow run ${workflow}"`;
}

/** The crons of a workflow file; empty when it has none, or one that cannot be read. */
function scheduleOf(text: string): readonly Cron[] {
  try {
    const { on } = workflowSchema.parse(parse(text));
    return on.schedule.map(({ cron }) => new Cron(cron, { timezone: 'UTC', mode: '5-part' }));
  } catch {
    return [];
  }
}

function lastDue(crons: readonly Cron[], before: Date): Date | undefined {
  const times = crons.flatMap((cron) => cron.previousRuns(1, before)).map((date) => date.getTime());
  return times.length === 0 ? undefined : new Date(Math.max(...times));
}
