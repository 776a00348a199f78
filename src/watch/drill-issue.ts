import type { Clock } from '../ports/clock';
import type { Issues, KeptIssue } from '../ports/issues';
import { renderDrillIssue, type DrillIssueEntry } from '../report/drill-issue';

export interface DrillIssuePorts {
  readonly issues: Pick<Issues, 'keepOpen'>;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * Keeps the one issue in which the drills of an environment are followed. It is never closed: an issue that says "all passed" is the second
 * witness of where the chain of evidence ends.
 *
 * @param entries all of the environment, in the order of the chain
 * @throws what the issues throw
 */
export async function updateDrillIssue(
  environment: string,
  entries: readonly DrillIssueEntry[],
  { issues, clock }: DrillIssuePorts,
): Promise<KeptIssue> {
  return issues.keepOpen(`drills:${environment}`, renderDrillIssue(environment, entries, clock.now()));
}
