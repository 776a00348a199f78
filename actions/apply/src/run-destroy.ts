import { bringWriterHome, type DatabasePorts, type SwitchBackMeans } from '../../../src/destroy/bring-writer-home';
import { leftovers, makeDestroyPlan, refuseUnlessOnlyDeletes } from '../../../src/destroy/destroy-plan';
import { renderDestroyFailure, renderDestroySummary } from '../../../src/destroy/destroy-summary';
import { DestroyRefusedError } from '../../../src/destroy/refusal';
import { findEnvironment, loadEnvironments } from '../../../src/environment/load-environments';
import type { Environment } from '../../../src/environment/schema';
import { isInterlockRefusal, leaseHolder, underInterlock, type Interlock } from '../../../src/interlock/interlock';
import { requireHeld, switchingOnlyWhileHeld } from '../../../src/interlock/only-while-held';
import { LEASE_WAIT_MS } from '../../../src/interlock/settings';
import type { Clock } from '../../../src/ports/clock';
import type { EnvironmentFiles } from '../../../src/ports/environment-files';
import type { JobSummary } from '../../../src/ports/job-summary';
import type { HeldLease } from '../../../src/ports/lease';
import type { Logger } from '../../../src/ports/logger';
import type { PrivateDirectory, PrivateFiles } from '../../../src/ports/private-files';
import type { Terraform } from '../../../src/ports/terraform';
import type { PlanContext } from '../../../src/report/inline';

/** A destruction failed with an error that held something secret, or left something behind; the message is without what is secret. */
export class DestroyError extends Error {
  override readonly name = 'DestroyError';
}

export interface DestroyPorts {
  readonly environmentFiles: EnvironmentFiles;
  readonly terraform: Terraform;
  readonly privateDirectory: PrivateDirectory;
  /** The database of an environment, which is known only once its file has been read. */
  readonly databaseOf: (environment: Environment) => DatabasePorts & { readonly interlock: Interlock };
  readonly clock: Clock;
  readonly summary: JobSummary;
  readonly logger: Logger;
}

export interface DestroyRequest {
  readonly target: Environment['target'];
  readonly context: PlanContext;
  /** Absent when the writer must not be moved. */
  readonly switchBack: SwitchBackMeans | undefined;
}

export interface DestroyResult {
  readonly applied: boolean;
  /** Number of resources destroyed. */
  readonly destroyed: number;
}

/** How far a run has come, for whoever has to tell of its failure. */
interface Progress {
  readonly notes: string[];
  hasBegun: boolean;
  withoutSecrets: (text: string) => string;
}

/**
 * Takes the lease and looks that no failover is going on → brings the writer home → plans the destruction → checks that it only deletes →
 * applies exactly that plan → looks that nothing is left. A failure is written to the job's summary too, and then thrown.
 */
export async function runDestroy(request: DestroyRequest, ports: DestroyPorts): Promise<DestroyResult> {
  const progress: Progress = { notes: [], hasBegun: false, withoutSecrets: (text) => text };
  try {
    const all = loadEnvironments(await ports.environmentFiles.readAll());
    const environment = findEnvironment(all, request.context.environment, request.target);
    const database = { ...ports.databaseOf(environment), clock: ports.clock, logger: ports.logger };
    const holder = leaseHolder('destroy', request.context.runUrl, ports.clock.now());
    return await underInterlock(database.interlock, holder, LEASE_WAIT_MS, async (held) => {
      const globalDatabase = switchingOnlyWhileHeld(held, database.globalDatabase);
      progress.notes.push(await bringWriterHome(environment, request.switchBack, { ...database, globalDatabase }));
      return ports.privateDirectory.use((files) =>
        destroyAll(environment, files, progress, request.context, held, ports),
      );
    });
  } catch (error) {
    const message = progress.withoutSecrets(error instanceof Error ? error.message : String(error));
    const failure = progress.hasBegun
      ? 'failed-half-way'
      : error instanceof DestroyRefusedError || isInterlockRefusal(error)
        ? 'refused'
        : 'failed-before';
    await summarize(renderDestroyFailure(failure, message, progress.notes, request.context), ports);
    // The message ends in the log of the run; the original is not kept as the cause, because it holds the secret.
    if (error instanceof Error && error.message === message) throw error;
    throw new DestroyError(message);
  }
}

async function destroyAll(
  environment: Environment,
  files: PrivateFiles,
  progress: Progress,
  context: PlanContext,
  held: Pick<HeldLease, 'isHeld'>,
  ports: DestroyPorts,
): Promise<DestroyResult> {
  const plan = await makeDestroyPlan(environment, files, ports);
  progress.withoutSecrets = (text) => plan.secrets.remove(text);
  refuseUnlessOnlyDeletes(plan.summary);
  if (plan.hasChanges) {
    requireHeld(held, 'the destruction');
    progress.hasBegun = true;
    await ports.logger.group('terraform apply of the destruction', () => ports.terraform.apply(plan.planFile));
    await refuseLeftovers(environment, files, ports);
  }
  const markdown = renderDestroySummary(plan.summary, progress.notes, context);
  await summarize(progress.withoutSecrets(markdown), ports);
  return { applied: plan.hasChanges, destroyed: plan.summary.counts.delete };
}

/** An apply that ended well may still have left what came meanwhile, and a state that is not empty is an environment that still costs. */
async function refuseLeftovers(environment: Environment, files: PrivateFiles, ports: DestroyPorts): Promise<void> {
  const left = leftovers(await makeDestroyPlan(environment, files, ports));
  if (left === undefined) return;
  throw new DestroyError(`the destruction was applied, but Terraform still finds ${left}; run this again`);
}

/** It happened, whether that can be written or not: a summary that fails must not change how the run ends. */
async function summarize(markdown: string, ports: DestroyPorts): Promise<void> {
  try {
    await ports.summary.write(markdown);
  } catch (failure) {
    ports.logger.error(
      `the summary could not be written: ${failure instanceof Error ? failure.message : String(failure)}`,
    );
  }
}
