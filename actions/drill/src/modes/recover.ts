import * as core from '@actions/core';
import { processInterruption } from '../../../../src/adapters/process-interruption';
import { environmentFiles } from '../../../../src/adapters/repository-files';
import type { WorkflowContext } from '../../../../src/adapters/workflow-context';
import { reap } from '../../../../src/drill/recovery/reap';
import { recoverDrill } from '../../../../src/drill/recovery/recover';
import { findEnvironment, loadEnvironments } from '../../../../src/environment/load-environments';
import { leaseHolder } from '../../../../src/interlock/interlock';
import { LEASE_WAIT_MS } from '../../../../src/interlock/settings';
import { withLease } from '../../../../src/interlock/with-lease';
import type { RecoverInputs } from '../inputs';
import { recoveryPorts, recoveryRequest } from '../recovery';
import { servicesOf } from '../services';
import { tellOfUntold } from '../tell-of-untold';

/**
 * Mends what a drill left that was broken off, tells of one of which nobody has told, and removes what older ones forgot.
 */
export async function recover(inputs: RecoverInputs, context: WorkflowContext): Promise<void> {
  const interrupted = processInterruption();
  const environments = loadEnvironments(await environmentFiles(context.workspace).readAll());
  const environment = findEnvironment(environments, inputs.environment, inputs.target);
  const services = servicesOf(environment, inputs, interrupted);
  const { clock, logger, names } = services;
  const started = { startedAt: clock.now(), startedMs: clock.monotonicMs() };
  const by = context.runUrl ?? 'a run outside GitHub';
  const { recovery: result, kept } = await withLease(
    services.interlock.lease,
    leaseHolder('drill', context.runUrl, started.startedAt),
    LEASE_WAIT_MS,
    async (held) => {
      const recovery = await recoverDrill(recoveryRequest(environment, by), {
        ...recoveryPorts(services, environment),
        held,
      });
      const kept = await tellOfUntold(recovery, {
        environment,
        context,
        services,
        directory: inputs.reportDirectory,
        started,
      });
      const { removed, left } = await reap(
        { environment: environment.name, names: [names.restoreDrillCluster, names.restoreDrillSnapshot] },
        { temporary: services.temporary, store: services.drillState, logger },
        clock.now(),
      );
      for (const sentence of removed) logger.info(`removed: ${sentence}`);
      for (const sentence of left) logger.info(`left: ${sentence}`);
      return { recovery, kept };
    },
  );
  core.setOutput('recovery', result.kind);
  if (kept !== undefined) {
    await core.summary.addRaw(kept.markdown, true).write();
    for (const failure of kept.failures) core.setFailed(failure);
  }
  if (result.kind === 'nothing-to-do') logger.info(result.sentence);
  if (result.kind === 'needs-human') core.setFailed(`${result.reason}; begin with ${result.runbook}`);
  // Steps that an interruption has overtaken are not waited for.
  if (interrupted.aborted) process.exit();
}
