import type { DrillPorts } from './ports';
import type { StepFacts } from './recovery/progress';

export { reasonOf } from './reason-of';

/**
 * Writes a step down **before** it acts, then runs it in its own group of the log. The state of the drill comes first, because the step must not be begun
 * without it: whoever recovers a drill that was broken off knows nothing else.
 *
 * @param facts what a recovery has to know of the step
 * @throws what `DrillProgress.before` throws, and then the step was not begun; whatever `work` throws
 */
export async function inPhase<T>(
  phase: string,
  ports: Pick<DrillPorts, 'journal' | 'clock' | 'logger' | 'progress'>,
  work: () => Promise<T>,
  facts?: StepFacts,
): Promise<T> {
  await ports.progress?.before(phase, facts);
  ports.journal.append({
    type: 'phase',
    phase,
    atMs: ports.clock.monotonicMs(),
    wallClock: ports.clock.now().toISOString(),
  });
  return ports.logger.group(phase, work);
}
