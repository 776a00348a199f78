import type { Clock } from '../ports/clock';
import type { Logger } from '../ports/logger';
import { decide, type DetectionPolicy, type Observation } from './decision';

/** One way of asking whether the region still serves. It resolves when the region answers, and rejects when it does not. */
export interface ProbePath {
  readonly name: string;
  /** @param timeoutMs the probe must settle within this time */
  probe(timeoutMs: number): Promise<void>;
}

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
  const names = paths.map((path) => path.name);
  let observations: readonly Observation[] = [];
  let previous = 'healthy';
  while (!signal.aborted) {
    const startedMs = ports.clock.monotonicMs();
    const round = await Promise.all(paths.map((path) => observe(path, policy.timeoutMs, ports.clock)));
    // Only the newest failures matter, so a watch of months needs no more memory than one of seconds.
    observations = [...observations, ...round].slice(-paths.length * (policy.failureThreshold + 1));
    const decision = decide(observations, names, policy, ports.clock.monotonicMs());
    if (decision.kind === 'down') return decision.reasons;
    if (decision.kind !== previous) {
      ports.logger.info(
        decision.kind === 'suspect' ? `no answer by ${decision.failing.join(' and ')}` : 'answering again',
      );
      previous = decision.kind;
    }
    await ports.clock.sleep(policy.intervalMs - (ports.clock.monotonicMs() - startedMs), signal);
  }
  return undefined;
}

async function observe(path: ProbePath, timeoutMs: number, clock: Clock): Promise<Observation> {
  try {
    await path.probe(timeoutMs);
    return { path: path.name, atMs: clock.monotonicMs(), healthy: true, reason: 'answered' };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { path: path.name, atMs: clock.monotonicMs(), healthy: false, reason };
  }
}
