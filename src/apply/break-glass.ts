import type { DrillGate } from '../plan/environment-plan';
import type { Issues } from '../ports/issues';
import { renderBreakGlassIssue } from '../report/issue-texts';
import { ApplyStoppedError } from './refusals';

/** Who overrides the drill gate, and why. */
export interface BreakGlass {
  readonly reason: string;
  readonly actor: string;
}

/**
 * Leaves the issue for the audit. Nobody may override the gate without leaving one.
 *
 * @returns where it is
 * @throws ApplyStoppedError when it cannot be opened
 */
export async function leaveAuditIssue(
  glass: BreakGlass,
  of: {
    readonly environment: string;
    readonly commit: string;
    readonly pullRequest: number | undefined;
    readonly runUrl: string | undefined;
    readonly gate: DrillGate;
  },
  issues: Pick<Issues, 'open'>,
): Promise<string> {
  const { gate, runUrl = '', ...place } = of;
  try {
    const text = renderBreakGlassIssue({ ...glass, ...place, runUrl, concerns: gate.concerns, risky: gate.risky });
    return (await issues.open(text)).url;
  } catch (cause) {
    throw new ApplyStoppedError(
      `the issue for the audit could not be opened: ${cause instanceof Error ? cause.message : String(cause)}`,
      'The drill gate is not overridden without one; remove the cause and run this again.',
      {},
      { cause },
    );
  }
}

/** @throws ApplyStoppedError when the gate blocks and nobody overrides it */
export function refuseAtGate(gate: DrillGate, glass: BreakGlass | undefined): void {
  if (!gate.blocks || glass !== undefined) return;
  throw new ApplyStoppedError(
    `risky changes wait for a fresh drill: ${gate.concerns.join('; ')}. Risky are ${gate.risky.join(', ')}`,
    'Drill the environment until it passes, then run this job again. When that is worse than the risk, the workflow break-glass applies it with a second approval.',
  );
}
