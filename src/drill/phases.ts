import type { DrillPorts } from './ports';

/** Records a phase **before** it acts, then runs it in its own group of the log. */
export async function inPhase<T>(phase: string, ports: DrillPorts, work: () => Promise<T>): Promise<T> {
  ports.journal.append({
    type: 'phase',
    phase,
    atMs: ports.clock.monotonicMs(),
    wallClock: ports.clock.now().toISOString(),
  });
  return ports.logger.group(phase, work);
}

/** The text of anything thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
