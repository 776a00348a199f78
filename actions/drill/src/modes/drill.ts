import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as core from '@actions/core';
import { fileDrillJournal } from '../../../../src/adapters/file-drill-journal';
import { processInterruption } from '../../../../src/adapters/process-interruption';
import { environmentFiles } from '../../../../src/adapters/repository-files';
import { sha256 } from '../../../../src/adapters/sha256';
import type { WorkflowContext } from '../../../../src/adapters/workflow-context';
import { rememberingJournal } from '../../../../src/drill/memory-journal';
import { reasonOf } from '../../../../src/drill/phases';
import { promotingUnlessInterrupted } from '../../../../src/drill/recovery/abortable';
import { noteTold } from '../../../../src/drill/recovery/untold';
import { findEnvironment, loadEnvironments } from '../../../../src/environment/load-environments';
import { weeklyWindow } from '../../../../src/environment/windows';
import { aboutEnvironment } from '../../../../src/evidence/context';
import { toEvidence } from '../../../../src/evidence/to-evidence';
import {
  blindingOnlyWhileHeld,
  breakingOnlyWhileHeld,
  switchingOnlyWhileHeld,
} from '../../../../src/interlock/only-while-held';
import { conductDrill, type Conducted, type DrillOrder } from '../conduct';
import { conductOf, drillFiles, headline, keepEvidence } from '../evidence';
import type { DrillInputs } from '../inputs';
import { planFinding } from '../plan-finding';
import { recoveryPorts, recoveryRequest } from '../recovery';
import { LIMITS, runKind } from '../run';
import { servicesOf } from '../services';
import { tellOfUntold } from '../tell-of-untold';

