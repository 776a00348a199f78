import type { JobSummary } from '../../../src/ports/job-summary';
import type { Logger } from '../../../src/ports/logger';
import type { PullRequest } from '../../../src/ports/pull-request';
import type { Origin } from '../../../src/report/inline';
import { readPlanResults } from '../../../src/report/plan-results';
import { renderPlanComment, renderPlanSummary } from '../../../src/report/plans-comment';

export interface CommentRequest {
  /** Environments whose plans there must be. */
  readonly expected: readonly string[];
  readonly origin: Origin;
  /** Grows from run to run, so that an older run never takes the place of a newer one. */
  readonly generation: number;
}

export interface CommentPorts {
  /** The result files, by the environment that their artifact is named after. */
  readonly results: () => Promise<ReadonlyMap<string, string>>;
  readonly pullRequest: PullRequest;
  readonly summary: JobSummary;
  readonly logger: Logger;
}

/** Tells the pull request of all plans, in one comment. @returns its address */
export async function runComment(request: CommentRequest, ports: CommentPorts): Promise<string | undefined> {
  const results = readPlanResults(await ports.results(), request.expected);
  // First, so that the plans can be read also where GitHub refuses the comment.
  await ports.summary.write(renderPlanSummary(results, request.origin));
  const parts = renderPlanComment(results, request.origin);
  const posted = await ports.pullRequest.upsertComments('plan', parts, request.generation);
  ports.logger.info(`${posted.length} comments: ${posted.map(({ outcome }) => outcome).join(', ')}`);
  return posted[0]?.url;
}
