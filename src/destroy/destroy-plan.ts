import type { Environment } from '../environment/schema';
import { makePlan, type MadePlan } from '../plan/make-plan';
import type { PlanSummary } from '../plan/environment-plan';
import type { Logger } from '../ports/logger';
import type { PrivateFiles } from '../ports/private-files';
import type { Terraform } from '../ports/terraform';
import { DestroyRefusedError } from './refusal';

/** So many resources are named in a message. */
const NAMED = 10;

/**
 * Plans the destruction of everything, on the way that every plan goes. The rules of disaster recovery are not asked: they forbid
 * exactly what is wanted here.
 *
 * @throws TerraformError, PlanFormatError
 */
export async function makeDestroyPlan(
  environment: Environment,
  files: PrivateFiles,
  ports: { readonly terraform: Terraform; readonly logger: Logger },
): Promise<MadePlan> {
  return makePlan(environment, files, { terraform: destroying(ports.terraform), logger: ports.logger });
}

/**
 * Whatever a plan of destruction would do beside deleting is a surprise, and nobody confirmed it: `forget`, for one, leaves the real
 * thing behind, unmanaged and paid for.
 *
 * @throws DestroyRefusedError
 */
export function refuseUnlessOnlyDeletes(summary: PlanSummary): void {
  const others = [
    ...summary.changes.filter(({ action }) => action !== 'delete').map(({ action, address }) => `${action} ${address}`),
    ...summary.outputs
      .filter(({ action }) => action !== 'delete')
      .map(({ action, name }) => `${action} output ${name}`),
  ];
  if (others.length === 0) return;
  throw new DestroyRefusedError(
    `a plan of destruction must only delete, but this one would also ${list(others)}; find what in the configuration causes that, ` +
      'apply without it, and run this again',
  );
}

/** What a plan of destruction still finds, or `undefined` when nothing is left. */
export function leftovers({ hasChanges, summary }: MadePlan): string | undefined {
  const left = [
    ...summary.changes.map(({ address }) => address),
    ...summary.outputs.map(({ name }) => `output ${name}`),
  ];
  if (left.length > 0) return list(left);
  return hasChanges ? 'something that it does not name' : undefined;
}

function list(items: readonly string[]): string {
  const more = items.length > NAMED ? ` and ${items.length - NAMED} more` : '';
  return `${items.slice(0, NAMED).join(', ')}${more}`;
}

/** The same Terraform, whose every plan is one of destruction. */
function destroying(terraform: Terraform): Terraform {
  return {
    version: () => terraform.version(),
    init: (backend) => terraform.init(backend),
    plan: (options) => terraform.plan({ ...options, destroy: true }),
    showJson: (planFile) => terraform.showJson(planFile),
    apply: (planFile) => terraform.apply(planFile),
    outputs: () => terraform.outputs(),
  };
}
