import { applyChosen } from '../apply/apply-reviewed';
import { ApplyRecords } from '../apply/apply-records';
import { refuseAtGate } from '../apply/break-glass';
import type { Ending } from '../apply/ending';
import { refuseAfterInterrupt } from '../apply/interruption';
import type { EnvironmentServices, StagePorts } from '../apply/ports';
import { ApplyStoppedError, BlockedError } from '../apply/refusals';
import { SeenSecrets } from '../apply/seen-secrets';
import type { Environment } from '../environment/schema';
import { refuseDuringFailover } from '../interlock/failover-guard';
import { leaseHolder } from '../interlock/interlock';
import { withLease } from '../interlock/with-lease';
import { labelling } from '../plan/change-labels';
import { judgeDrills } from '../plan/drill-gate';
import type { PlannedEnvironment } from '../plan/environment-plan';
import { liveWriter } from '../plan/live-writer';
import { makePlan, type MadePlan } from '../plan/make-plan';
import type { HeldLease } from '../ports/lease';
import type { PrivateFiles } from '../ports/private-files';
import { lastDrills } from '../records/drill-record';

/** Of an apply that GitHub has no part in. The seal is for plans that wait for a merge; here the plan is reviewed where it is made. */
export type TerminalServices = Omit<EnvironmentServices, 'sealedPlans' | 'circumstances'>;

export interface TerminalPorts extends StagePorts {
  /** Removes from a text what looks like a secret. */
  readonly redact: (text: string) => string;
  /** Shows a plan to those who review it. */
  readonly show: (plan: PlannedEnvironment) => void;
}

export interface TerminalApply {
  readonly environment: Environment;
  readonly commit: string;
  /** Who applies, as AWS names them. */
  readonly who: string;
  readonly leaseWaitMs: number;
  /** Asks those at the screen; they have to type the name of the environment. */
  readonly confirm: () => Promise<string>;
}

/** Guards account and sources → plans → shows. Changes nothing. @throws what the guards and Terraform throw; a plan that breaks rules is shown first */
export async function planAtTerminal(
  environment: Environment,
  commit: string,
  services: TerminalServices,
  ports: TerminalPorts,
): Promise<void> {
  const secrets = new SeenSecrets(ports.redact);
  try {
    await services.guard();
    await ports.privateDirectory.use(async (files) => {
      const { made } = await freshPlan(environment, commit, files, secrets, services, ports);
      refuseBroken(made);
    });
  } catch (error) {
    throw secrets.without(error);
  }
}

/**
 * An apply without GitHub, by the same stages: guards account and sources → takes the lease → refuses during a failover → plans → asks the rules and the
 * drill gate → shows the plan → has it confirmed → applies → records. The review is what happens between the last two: two people at one screen.
 *
 * @throws ApplyStoppedError, and what guards, lease and Terraform throw before anything is applied; without secrets
 */
export async function applyAtTerminal(
  request: TerminalApply,
  services: TerminalServices,
  ports: TerminalPorts,
): Promise<Ending> {
  const secrets = new SeenSecrets(ports.redact);
  const { environment, commit, who } = request;
  try {
    await services.guard();
    const { interlock, records: store } = services;
    const holder = leaseHolder('apply', `a laptop, by ${who}`, ports.clock.now());
    return await withLease(interlock.lease, holder, request.leaseWaitMs, async (lease) => {
      const subject = { environment: environment.name, commit, pullRequest: undefined, runUrl: `a laptop, by ${who}` };
      const records = new ApplyRecords(subject, { ...ports, store });
      await records.begin();
      let ending: Ending;
      try {
        await refuseDuringFailover('apply', interlock.regions, interlock);
        ending = await settle(request, lease, secrets, services, ports);
      } catch (error) {
        ending = { state: 'stopped', error: secrets.without(error) };
      }
      await records.end(ending.state, {
        ...('planDigest' in ending ? { planDigest: ending.planDigest } : {}),
        ...('error' in ending ? { reason: ending.error.message } : {}),
      });
      return ending;
    });
  } catch (error) {
    throw secrets.without(error);
  }
}

async function settle(
  { environment, commit, confirm }: TerminalApply,
  lease: Pick<HeldLease, 'isHeld'>,
  secrets: SeenSecrets,
  services: TerminalServices,
  ports: TerminalPorts,
): Promise<Ending> {
  return ports.privateDirectory.use(async (files) => {
    const { made, plan } = await freshPlan(environment, commit, files, secrets, services, ports);
    refuseBroken(made);
    const { summary } = made;
    if (!made.hasChanges && summary.isEmpty) return { state: 'nothing', summary };
    refuseAtGate(plan.drillGate, undefined);
    const typed = await confirm();
    if (typed !== environment.name) {
      throw new ApplyStoppedError(
        `"${typed}" is not the name of the environment, so nothing was applied`,
        `Type ${environment.name} when both of you have read the plan.`,
      );
    }
    refuseAfterInterrupt(ports.interrupted);
    if (!lease.isHeld()) {
      throw new ApplyStoppedError(
        'the lease of the environment was lost while the plan was read, so somebody else may be changing it',
        'Run this again: it waits for the lease and plans anew.',
      );
    }
    const chosen = { plan: 'fresh', path: made.planFile, digest: plan.planDigest, summary, sealProblems: [] } as const;
    return applyChosen(chosen, environment, files, secrets, { ...services, ...ports });
  });
}

async function freshPlan(
  environment: Environment,
  commit: string,
  files: PrivateFiles,
  secrets: SeenSecrets,
  services: TerminalServices,
  ports: TerminalPorts,
): Promise<{ readonly made: MadePlan; readonly plan: PlannedEnvironment }> {
  const writer = await liveWriter(services.interlock.roles);
  const made = await makePlan(
    environment,
    files,
    { terraform: services.terraform, logger: ports.logger },
    labelling(writer, environment.homeRegion),
  );
  secrets.learn(made.secrets);
  services.guardPlan(made.plan);
  const drills = await lastDrills(services.records, environment.name);
  const plan: PlannedEnvironment = {
    status: 'planned',
    environment: environment.name,
    homeRegion: environment.homeRegion,
    writer,
    summary: made.summary,
    violations: [...made.violations],
    drillGate: judgeDrills(drills, environment, made.plan, ports.clock.now()),
    terraformVersion: made.terraformVersion,
    plannedAt: ports.clock.now().toISOString(),
    planDigest: ports.digest(await files.read(made.planFile)),
    commit,
  };
  ports.show(plan);
  return { made, plan };
}

function refuseBroken({ violations, summary }: MadePlan): void {
  if (violations.length > 0) throw new BlockedError(violations, summary);
}
