import type { Commit, CommitHistory } from '../../src/ports/commit-history';
import type { DrillState } from '../../src/ports/drill-state';
import type { Issues, IssueText, KeptIssue } from '../../src/ports/issues';
import type { ObjectStore } from '../../src/ports/object-store';
import type { WorkflowJobSummary, WorkflowRuns, WorkflowRunSummary } from '../../src/ports/workflow-runs';

// Everything that a pipeline leaves behind, in memory.

export const RUN_URL = 'https://github.com/acme/database/actions/runs/';

/** A run, over and well unless said otherwise. */
export function run(id: number, facts: Partial<WorkflowRunSummary> = {}): WorkflowRunSummary {
  return {
    id,
    url: `${RUN_URL}${id}`,
    event: 'push',
    status: 'completed',
    conclusion: 'success',
    createdAt: new Date('2026-03-10T00:00:00Z'),
    headSha: 'f'.repeat(40),
    ...facts,
  };
}

/** The record of a drill that began on 2026-03-10 at 03:00 UTC; over unless said otherwise, and nothing says that it was told of. */
export function untoldDrill(facts: Partial<DrillState> = {}): DrillState {
  return {
    version: 9,
    drillId: '3b1f',
    kind: 'failover',
    writtenBy: 'process 1',
    status: 'ended',
    startedAt: '2026-03-10T03:00:00.000Z',
    run: `${RUN_URL}7`,
    writerBefore: 'us-east-1',
    failBack: true,
    faultIn: ['us-east-1'],
    temporary: [],
    steps: [{ name: 'take us-east-1 away', at: '2026-03-10T03:02:00.000Z' }],
    limits: { moveMs: 600_000, redundancyMs: 3_600_000 },
    history: 'drill-report/test.journal.jsonl',
    ...facts,
  };
}

/** The same, and told of. */
export function toldDrill(facts: Partial<DrillState> = {}): DrillState {
  return untoldDrill({ toldAt: '2026-03-10T04:00:00.000Z', ...facts });
}

export class MemoryRuns implements WorkflowRuns {
  readonly byWorkflow = new Map<string, WorkflowRunSummary[]>();
  readonly jobsOfRun = new Map<number, WorkflowJobSummary[]>();
  /** When set, GitHub does not answer. */
  failure: Error | undefined;

  add(workflow: string, summary: WorkflowRunSummary, jobs: readonly WorkflowJobSummary[] = []): void {
    this.byWorkflow.set(workflow, [summary, ...(this.byWorkflow.get(workflow) ?? [])]);
    this.jobsOfRun.set(summary.id, [...jobs]);
  }

  async list(workflow: string, filter: { readonly event?: string; readonly since?: Date; readonly limit?: number }) {
    this.answer();
    return (this.byWorkflow.get(workflow) ?? [])
      .filter(({ event }) => filter.event === undefined || event === filter.event)
      .filter(({ createdAt }) => filter.since === undefined || createdAt >= filter.since)
      .sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())
      .slice(0, filter.limit ?? 100);
  }

  async find(id: number) {
    this.answer();
    return [...this.byWorkflow.values()].flat().find((one) => one.id === id);
  }

  async jobs(id: number) {
    this.answer();
    return this.jobsOfRun.get(id) ?? [];
  }

  private answer(): void {
    if (this.failure !== undefined) throw this.failure;
  }
}

export class MemoryHistory implements CommitHistory {
  /** Newest first. */
  commits: Commit[] = [];
  readonly changes = new Map<string, Date>();
  readonly changedLocally = new Set<string>();
  failure: Error | undefined;

  async since(time: Date) {
    if (this.failure !== undefined) throw this.failure;
    return this.commits.filter(({ at }) => at >= time);
  }

  async lastChange(path: string) {
    if (this.failure !== undefined) throw this.failure;
    return this.changes.get(path) ?? new Date('2026-01-01T00:00:00Z');
  }

  async isChangedLocally(path: string) {
    return this.changedLocally.has(path);
  }
}

/** One issue for each marker, and what was done to it. */
export class MemoryIssues implements Issues {
  readonly open_ = new Map<string, IssueText>();
  readonly closed = new Map<string, IssueText>();
  readonly done: string[] = [];
  failure: Error | undefined;

  async keepOpen(marker: string, text: IssueText): Promise<KeptIssue> {
    if (this.failure !== undefined) throw this.failure;
    const present = this.open_.get(marker);
    const outcome =
      present === undefined
        ? this.closed.has(marker)
          ? 'reopened'
          : 'opened'
        : present.body === text.body && present.title === text.title
          ? 'unchanged'
          : 'updated';
    this.open_.set(marker, text);
    this.closed.delete(marker);
    return this.kept(marker, outcome);
  }

  async read(marker: string): Promise<IssueText | undefined> {
    if (this.failure !== undefined) throw this.failure;
    return this.open_.get(marker) ?? this.closed.get(marker);
  }

  async close(marker: string): Promise<KeptIssue | undefined> {
    if (this.failure !== undefined) throw this.failure;
    const present = this.open_.get(marker);
    if (present === undefined) return undefined;
    this.open_.delete(marker);
    this.closed.set(marker, present);
    return this.kept(marker, 'closed');
  }

  async open(): Promise<KeptIssue> {
    throw new Error('nobody here opens an issue of its own');
  }

  private kept(marker: string, outcome: KeptIssue['outcome']): KeptIssue {
    this.done.push(`${outcome} ${marker}`);
    return { number: 1, url: 'https://github.com/acme/database/issues/1', outcome };
  }
}

/** Objects in a map, at once. */
export class MapStore implements ObjectStore {
  readonly objects = new Map<string, string>();
  failure: Error | undefined;

  async create(key: string, text: string) {
    if (this.objects.has(key)) return false;
    this.objects.set(key, text);
    return true;
  }

  async replace(key: string, text: string) {
    this.objects.set(key, text);
  }

  async read(key: string) {
    if (this.failure !== undefined) throw this.failure;
    return this.objects.get(key);
  }

  async list(prefix: string) {
    return [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
  }
}
