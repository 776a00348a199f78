import { resolve } from 'node:path';
import { sha256 } from '../../../src/adapters/sha256';
import type { WorkflowContext } from '../../../src/adapters/workflow-context';
import type { RecoveryResult } from '../../../src/drill/recovery/recover';
import { noteTold, untoldOf, type UntoldDrill } from '../../../src/drill/recovery/untold';
import { reasonOf } from '../../../src/drill/reason-of';
import type { Environment } from '../../../src/environment/schema';
import { aboutEnvironment } from '../../../src/evidence/context';
import { toEvidence, type Evidence } from '../../../src/evidence/to-evidence';
import { begunEvidenceOf, conductOf, drillFiles, keepEvidence, type KeptEvidence } from './evidence';
import { outcomeOfUntold } from './outcomes';
import type { Services } from './services';

export interface Telling {
  readonly environment: Environment;
  readonly context: WorkflowContext;
  readonly services: Services;
  /** Of the files on the runner, relative to the workspace. */
  readonly directory: string;
  /** When this process began to look after it. */
  readonly started: { readonly startedAt: Date; readonly startedMs: number };
}

/**
 * Keeps the evidence of a drill that is over and of which nobody has told: one that was just recovered, or whose process died between its end and
 * its evidence. What it had begun to keep itself is finished. Called under the lease, so that it is nobody else's to tell of. Never throws: what cannot be
 * told is told by whoever comes next.
 *
 * @param recovery what came of looking after it
 * @returns `undefined` when there is nothing to tell, or it could not be told
 */
export async function tellOfUntold(recovery: RecoveryResult, telling: Telling): Promise<KeptEvidence | undefined> {
  const { environment, context, services, directory } = telling;
  const { clock, logger, drillState } = services;
  try {
    const untold = untoldOf(await drillState.read());
    if (untold === undefined) return undefined;
    const { drillId, kind } = untold.drill;
    const evidence =
      (untold.status === 'ended' ? await begunEvidenceOf(drillId, environment) : undefined) ??
      (await evidenceOfFailure(untold, recovery, telling));
    const name = `${environment.name}-${kind}-recovery-${clock.now().toISOString().replaceAll(/[:.]/g, '-')}`;
    const files = drillFiles(resolve(context.workspace, directory), name);
    const kept = await keepEvidence(evidence, files, environment, services.records);
    if (kept.appended !== undefined) {
      logger.info(
        `${untold.drill.kind} drill of ${untold.drill.run}: nobody had told of it; its evidence is number ${kept.appended.number}`,
      );
      await noteTold(drillId, { store: drillState, clock, logger, newId: services.newRunId });
    }
    return kept;
  } catch (error) {
    logger.warn(`an earlier drill was not told of: ${reasonOf(error)}; whoever comes next tries again`);
    return undefined;
  }
}

async function evidenceOfFailure(
  untold: UntoldDrill,
  recovery: RecoveryResult,
  { environment, context, started, services: { clock, logger, awsCalls } }: Telling,
): Promise<Evidence> {
  const { result, interruption } = outcomeOfUntold(untold, recovery, context.runUrl ?? 'a run outside GitHub');
  return toEvidence(
    result,
    {
      ...aboutEnvironment(environment),
      exerciseId: untold.drill.drillId,
      conduct: await conductOf(context, environment, logger),
      ...started,
      finishedMs: clock.monotonicMs(),
      journal: [],
      awsCalls,
      ...(interruption === undefined ? {} : { interruption }),
    },
    sha256,
  );
}
