import type { DrillGate } from '../plan/environment-plan';
import { labelling } from '../plan/change-labels';
import { judgeDrills } from '../plan/drill-gate';
import { liveWriter } from '../plan/live-writer';
import { makePlan, readPlan, type MadePlan } from '../plan/make-plan';
import type { Comparable } from '../plan/plan-stream/read-plan-stream';
import type { Issues } from '../ports/issues';
import type { HeldLease } from '../ports/lease';
import type { PrivateFiles } from '../ports/private-files';
import type { MergedPullRequest } from '../ports/pull-request';
import type { ApplyRecord } from '../records/apply-record';
import { lastDrills } from '../records/drill-record';
import { applyChosen } from './apply-reviewed';
import { leaveAuditIssue, refuseAtGate, type BreakGlass } from './break-glass';
import { decide } from './decide';
import type { Ending } from './ending';
import { refuseAfterInterrupt } from './interruption';
import type { ApplyTarget, EnvironmentServices, StagePorts } from './ports';
import { ApplyStoppedError, BlockedError } from './refusals';
import { configurationDigest, openReview, readReview, type SealedReview } from './reviewed-plan';
import type { SeenSecrets } from './seen-secrets';

/** What one run of the apply has in hand once it holds the lease. */
export interface Hand {
  readonly target: ApplyTarget;
  readonly pullRequest: MergedPullRequest | undefined;
  /** How an earlier run for the same commit ended. */
  readonly earlier: ApplyRecord | undefined;
  readonly breakGlass: BreakGlass | undefined;
  readonly lease: Pick<HeldLease, 'isHeld'>;
  readonly secrets: SeenSecrets;
}

export interface SettlePorts extends StagePorts {
  readonly issues: Pick<Issues, 'open'>;
}

/**
 * Opens the reviewed plan → plans anew → asks the rules and the drill gate → compares both plans → applies, or stops.
 *
 * @throws ApplyStoppedError, and what Terraform throws before anything is applied
 */
export async function settle(hand: Hand, services: EnvironmentServices, ports: SettlePorts): Promise<Ending> {
  const { target, pullRequest, secrets, breakGlass } = hand;
  const { environment } = target;
  const { clock } = ports;
  const review = await openReview(target, pullRequest, clock.now(), services);
  mayGoOn(hand, ports);
  const writer = await liveWriter(services.interlock.roles);
  return ports.privateDirectory.use(async (files) => {
    const label = labelling(writer, environment.homeRegion);
    const fresh = await makePlan(environment, files, { ...services, ...ports }, label);
    secrets.learn(fresh.secrets);
    services.guardPlan(fresh.plan);
    if (fresh.violations.length > 0) throw new BlockedError(fresh.violations, fresh.summary);
    const drills = await lastDrills(services.records, environment.name);
    const gate = judgeDrills(drills, environment, fresh.plan, clock.now());
    refuseAtGate(gate, breakGlass);
    return decideAndApply(hand, { review, fresh, gate }, files, services, ports);
  });
}

async function decideAndApply(
  hand: Hand,
  {
    review: sealed,
    fresh,
    gate,
  }: { readonly review: SealedReview; readonly fresh: MadePlan & Comparable; readonly gate: DrillGate },
  files: PrivateFiles,
  services: EnvironmentServices,
  ports: SettlePorts,
): Promise<Ending> {
  const { target, pullRequest, earlier, breakGlass, secrets } = hand;
  const { environment, commit, runUrl } = target;
  const review = await readReview(
    sealed,
    (content) => files.write('reviewed.tfplan', content),
    (path) => readPlan(path, environment, { ...services, ...ports }),
    ports.digest,
  );
  if (review.kind === 'readable') secrets.learn(review.secrets);
  const { summary, comparable, hasChanges } = fresh;
  const decision = decide({
    fresh: {
      isEmpty: !hasChanges && summary.isEmpty,
      comparable,
      configuration: configurationDigest(fresh, ports.digest),
    },
    review,
    earlier,
  });
  if (decision.kind === 'nothing') return { state: 'nothing', summary };
  const chosen =
    decision.kind === 'reviewed'
      ? { plan: decision.kind, path: decision.path, digest: decision.digest }
      : { plan: decision.kind, path: fresh.planFile, digest: ports.digest(await files.read(fresh.planFile)) };
  ports.logger.info(
    decision.kind === 'reviewed' ? 'the reviewed plan is applied' : `a new plan is applied: ${decision.why}`,
  );
  mayGoOn(hand, ports);
  if (breakGlass !== undefined) {
    const place = { environment: environment.name, commit, pullRequest: pullRequest?.number, runUrl, gate };
    ports.logger.warn(`the drill gate is overridden; ${await leaveAuditIssue(breakGlass, place, ports.issues)}`);
    mayGoOn(hand, ports);
  }
  const sealProblems = review.kind === 'readable' ? review.stale : [];
  return applyChosen({ ...chosen, summary, sealProblems }, environment, files, secrets, { ...services, ...ports });
}

/** @throws ApplyStoppedError when nothing more may be begun */
function mayGoOn({ lease }: Hand, { interrupted }: StagePorts): void {
  refuseAfterInterrupt(interrupted);
  if (lease.isHeld()) return;
  throw new ApplyStoppedError(
    'the lease of the environment was lost, so somebody else may be changing it',
    'Run this job again: it waits for the lease.',
  );
}
