import type { Remembered, Verification } from '../evidence/verify';
import type { Clock } from '../ports/clock';
import type { Issues, KeptIssue } from '../ports/issues';
import { rememberedIn, renderDrillIssue } from '../report/drill-issue';

export interface DrillIssuePorts {
  readonly issues: Pick<Issues, 'keepOpen' | 'read'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Verifies the chain of the environment against what is remembered of it. */
  readonly verify: (remembered: readonly Remembered[]) => Promise<Verification>;
}

export interface FollowedDrills {
  readonly issue: KeptIssue;
  readonly verification: Verification;
  /** What the issue knew of the chain before. */
  readonly remembered: readonly Remembered[];
}

/**
 * Verifies the chain of an environment against what its tracking issue remembers of it, and keeps that issue: entries that were taken from the end are
 * missed by nobody else. The issue is never closed, because one that says "all passed" is that witness, too.
 *
 * @throws what verifying and the issues throw
 */
export async function followDrills(
  environment: string,
  { issues, clock, verify }: DrillIssuePorts,
): Promise<FollowedDrills> {
  const marker = `drills:${environment}`;
  const before = rememberedIn((await issues.read(marker))?.body ?? '');
  const remembered = before === undefined ? [] : [before];
  const verification = await verify(remembered);
  const entries = verification.entries.flatMap(({ entry: { number }, sha256, document }) =>
    document === undefined ? [] : [{ number, sha256, document }],
  );
  const { findings } = verification;
  const text = renderDrillIssue(environment, entries, clock.now(), { findings, remembered: before });
  return { issue: await issues.keepOpen(marker, text), verification, remembered };
}
