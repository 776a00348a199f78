import type { MoveDrillResult } from '../drill/result';
import type { RestoreDrillResult } from '../drill/restore-result';
import type { DrillContext } from './drill-report';

/** Raised whenever a field changes its meaning. */
const FORMAT_VERSION = 1;

/**
 * The machine-readable report of a drill: everything that the Markdown says, and the raw histories that it was computed from, so
 * that an auditor can compute it again.
 */
export function drillDocument(
  kind: 'failover' | 'switchover' | 'restore',
  result: MoveDrillResult | RestoreDrillResult,
  context: DrillContext,
): Readonly<Record<string, unknown>> {
  return {
    ...result,
    formatVersion: FORMAT_VERSION,
    kind,
    environment: context.environment,
    startedAt: context.startedAt.toISOString(),
    finishedAt: context.finishedAt.toISOString(),
    commit: context.commit ?? null,
    objectives: context.objectives,
  };
}
