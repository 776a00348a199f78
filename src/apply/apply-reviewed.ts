import type { Environment } from '../environment/schema';
import type { PlanSummary } from '../plan/environment-plan';
import { makePlan, type MadePlan } from '../plan/make-plan';
import type { PrivateFiles } from '../ports/private-files';
import { TerraformError } from '../ports/terraform';
import type { SealProblem } from '../seal/check-seal';
import type { Ending } from './ending';
import { refuseAfterInterrupt } from './interruption';
import { ApplyWatch, hasTouchedAnything } from './journal';
import type { EnvironmentServices, StagePorts } from './ports';
import { ApplyStoppedError } from './refusals';
import type { SeenSecrets } from './seen-secrets';

type ApplyingPorts = StagePorts & Pick<EnvironmentServices, 'terraform'>;

/** What is to be applied. */
export interface ChosenPlan {
  readonly plan: 'reviewed' | 'fresh';
  readonly path: string;
  readonly digest: string;
  /** Of the plan that was made now; the reviewed one does the same. */
  readonly summary: PlanSummary;
  readonly sealProblems: readonly SealProblem[];
}

/**
 * Applies a plan file, tells of each step as it goes on, and keeps what was done. When it fails half-way, a plan is made at once: it says what
 * is left, which nobody can tell from the error.
 *
 * @throws ApplyStoppedError when Terraform begins nothing, because the state is another one than the plan was made for
 */
export async function applyChosen(
  chosen: ChosenPlan,
  environment: Environment,
  files: PrivateFiles,
  secrets: SeenSecrets,
  ports: ApplyingPorts,
): Promise<Ending> {
  const watch = new ApplyWatch();
  const { plan, digest: planDigest, summary, sealProblems } = chosen;
  try {
    await ports.logger.group('terraform apply', () =>
      ports.terraform.apply(chosen.path, (progress) => {
        const line = watch.hear(progress);
        if (line !== undefined) ports.logger.info(line);
      }),
    );
    return { state: 'applied', summary, planDigest, plan, sealProblems, journal: watch.journal() };
  } catch (error) {
    const journal = watch.journal();
    if (isStale(error) && !hasTouchedAnything(journal)) {
      throw new ApplyStoppedError(
        'Terraform refused the plan as stale: the state was written after the plan was made, and not by this pipeline',
        'Find out who wrote it, then run this job again: it plans anew and compares.',
        {},
        { cause: error },
      );
    }
    const left = await planWhatIsLeft(environment, files, secrets, ports);
    return { state: 'failed', error: secrets.without(error), planDigest, journal, left };
  }
}

/** Terraform's own last look at lineage and serial. */
function isStale(error: unknown): boolean {
  return error instanceof TerraformError && error.output.includes('Saved plan is stale');
}

async function planWhatIsLeft(
  environment: Environment,
  files: PrivateFiles,
  secrets: SeenSecrets,
  ports: ApplyingPorts,
): Promise<PlanSummary | undefined> {
  try {
    // A cancelled run has seconds to say what it did.
    refuseAfterInterrupt(ports.interrupted);
    const left: MadePlan = await makePlan(environment, files, ports);
    secrets.learn(left.secrets);
    return left.summary;
  } catch (failure) {
    ports.logger.error(
      `what is left could not be planned: ${secrets.remove(failure instanceof Error ? failure.message : String(failure))}`,
    );
    return undefined;
  }
}
