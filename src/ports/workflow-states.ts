/** Whether GitHub runs a workflow at all. */
export interface WorkflowStates {
  /**
   * `active`, or why it does not run: `disabled_inactivity` (nothing happened in the repository for 60 days), `disabled_manually` …
   *
   * @param workflow file name, for example `drill.yml`
   * @returns `undefined` when GitHub does not know the workflow
   */
  of(workflow: string): Promise<string | undefined>;
}