export async function drill(inputs: DrillInputs, context: WorkflowContext): Promise<void> {
  const interrupted = processInterruption();
  const environments = loadEnvironments(await environmentFiles(context.workspace).readAll());
  const environment = findEnvironment(environments, inputs.environment, inputs.target);
  if (environment.drill.kinds[inputs.kind] === 'never') {
    throw new Error(
      `environments/${environment.name}.yaml says drill.kinds.${inputs.kind}: never; change it to on-demand by a pull request, if that is meant`,
    );
  }
  const services = servicesOf(environment, inputs, interrupted);
  const { clock, logger } = services;
  const started = { startedAt: clock.now(), startedMs: clock.monotonicMs() };
  const exerciseId = randomUUID();
  const name = `${environment.name}-${inputs.kind}-${started.startedAt.toISOString().replaceAll(/[:.]/g, '-')}`;
  const files = drillFiles(resolve(context.workspace, inputs.reportDirectory), name);
  const journal = rememberingJournal(fileDrillJournal(files.journal));
  const conduct = await conductOf(context, environment, logger);
  const by = context.runUrl ?? 'a run outside GitHub';

  const order: DrillOrder = {
    environment,
    runUrl: context.runUrl,
    start: {
      drillId: exerciseId,
      kind: inputs.kind,
      startedAt: started.startedAt,
      run: by,
      failBack: inputs.failBack,
      temporary: [],
      limits: { moveMs: inputs.moveDeadlineMs, redundancyMs: LIMITS.redundancyDeadlineMs },
      history: `${inputs.reportDirectory}/${name}.journal.jsonl, in the artifacts of the run`,
    },
    preflight: {
      trigger: conduct.trigger,
      window: { text: environment.drill.window, ...weeklyWindow(environment.drill.window) },
      freezes: environment.drill.freezes,
      ...(inputs.overrideFreeze === undefined ? {} : { overrideFreeze: inputs.overrideFreeze }),
      instances: services.names.instances,
      availabilityZones: Math.min(3, 1 + environment.database.readersPerRegion),
      maxLagSeconds: environment.drill.maxLagSeconds,
      plan: planFinding(readPlanResult(inputs, context), inputs.skipPlan, environment.name),
      probe: environment.drill.probe,
    },
    recovery: recoveryRequest(environment, by),
  };
  const keep = async ({ result, interruption }: Conducted) => {
    const evidence = toEvidence(
      result,
      {
        ...aboutEnvironment(environment),
        exerciseId,
        conduct: withPlan(conduct, order),
        ...started,
        finishedMs: clock.monotonicMs(),
        journal: journal.records,
        awsCalls: services.awsCalls,
        ...(interruption === undefined ? {} : { interruption }),
      },
      sha256,
    );
    const kept = await keepEvidence(evidence, files, environment, services.records);
    await noteTold(exerciseId, { store: services.drillState, clock, logger, newId: services.newRunId });
    return { evidence, kept };
  };
  let told: ReturnType<typeof keep> | undefined;
  const conducted = await conductDrill(order, {
    interlock: services.interlock,
    preflight: services.preflight,
    recovery: recoveryPorts(services, environment),
    tellOfEarlier: async (recovery) => {
      const earlier = await tellOfUntold(recovery, {
        environment,
        context,
        services,
        directory: inputs.reportDirectory,
        started,
      });
      for (const failure of earlier?.failures ?? []) logger.warn(`the earlier drill: ${failure}`);
    },
    tell: async (conducted) => {
      told = keep(conducted);
      // Whoever asks for it below learns of the failure.
      await told.catch(() => undefined);
    },
    run: (drilling, held) =>
      runKind(
        {
          kind: inputs.kind,
          environment,
          exerciseId,
          failBack: inputs.failBack,
          moveDeadlineMs: inputs.moveDeadlineMs,
        },
        {
          ...services,
          globalDatabase: promotingUnlessInterrupted(
            interrupted,
            switchingOnlyWhileHeld(held, services.globalDatabase),
          ),
          faultInjector: services.faultInjector && {
            ...blindingOnlyWhileHeld(held, services.faultInjector),
            ...breakingOnlyWhileHeld(held, services.faultInjector),
          },
          journal,
          progress: drilling,
        },
      ),
  });
  const { result, earlier } = conducted;
  if (earlier !== undefined) {
    logger.warn(
      `an earlier drill had been broken off; it is ${earlier.kind}: ${[...earlier.done, ...('reason' in earlier ? [earlier.reason] : [])].join('; ')}`,
    );
  }
  const { evidence, kept } = await (told ?? keep(conducted));
  const { rpoSeconds, rtoSeconds, detectionSeconds } = headline(evidence.document);
  core.setOutput('verdict', result.verdict);
  core.setOutput('rpo-seconds', rpoSeconds ?? '');
  core.setOutput('rto-seconds', rtoSeconds ?? '');
  core.setOutput('detection-seconds', detectionSeconds ?? '');
  core.setOutput('report-markdown', files.markdown);
  core.setOutput('evidence', files.document);
  core.setOutput('evidence-number', kept.appended?.number ?? '');
  await core.summary.addRaw(kept.markdown, true).write();
  if (result.verdict !== 'passed') {
    const reasons = [...result.reasons, ...result.runs.flatMap((run) => run.reasons)];
    core.setFailed(`the drill is ${result.verdict}: ${reasons.join('; ')}`);
  }
  for (const failure of kept.failures) core.setFailed(failure);
  // Steps that an interruption has overtaken are not waited for.
  if (interrupted.aborted) process.exit();
}

function readPlanResult({ planResult }: DrillInputs, { workspace }: WorkflowContext): string | undefined {
  if (planResult === undefined) return undefined;
  try {
    return readFileSync(resolve(workspace, planResult), 'utf8');
  } catch (error) {
    core.warning(`input "plan-result": ${planResult} cannot be read: ${reasonOf(error)}`);
    return undefined;
  }
}

function withPlan<T extends object>(conduct: T, { preflight: { plan } }: DrillOrder): T & { planDigest?: string } {
  return 'digest' in plan ? { ...conduct, planDigest: plan.digest } : conduct;
}
