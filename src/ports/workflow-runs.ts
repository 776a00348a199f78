/** A run of one of our workflows, as GitHub lists it. */
export interface WorkflowRunSummary {
  readonly id: number;
  readonly url: string;
  /** What started it, for example `schedule`. */
  readonly event: string;
  /** `completed` when it is over; otherwise `queued`, `in_progress`, `waiting` … */
  readonly status: string;
  /** `success`, `failure`, `cancelled` … once it is over. */
  readonly conclusion: string | undefined;
  readonly createdAt: Date;
  readonly headSha: string;
}

/** One job of a run. */
export interface WorkflowJobSummary {
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | undefined;
  readonly startedAt: Date | undefined;
  readonly completedAt: Date | undefined;
}

/** The runs of the repository's workflows. */
export interface WorkflowRuns {
  /**
   * The newest runs of a workflow first.
   *
   * @param workflow file name, for example `drill.yml`
   * @param filter   `event`: only what it started; `since`: only runs created at or after this time
   * @returns at most `limit` runs (100 unless given)
   */
  list(
    workflow: string,
    filter: { readonly event?: string; readonly since?: Date; readonly limit?: number },
  ): Promise<readonly WorkflowRunSummary[]>;
  /** @returns `undefined` when GitHub does not know it (any more) */
  find(id: number): Promise<WorkflowRunSummary | undefined>;
  jobs(id: number): Promise<readonly WorkflowJobSummary[]>;
}
