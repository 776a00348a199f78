import type { Environment } from '../environment/schema';
import { toBackendConfig, toTfvars } from '../environment/tfvars';
import type { Logger } from '../ports/logger';
import type { PrivateFiles } from '../ports/private-files';
import type { Terraform } from '../ports/terraform';
import type { PlanSummary } from './environment-plan';
import { checkInvariants, type Violation } from './invariants';
import type { Plan } from './plan-json';
import type { Digest } from './plan-stream/comparable-changes';
import { readPlanStream, type Comparable } from './plan-stream/read-plan-stream';
import { redactAddress } from './redaction/value-redaction';
import type { Secrets } from './secrets';
import { summarizePlan, type ChangeLabels } from './summarize';

/** What a plan file would do. */
export interface ReadPlan {
  readonly planFile: string;
  readonly summary: PlanSummary;
  readonly violations: readonly Violation[];
  readonly terraformVersion: string;
  readonly plan: Plan;
  /** To remove what is secret from errors of later steps. */
  readonly secrets: Secrets;
}

/** A plan on disk that was just made. */
export interface MadePlan extends ReadPlan {
  readonly hasChanges: boolean;
}

export interface PlanPorts {
  readonly terraform: Terraform;
  readonly logger: Logger;
}

/** Makes plans comparable without keeping them, such as SHA-256. It takes much of the time of a huge plan: whoever does not compare leaves it out. */
export interface ComparingPorts {
  readonly digest: Digest;
}

/** Says why each change of a plan is there, once the plan is known. */
export type Labelling = (plan: Plan) => ChangeLabels;

/**
 * init → plan → show → summarise → check: the way to a plan that both the plan and the apply action go.
 *
 * @throws TerraformError, PlanFormatError
 */
export async function makePlan(
  environment: Environment,
  files: PrivateFiles,
  ports: PlanPorts & ComparingPorts,
  labelling?: Labelling,
): Promise<MadePlan & Comparable>;
export async function makePlan(
  environment: Environment,
  files: PrivateFiles,
  ports: PlanPorts,
  labelling?: Labelling,
): Promise<MadePlan>;
export async function makePlan(
  environment: Environment,
  files: PrivateFiles,
  ports: PlanPorts & Partial<ComparingPorts>,
  labelling?: Labelling,
): Promise<MadePlan> {
  await initialise(environment, ports);
  return planInitialised(environment, files, ports, labelling);
}

/**
 * Gets Terraform its providers and its backend.
 *
 * @throws TerraformError
 */
export async function initialise(environment: Environment, { terraform, logger }: PlanPorts): Promise<void> {
  await logger.group('terraform init', () => terraform.init(toBackendConfig(environment)));
}

/**
 * plan → show → summarise → check, in a working directory that is initialised.
 *
 * @throws TerraformError, PlanFormatError
 */
export async function planInitialised(
  environment: Environment,
  files: PrivateFiles,
  ports: PlanPorts & Partial<ComparingPorts>,
  labelling?: Labelling,
): Promise<MadePlan> {
  const { terraform, logger } = ports;
  const planFile = files.path('plan.tfplan');
  const varFile = await files.write('environment.tfvars.json', JSON.stringify(toTfvars(environment)));
  const { hasChanges } = await logger.group('terraform plan', () => terraform.plan({ varFile, planFile }));
  return { ...(await readPlan(planFile, environment, ports, labelling)), hasChanges };
}

/**
 * show → summarise → check: reads a plan file that is there already, as a sealed one. The working directory must be initialised.
 *
 * @throws TerraformError, PlanFormatError
 */
export async function readPlan(
  planFile: string,
  environment: Environment,
  ports: Pick<PlanPorts, 'terraform'> & ComparingPorts,
  labelling?: Labelling,
): Promise<ReadPlan & Comparable>;
export async function readPlan(
  planFile: string,
  environment: Environment,
  ports: Pick<PlanPorts, 'terraform'>,
  labelling?: Labelling,
): Promise<ReadPlan>;
export async function readPlan(
  planFile: string,
  environment: Environment,
  ports: Pick<PlanPorts, 'terraform'> & Partial<ComparingPorts>,
  labelling?: Labelling,
): Promise<ReadPlan> {
  const stream = ports.terraform.showJson(planFile);
  const { plan, secrets, ...comparable } = await readPlanStream(stream, ports.digest);
  return {
    ...comparable,
    planFile,
    summary: summarizePlan(plan, secrets, labelling?.(plan)),
    violations: checkInvariants(plan, environment).map((violation) => redactViolation(violation, secrets)),
    terraformVersion: plan.terraformVersion ?? 'unknown',
    plan,
    secrets,
  };
}

/** A rule quotes what it found. */
function redactViolation({ id, address, sentence }: Violation, secrets: Secrets): Violation {
  return { id, address: redactAddress(address, secrets), sentence: secrets.remove(sentence) };
}
