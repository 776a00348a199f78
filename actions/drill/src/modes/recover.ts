import { resolve } from 'node:path';
import * as core from '@actions/core';
import { processInterruption } from '../../../../src/adapters/process-interruption';
import { environmentFiles } from '../../../../src/adapters/repository-files';
import { sha256 } from '../../../../src/adapters/sha256';
import type { WorkflowContext } from '../../../../src/adapters/workflow-context';
import { reap } from '../../../../src/drill/recovery/reap';
import { recoverDrill } from '../../../../src/drill/recovery/recover';
import { findEnvironment, loadEnvironments } from '../../../../src/environment/load-environments';
import { aboutEnvironment } from '../../../../src/evidence/context';
import { toEvidence } from '../../../../src/evidence/to-evidence';
import { leaseHolder } from '../../../../src/interlock/interlock';
import { LEASE_WAIT_MS } from '../../../../src/interlock/settings';
import { withLease } from '../../../../src/interlock/with-lease';
import { conductOf, drillFiles, keepEvidence } from '../evidence';
import type { RecoverInputs } from '../inputs';
import { afterRecovery } from '../outcomes';
import { recoveryPorts, recoveryRequest } from '../recovery';
import { servicesOf } from '../services';

/**
 * Mends what a drill left that was broken off, and removes what older ones forgot. When there was something to mend, that is evidence of a failed
 * drill: the drill itself may not have come to tell.
 */
export async function recover(inputs: RecoverInputs, context: WorkflowContext): Promise<void> {
  const interrupted = processInterruption();
  const environments = loadEnvironments(await environmentFiles(context.workspace).readAll());
  const environment = findEnvironment(environments, inputs.environment, inputs.target);
  const services = servicesOf(environment, inputs, interrupted);
  const { clock, logger, names } = services;
  const started = { startedAt: clock.now(), startedMs: clock.monotonicMs() };
  const by = context.runUrl ?? 'a run outside GitHub';
  const result = await withLease(
    services.interlock.lease,
    leaseHolder('drill', context.runUrl, started.startedAt),
    LEASE_WAIT_MS,
    async (held) => {
      const recovery = await recoverDrill(recoveryRequest(environment, by), {
        ...recoveryPorts(services, environment),
        held,
      });
      const { removed, left } = await reap(
        { environment: environment.name, names: [names.restoreDrillCluster, names.restoreDrillSnapshot] },
        { temporary: services.temporary, store: services.drillState, logger },
        clock.now(),
      );
      for (const sentence of removed) logger.info(`removed: ${sentence}`);
      for (const sentence of left) logger.info(`left: ${sentence}`);
      return recovery;
    },
  );
  core.setOutput('recovery', result.kind);
  if (result.kind === 'nothing-to-do') {
    logger.info(result.sentence);
    return;
  }
  const { drill } = result;
  if (drill !== undefined) {
    const name = `${environment.name}-${drill.kind}-recovery-${started.startedAt.toISOString().replaceAll(/[:.]/g, '-')}`;
    const files = drillFiles(resolve(context.workspace, inputs.reportDirectory), name);
    const outcome = afterRecovery(
      {
        kind: drill.kind,
        verdict: 'failed',
        reasons: [`the drill of ${drill.run}, begun at ${drill.startedAt}, was broken off in "${drill.brokenOffIn}"`],
        guards: [],
        runs: [],
        restores: [],
      },
      result,
      by,
    );
    const evidence = toEvidence(
      outcome.result,
      {
        ...aboutEnvironment(environment),
        exerciseId: drill.drillId,
        conduct: await conductOf(context, environment, logger),
        ...started,
        finishedMs: clock.monotonicMs(),
        journal: [],
        awsCalls: services.awsCalls,
        ...(outcome.interruption === undefined ? {} : { interruption: outcome.interruption }),
      },
      sha256,
    );
    const kept = await keepEvidence(evidence, files, environment, services.records);
    await core.summary.addRaw(kept.markdown, true).write();
    for (const failure of kept.failures) core.setFailed(failure);
  }
  if (result.kind === 'needs-human') core.setFailed(`${result.reason}; begin with ${result.runbook}`);
  // Steps that an interruption has overtaken are not waited for.
  if (interrupted.aborted) process.exit();
}
