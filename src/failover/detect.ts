import type { Clock } from '../ports/clock';
import type { Logger } from '../ports/logger';
import type { Decision, DetectionPolicy } from './decision';
import { RegionWatch, type ProbePath } from './region-watch';

/**
 * Watches a region until it is down, probing all paths side by side at each interval.
 *
 * @param signal ends the watch
 * @returns the reasons for declaring the region down, or `undefined` when the watch was ended by `signal`
 */
export async function detectRegionDown(
  paths: readonly ProbePath[],
  policy: DetectionPolicy,
  ports: { readonly clock: Clock; readonly logger: Logger },
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const watch = new RegionWatch(paths, policy, ports.clock);
  let previous: Decision['kind'] = 'healthy';
  while (!signal.aborted) {
    const startedMs = ports.clock.monotonicMs();
    await watch.round();
    const decision = watch.decision();
    if (decision.kind === 'down') return decision.reasons;
    if (decision.kind !== previous) {
      ports.logger.info(describeDecision(decision));
      previous = decision.kind;
    }
    await ports.clock.sleep(policy.intervalMs - (ports.clock.monotonicMs() - startedMs), signal);
  }
  return undefined;
}

/** One phrase for the log. */
export function describeDecision(decision: Decision): string {
  switch (decision.kind) {
    case 'healthy':
      return 'answering';
    case 'suspect':
      return `not answering: ${decision.failing.join(', ')}`;
    case 'unclear':
      return `not answering: ${decision.dead.join(', ')}; unclear: ${decision.unclear.join(', ')}`;
    case 'down':
      return `down: ${decision.reasons.join('; ')}`;
  }
}
