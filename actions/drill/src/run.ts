import type { JournalRecord } from '../../../src/drill/journal';
import { runFailoverDrill, runSwitchoverDrill } from '../../../src/drill/move-drill';
import type { MoveDrillRequest } from '../../../src/drill/move-drill-request';
import type { DrillPorts } from '../../../src/drill/ports';
import { runRestoreDrill } from '../../../src/drill/restore-drill';
import type { Verdict } from '../../../src/drill/verdict';
import { resourceNames } from '../../../src/environment/names';
import type { Environment } from '../../../src/environment/schema';
import type { ControllerRecords } from '../../../src/ports/failover-record';
import type { FaultInjector } from '../../../src/ports/fault-injector';
import type { BackupRestore } from '../../../src/ports/restore';
import { drillDocument } from '../../../src/report/drill-document';
import { renderMoveDrill, renderRestoreDrill, type DrillContext } from '../../../src/report/drill-report';

export type DrillRequest =
  | {
      readonly kind: 'failover';
      readonly failBack: boolean;
      readonly moveDeadlineMs: number;
      readonly faultInjector: FaultInjector;
      readonly controllers: ControllerRecords;
    }
  | { readonly kind: 'switchover'; readonly failBack: boolean; readonly moveDeadlineMs: number }
  | { readonly kind: 'restore'; readonly backupRestore: BackupRestore };

export interface DrillOutcome {
  readonly verdict: Verdict;
  /** In seconds; `undefined` when not measured. A switchover's is no evidence for the RPO of a disaster. */
  readonly rpoSeconds: number | undefined;
  readonly rtoSeconds: number | undefined;
  readonly detectionSeconds: number | undefined;
  readonly reasons: readonly string[];
  readonly markdown: string;
  readonly document: Readonly<Record<string, unknown>>;
}

/** Limits that end a drill which hangs, in ms; each is well beyond what Aurora documents for the step. */
const LIMITS = {
  faultDeadlineMs: 10 * 60_000,
  fencingWatchMs: 15_000,
  redundancyDeadlineMs: 60 * 60_000,
  backupDeadlineMs: 30 * 60_000,
};
/** How long a restore drill writes on each side of its point in time, in ms. */
const RESTORE_WRITE_MS = 4_000;

export type DrillRunPorts = Omit<DrillPorts, 'journal'> & { readonly journal: { append(record: JournalRecord): void } };

/** Reports a drill that was not begun. */
export function drillNotRun(kind: DrillRequest['kind'], reason: string, context: DrillContext): DrillOutcome {
  const common = { verdict: 'not-run', reasons: [reason] } as const;
  const nothing = { ...common, rpoSeconds: undefined, rtoSeconds: undefined, detectionSeconds: undefined };
  if (kind === 'restore') {
    const result = { ...common, measurement: undefined };
    return {
      ...nothing,
      markdown: renderRestoreDrill(result, context),
      document: drillDocument(kind, result, context),
    };
  }
  const result = { ...common, kind, guards: [], runs: [], restores: [] };
  return { ...nothing, markdown: renderMoveDrill(result, context), document: drillDocument(kind, result, context) };
}

/** Runs one drill and reports it. */
export async function runDrill(
  request: DrillRequest,
  environment: Environment,
  commit: string | undefined,
  ports: DrillRunPorts,
): Promise<DrillOutcome> {
  const startedAt = ports.clock.now();
  const context = (): DrillContext => ({
    environment: environment.name,
    startedAt,
    finishedAt: ports.clock.now(),
    objectives: environment.objectives,
    commit,
  });
  if (request.kind === 'restore') {
    const result = await runRestoreDrill(
      {
        restoredClusterId: resourceNames(environment).restoreDrillCluster,
        probe: { ...environment.drill.probe, writeMs: RESTORE_WRITE_MS },
        backupDeadlineMs: LIMITS.backupDeadlineMs,
      },
      { ...ports, backupRestore: request.backupRestore },
    );
    return {
      verdict: result.verdict,
      rpoSeconds: undefined,
      rtoSeconds: undefined,
      detectionSeconds: undefined,
      reasons: result.reasons,
      markdown: renderRestoreDrill(result, context()),
      document: drillDocument('restore', result, context()),
    };
  }
  const moveRequest = toMoveRequest(environment, request);
  const result =
    request.kind === 'failover'
      ? await runFailoverDrill(moveRequest, {
          ...ports,
          faultInjector: request.faultInjector,
          // In manual mode a human promotes, and the drill plays the human.
          ...(environment.failover.mode === 'automatic' ? { controllers: request.controllers } : {}),
        })
      : await runSwitchoverDrill(moveRequest, ports);
  const measured = result.runs[0]?.measurement;
  return {
    verdict: result.verdict,
    rpoSeconds: inSeconds(measured?.loss?.rpoUpperBoundMs),
    rtoSeconds: inSeconds(measured?.rtoMs),
    detectionSeconds: inSeconds(measured?.detectionMs),
    reasons: [...result.reasons, ...result.runs.flatMap(({ reasons }) => reasons)],
    markdown: renderMoveDrill(result, context()),
    document: drillDocument(request.kind, result, context()),
  };
}

function toMoveRequest(
  environment: Environment,
  { failBack, moveDeadlineMs }: { readonly failBack: boolean; readonly moveDeadlineMs: number },
): MoveDrillRequest {
  const { drill, objectives, dns } = environment;
  return {
    writerName: dns.writerName,
    objectives,
    probe: { ...drill.probe, baselineMs: drill.baselineSeconds * 1000 },
    detector: environment.failover.detector,
    failBack,
    moveDeadlineMs,
    ...LIMITS,
  };
}

function inSeconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}
