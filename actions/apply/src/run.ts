import { ApplyRecords } from '../../../src/apply/apply-records';
import type { BreakGlass } from '../../../src/apply/break-glass';
import type { Ending } from '../../../src/apply/ending';
import { unlessInterrupted } from '../../../src/apply/interruption';
import type { ApplyTarget, EnvironmentServices } from '../../../src/apply/ports';
import { SeenSecrets } from '../../../src/apply/seen-secrets';
import { settle, type SettlePorts } from '../../../src/apply/settle';
import { findEnvironment, loadEnvironments } from '../../../src/environment/load-environments';
import type { Environment } from '../../../src/environment/schema';
import { refuseDuringFailover } from '../../../src/interlock/failover-guard';
import { leaseHolder } from '../../../src/interlock/interlock';
import type { EnvironmentFiles } from '../../../src/ports/environment-files';
import type { HeldLease, LeaseHolder } from '../../../src/ports/lease';
import type { MergedPullRequest, PullRequestFinder } from '../../../src/ports/pull-request';
import { tellEnding, type ApplyReporting } from './tell-ending';

/** What is asked for. */
export interface ApplyRequest {
  readonly environment: string;
  readonly target: Environment['target'];
  readonly repositoryId: string;
  /** The commit on the default branch that is applied, and the one before it where that is known. */
  readonly commit: string;
  readonly base: string | undefined;
  readonly runUrl: string | undefined;
  /** Grows from run to run. */
  readonly generation: number;
  /** So long another apply or drill is waited for, in ms. */
  readonly leaseWaitMs: number;
  /** Overrides the drill gate. */
  readonly breakGlass: BreakGlass | undefined;
}

export interface ApplyPorts extends SettlePorts {
  readonly environmentFiles: EnvironmentFiles;
  readonly pullRequests: PullRequestFinder;
  readonly of: (environment: Environment) => EnvironmentServices;
  /** Removes from a text what looks like a secret. */
  readonly redact: (text: string) => string;
  /** Outputs and summary of the job. */
  readonly reporting: ApplyReporting;
}

/** How far a run has come, for whoever has to tell how it ended. */
interface Progress {
  readonly secrets: SeenSecrets;
  pullRequest: MergedPullRequest | undefined;
  waited: { readonly holder: LeaseHolder; readonly seconds: number } | undefined;
}

/**
 * Finds the pull request → guards account and sources → takes the lease → applies what was reviewed, or stops → tells how it ended.
 * However it ends, that is in the record, the outputs, the summary and the pull request; what is no success is then thrown.
 */
export async function runApply(request: ApplyRequest, ports: ApplyPorts): Promise<Ending> {
  const progress: Progress = { secrets: new SeenSecrets(ports.redact), pullRequest: undefined, waited: undefined };
  let ending: Ending;
  try {
    ending = await reachEnding(request, progress, ports);
  } catch (error) {
    ending = stopped(error);
  }
  await tellEnding(ending, { ...request, ...progress }, ports);
  if (ending.state === 'failed' || ending.state === 'stopped') throw progress.secrets.without(ending.error);
  return ending;
}

async function reachEnding(request: ApplyRequest, progress: Progress, ports: ApplyPorts): Promise<Ending> {
  // First, so that every failure after it can be told where it belongs.
  progress.pullRequest = await ports.pullRequests.findMerged(request.commit);
  const all = loadEnvironments(await ports.environmentFiles.readAll());
  const environment = findEnvironment(all, request.environment, request.target);
  const services = ports.of(environment);
  await services.guard();
  const lease = await takeLease(request, progress, services, ports);
  try {
    return await underLease({ ...request, environment }, lease, progress, services, ports);
  } finally {
    await lease.release();
  }
}

async function takeLease(
  request: ApplyRequest,
  progress: Progress,
  { interlock: { lease } }: EnvironmentServices,
  { clock, interrupted }: ApplyPorts,
): Promise<HeldLease> {
  const startedMs = clock.monotonicMs();
  const holder = await lease.holder().catch(() => undefined);
  const held = await unlessInterrupted(
    interrupted,
    lease.acquire(leaseHolder('apply', request.runUrl, clock.now()), request.leaseWaitMs),
    (late) => late.release(),
  );
  const seconds = (clock.monotonicMs() - startedMs) / 1_000;
  if (holder !== undefined && seconds >= 1) progress.waited = { holder, seconds };
  return held;
}

/** Whatever happens in here is in the record before the lease goes to the next one. */
async function underLease(
  target: ApplyTarget & Pick<ApplyRequest, 'breakGlass'>,
  lease: HeldLease,
  { pullRequest, secrets }: Progress,
  services: EnvironmentServices,
  ports: ApplyPorts,
): Promise<Ending> {
  const records = new ApplyRecords(
    { ...target, environment: target.environment.name, pullRequest: pullRequest?.number },
    { ...ports, store: services.records },
  );
  let ending: Ending;
  try {
    const earlier = await records.begin();
    await refuseDuringFailover('apply', services.interlock.regions, services.interlock);
    const { breakGlass } = target;
    ending = await settle({ target, pullRequest, earlier, breakGlass, lease, secrets }, services, ports);
  } catch (error) {
    ending = stopped(error);
  }
  await records.end(ending.state, {
    ...('planDigest' in ending ? { planDigest: ending.planDigest } : {}),
    ...('error' in ending ? { reason: secrets.remove(ending.error.message) } : {}),
  });
  return ending;
}

function stopped(error: unknown): Ending {
  return { state: 'stopped', error: error instanceof Error ? error : new Error(String(error)) };
}
