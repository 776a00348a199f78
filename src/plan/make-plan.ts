import type { Readable } from 'node:stream';
import type { Environment } from '../environment/schema';
import { toBackendConfig, toTfvars } from '../environment/tfvars';
import type { Logger } from '../ports/logger';
import type { PrivateFiles } from '../ports/private-files';
import type { Terraform } from '../ports/terraform';
import { checkInvariants, type Violation } from './invariants';
import { parsePlanJson, PlanFormatError } from './plan-json';
import { collectSecrets, type Secrets } from './secrets';
import type { PlanSummary } from './environment-plan';
import { summarizePlan } from './summarize';

/** A plan on disk, and what it would do. */
export interface MadePlan {
  readonly planFile: string;
  readonly hasChanges: boolean;
  readonly summary: PlanSummary;
  readonly violations: readonly Violation[];
  /** To remove what is secret from errors of later steps. */
  readonly secrets: Secrets;
}

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
  ports: { readonly terraform: Terraform; readonly logger: Logger },
): Promise<MadePlan> {
  const { terraform, logger } = ports;
  await logger.group('terraform init', () => terraform.init(toBackendConfig(environment)));
  const planFile = files.path('plan.tfplan');
  const varFile = await files.write('environment.tfvars.json', JSON.stringify(toTfvars(environment)));
  const { hasChanges } = await logger.group('terraform plan', () => terraform.plan({ varFile, planFile }));
  const plan = parsePlanJson(await readAll(terraform.showJson(planFile)));
  const secrets = collectSecrets(plan.raw);
  return {
    planFile,
    hasChanges,
    summary: summarizePlan(plan, secrets),
    violations: checkInvariants(plan, environment),
    secrets,
  };
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
