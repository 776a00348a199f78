/** The page that a workflow run shows about one of its jobs. */
export interface JobSummary {
  /** Adds Markdown to the page. */
  write(markdown: string): Promise<void>;
}
