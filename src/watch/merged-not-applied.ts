import type { NamedEnvironment } from '../environment/check-environments';
import type { Environment } from '../environment/schema';
import { selectEnvironments } from '../environment/select-environments';
import type { Commit, CommitHistory } from '../ports/commit-history';
import type { ObjectStore } from '../ports/object-store';
import type { WorkflowRuns, WorkflowRunSummary } from '../ports/workflow-runs';
import { applyOf, type ApplyRecord } from '../records/apply-record';
import { minute, type Finding } from './finding';
import { LONGEST_JOB_MS } from './longest-job';
import { isAtWork } from './whose-run';

export interface MergesRequest {
  readonly environment: Environment;
  /** All environments of the checkout. */
  readonly all: readonly NamedEnvironment[];
  readonly now: Date;
  /** So far back is looked. */
  readonly days: number;
  /** So long a commit may wait for its approval and its turn, in ms. */
  readonly graceMs: number;
}

export interface MergesPorts {
  readonly history: Pick<CommitHistory, 'since'>;
  readonly store: ObjectStore;
  readonly runs: Pick<WorkflowRuns, 'list' | 'find'>;
}

/**
 * The commits on the default branch that touch the environment and were never applied. A later commit that was applied covers all before
 * it, because what is applied is the whole configuration and not the change.
 */
export async function mergedNotApplied(request: MergesRequest, ports: MergesPorts): Promise<readonly Finding[]> {
  const { environment, now, days, graceMs } = request;
  const since = new Date(now.getTime() - days * 86_400_000);
  const findings: Finding[] = [];
  let runs: readonly WorkflowRunSummary[] | undefined;
  for (const commit of await ports.history.since(since)) {
    if (!touches(commit, request)) continue;
    const record = await applyOf(ports.store, environment.name, commit.sha);
    if (record?.state === 'applied' || record?.state === 'nothing') break;
    if (now.getTime() - commit.at.getTime() < graceMs) continue;
    if (record === undefined) {
      runs ??= await ports.runs.list('apply.yml', { since });
      findings.push(
        neverBegun(
          commit,
          runs.find(({ headSha }) => headSha === commit.sha),
        ),
      );
    } else {
      const finding = await unfinished(commit, record, now, ports);
      if (finding !== undefined) findings.push(finding);
    }
  }
  return findings;
}

function touches({ changedFiles }: Commit, { environment, all }: MergesRequest): boolean {
  const present = new Set(all.map(({ file }) => file));
  // The file of an environment that is gone by now makes the selection stop, which is right for a change to come and not for one of the past.
  const files = changedFiles.filter((file) => !/^environments\/[^/]+\.ya?ml$/.test(file) || present.has(file));
  return selectEnvironments(all, files, environment.target).some((row) => row.environment === environment.name);
}

function neverBegun(commit: Commit, run: WorkflowRunSummary | undefined): Finding {
  const merged = `commit ${commit.sha.slice(0, 12)} was merged on ${minute(commit.at)}, and its apply was never begun`;
  if (run === undefined) {
    return {
      id: 'merged-not-applied',
      sentence: `${merged}: GitHub knows of no run of apply.yml for it`,
      whatToDo:
        'see whether apply.yml is enabled; a later push to the default branch that touches this environment applies it too',
    };
  }
  const isOver = run.status === 'completed';
  return {
    id: 'merged-not-applied',
    sentence: `${merged}: its run ${isOver ? `ended as "${run.conclusion ?? 'unknown'}"` : `is "${run.status}"`}`,
    whatToDo: isOver
      ? 'look at the run, then run its failed jobs again'
      : 'approve or reject it; nothing is applied before that',
    link: run.url,
  };
}

async function unfinished(
  commit: Commit,
  record: ApplyRecord,
  now: Date,
  { runs }: MergesPorts,
): Promise<Finding | undefined> {
  const { state, reason } = record;
  const what = `the apply of commit ${commit.sha.slice(0, 12)}`;
  const because = reason === undefined ? '' : `: ${reason}`;
  const run = record.runUrl === undefined ? {} : { link: record.runUrl };
  switch (state) {
    case 'applied':
    case 'nothing':
      return undefined;
    case 'stopped':
      return {
        id: 'merged-not-applied',
        sentence: `${what} was stopped on ${minute(new Date(record.at))}, before it changed anything${because}`,
        whatToDo: 'do what the run and the comment on the pull request say',
        ...run,
      };
    case 'failed':
      return {
        id: 'merged-not-applied',
        sentence: `${what} failed half-way on ${minute(new Date(record.at))}${because}`,
        whatToDo:
          'the comment on the pull request says what was done and what a plan made at once would do; repair forward',
        ...run,
      };
    case 'started': {
      const isOld = now.getTime() - Date.parse(record.at) > LONGEST_JOB_MS;
      if (!isOld && (await isAtWork(record.runUrl, runs)) !== 'over') return undefined;
      return {
        id: 'merged-not-applied',
        sentence: `${what} was begun on ${minute(new Date(record.at))} and never ended: its run was killed`,
        whatToDo: `run "npm run doctor" for this environment: the state may still be locked; then run the apply again`,
        ...run,
      };
    }
  }
}
