import type { Readable } from 'node:stream';
import type { Environment } from '../environment/schema';
import { toBackendConfig, toTfvars } from '../environment/tfvars';
import type { Logger } from '../ports/logger';
import type { PrivateFiles } from '../ports/private-files';
import type { Terraform } from '../ports/terraform';
import type { ComparablePlan } from './comparable-plan';
import type { PlanSummary } from './environment-plan';
import { checkInvariants, type Violation } from './invariants';
import { parsePlanJson, PlanFormatError, type Plan } from './plan-json';
import { comparableOutput, comparableResource, type Digest } from './plan-stream/comparable-changes';
import { redactAddress } from './redaction/value-redaction';
import { collectSecrets, type Secrets } from './secrets';
import { summarizePlan, type ChangeLabels } from './summarize';

/** What a plan file would do. */
export interface ReadPlan {
  readonly planFile: string;
  readonly summary: PlanSummary;
  readonly violations: readonly Violation[];
  /** To compare it with another plan of the same configuration. */
  readonly comparable: ComparablePlan;
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
  /** Makes plans comparable without keeping them, such as SHA-256. Without one, the texts themselves are kept: right, but as large as the plan. */
  readonly digest?: Digest;
}

/** Says why each change of a plan is there, once the plan is known. */
export type Labelling = (plan: Plan) => ChangeLabels;

/** V8's longest string is a little longer. In characters. */
const LONGEST_PLAN = 500_000_000;

/**
 * init → plan → show → summarise → check: the way to a plan that both the plan and the apply action go.
 *
 * @throws TerraformError, PlanFormatError
 */
export async function makePlan(
  environment: Environment,
  files: PrivateFiles,
  ports: PlanPorts,
  labelling?: Labelling,
): Promise<MadePlan> {
  const { terraform, logger } = ports;
  await logger.group('terraform init', () => terraform.init(toBackendConfig(environment)));
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
  ports: Pick<PlanPorts, 'terraform' | 'digest'>,
  labelling?: Labelling,
): Promise<ReadPlan> {
  const plan = parsePlanJson(await readAll(ports.terraform.showJson(planFile)));
  const secrets = collectSecrets(plan.raw);
  return {
    planFile,
    summary: summarizePlan(plan, secrets, labelling?.(plan)),
    violations: checkInvariants(plan, environment).map((violation) => redactViolation(violation, secrets)),
    comparable: compare(plan, ports.digest ?? ((text) => text)),
    terraformVersion: plan.terraformVersion ?? 'unknown',
    plan,
    secrets,
  };
}

/** A rule quotes what it found. */
function redactViolation({ id, address, sentence }: Violation, secrets: Secrets): Violation {
  return { id, address: redactAddress(address, secrets), sentence: secrets.remove(sentence) };
}

function compare(plan: Plan, digest: Digest): ComparablePlan {
  return new Map(
    [
      ...plan.resourceChanges.map((change) => comparableResource(change, digest)),
      ...Object.entries(plan.outputChanges).map(([name, change]) => comparableOutput(name, change, digest)),
    ].filter((entry) => entry !== undefined),
  );
}

async function readAll(stream: Readable): Promise<string> {
  const chunks: string[] = [];
  let length = 0;
  for await (const chunk of stream.setEncoding('utf8')) {
    const text = String(chunk);
    length += text.length;
    if (length > LONGEST_PLAN)
      throw new PlanFormatError(`the plan is longer than ${LONGEST_PLAN} characters; split the change`);
    chunks.push(text);
  }
  return chunks.join('');
}
