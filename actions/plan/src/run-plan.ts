import { findEnvironment, loadEnvironments } from '../../../src/environment/load-environments';
import type { Environment } from '../../../src/environment/schema';
import { judgeDrills } from '../../../src/plan/drill-gate';
import type { EnvironmentPlan, LiveWriter, PlannedEnvironment } from '../../../src/plan/environment-plan';
import { labelling } from '../../../src/plan/change-labels';
import { initialise, planInitialised } from '../../../src/plan/make-plan';
import type { Plan } from '../../../src/plan/plan-json';
import { redactText } from '../../../src/plan/redaction/redact-text';
import type { Clock } from '../../../src/ports/clock';
import type { EnvironmentFiles } from '../../../src/ports/environment-files';
import type { Logger } from '../../../src/ports/logger';
import type { ObjectStore } from '../../../src/ports/object-store';
import type { PrivateDirectory, PrivateFiles } from '../../../src/ports/private-files';
import type { Terraform } from '../../../src/ports/terraform';
import { lastDrills } from '../../../src/records/drill-record';
import type { Circumstances } from '../../../src/seal/check-seal';
import { newSeal } from '../../../src/seal/circumstances';
import type { Seal } from '../../../src/seal/seal';
import type { SealedPlanWriter } from '../../../src/seal/sealed-plans';

/** What is planned. */
export interface PlanRequest {
  readonly environment: string;
  readonly target: Environment['target'];
  readonly commit: string | undefined;
  readonly runUrl: string | undefined;
  /** Whose plan is sealed; `undefined` when there is no pull request whose merge would apply it. */
  readonly review: Review | undefined;
}

export type Review = Pick<Seal, 'repositoryId' | 'pullRequest' | 'head' | 'base'>;

export interface PlanPorts {
  readonly environmentFiles: EnvironmentFiles;
  readonly privateDirectory: PrivateDirectory;
  readonly clock: Pick<Clock, 'now'>;
  readonly logger: Logger;
  /** SHA-256 as hexadecimal text. */
  readonly digest: (content: string | Uint8Array) => string;
  /** What of the outside belongs to one environment; nothing is asked of it before the guards have passed. */
  readonly of: (environment: Environment) => EnvironmentServices;
}

export interface EnvironmentServices {
  /** Refuses credentials of another account, and sources from elsewhere. Before anything else runs. */
  readonly guard: () => Promise<void>;
  /** Refuses a plan whose configuration, as Terraform read it, is from elsewhere or runs programs. */
  readonly guardPlan: (plan: Plan) => void;
  readonly terraform: Terraform;
  readonly writer: () => Promise<LiveWriter>;
  readonly records: ObjectStore;
  readonly sealedPlans: SealedPlanWriter;
  /** What a plan made now depends on. */
  readonly circumstances: (review: Review) => Promise<Circumstances>;
}

/** What the plan of one environment came to; a failure is a result too, so that the comment can tell it. */
export interface PlanOutcome {
  readonly result: EnvironmentPlan;
  readonly hasChanges: boolean;
  /** Why the job must fail; `undefined` when it need not. */
  readonly failure: string | undefined;
}

/** So long a sealed plan may be applied itself. An older one is still what a new plan is compared with, until the bucket removes it. */
const SEALED_FOR_HOURS = 7 * 24;

/** Plans one environment, judges the plan and seals it. Never throws: what went wrong is in the outcome, without secrets. */
export async function runPlan(request: PlanRequest, ports: PlanPorts): Promise<PlanOutcome> {
  try {
    const all = loadEnvironments(await ports.environmentFiles.readAll());
    const environment = findEnvironment(all, request.environment, request.target);
    const services = ports.of(environment);
    await services.guard();
    return await ports.privateDirectory.use((files) => planned(request, environment, files, services, ports));
  } catch (error) {
    const failure = redactText(error instanceof Error ? error.message : String(error));
    return { result: { status: 'failed', ...placeOf(request), error: failure }, hasChanges: false, failure };
  }
}

async function planned(
  request: PlanRequest,
  environment: Environment,
  files: PrivateFiles,
  services: EnvironmentServices,
  ports: PlanPorts,
): Promise<PlanOutcome> {
  const { clock, digest, logger } = ports;
  const terraform = { terraform: services.terraform, logger };
  // All of these before the plan: what changes meanwhile then makes the seal stale, and is never taken for what was planned. They are asked while
  // Terraform initialises, which takes longer.
  const asked = Promise.all([
    services.writer(),
    request.review === undefined ? undefined : services.circumstances(request.review),
    lastDrills(services.records, environment.name),
  ]);
  // Whoever waits for them below learns of a failure.
  asked.catch(() => undefined);
  await initialise(environment, terraform);
  const [writer, circumstances, drills] = await asked;
  const made = await planInitialised(environment, files, terraform, labelling(writer, environment.homeRegion));
  services.guardPlan(made.plan);
  const now = clock.now();
  const planFile = await files.read(made.planFile);
  const planDigest = digest(planFile);
  const result: PlannedEnvironment = {
    status: 'planned',
    ...placeOf(request),
    homeRegion: environment.homeRegion,
    writer,
    summary: made.summary,
    violations: [...made.violations],
    drillGate: judgeDrills(drills, environment, made.plan, now),
    terraformVersion: made.terraformVersion,
    plannedAt: now.toISOString(),
    planDigest,
  };
  if (circumstances !== undefined) {
    const seal = newSeal(circumstances, planDigest, now, SEALED_FOR_HOURS);
    await logger.group('seal the plan', () => services.sealedPlans.put(planFile, seal));
    result.sealedUntil = seal.expiresAt;
  }
  return { result, hasChanges: made.hasChanges, failure: reasonToFail(result) };
}

function placeOf({ environment, commit, runUrl }: PlanRequest) {
  return {
    environment,
    ...(commit === undefined ? {} : { commit }),
    ...(runUrl === undefined ? {} : { runUrl }),
  };
}

function reasonToFail({ violations }: PlannedEnvironment): string | undefined {
  const [first] = violations;
  return first === undefined
    ? undefined
    : `${violations.length} rules of disaster recovery are broken, first ${first.id}: ${first.address}: ${first.sentence}`;
}
