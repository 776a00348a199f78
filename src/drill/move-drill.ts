import { switchOver } from '../failover/switch-over';
import { chooseTarget, currentWriter } from '../failover/target';
import type { ControllerRecords, FailoverRecord } from '../ports/failover-record';
import { awaitArmed, controlledDisaster } from './controller-watch';
import { disaster } from './disaster';
import type { History } from './history';
import { measureMove, type MeasuredMove, type Watched } from './measured-move';
import type { MoveDrillRequest, Prepared } from './move-drill-request';
import { inPhase, reasonOf } from './phases';
import type { DrillPorts, FailoverDrillPorts } from './ports';
import { awaitRedundancy } from './redundancy';
import { toMeasuredRun, worst, type MeasuredRun, type MoveDrillResult } from './result';

/**
 * The failover drill. Phases, in this order:
 *
 *   preflight → write probe → disaster → detect → promote → verify → restore redundancy → fail back → clean up
 *
 * The disaster is caused by the fault injector at a moment that nobody announces; detection and promotion are the work of the deployed
 * controller, and the drill only looks on. Where none is deployed, the same code is run here. The fault is ended whatever happens.
 */
export async function runFailoverDrill(request: MoveDrillRequest, ports: FailoverDrillPorts): Promise<MoveDrillResult> {
  const prepared = await inPhase('preflight', ports, () => preflightOfFailover(request, ports)).catch(
    notRun('failover'),
  );
  if ('verdict' in prepared) return prepared;
  const { fromRegion, toRegion, controller } = prepared;
  const by = controller === undefined ? '' : ' by the deployed controller';
  let run: MeasuredRun;
  let redundancyError: string | undefined;
  try {
    const probe = ports.probes.in(toRegion);
    const endOfFault = async () => {
      await inPhase(`end of the fault in ${fromRegion}`, ports, () => ports.faultInjector.stop(fromRegion), {
        tidiesUp: true,
      });
      await ports.clock.sleep(request.fencingWatchMs);
    };
    const move = await inPhase(
      `disaster in ${fromRegion}, failover to ${toRegion}${by}`,
      ports,
      () =>
        measureMove(
          probe,
          request.probe,
          watched(prepared),
          {
            act: (mark) =>
              controller === undefined
                ? disaster(request, prepared, mark, { ...ports, writeOnce: () => probe.writeOnce() })
                : controlledDisaster(request, prepared, controller.record, mark, { ...ports, ...controller }),
            aftermath: endOfFault,
          },
          ports,
        ),
      { move: { fromRegion, toRegion }, faultIn: fromRegion },
    );
    // A run that broke off did not come to the end of the fault; stopping twice is harmless.
    await ports.faultInjector.stop(fromRegion);
    const settled = hasMoved(move.history) ? await restoreRedundancy(move, fromRegion, request, ports) : { move };
    redundancyError = settled.error;
    run = toMeasuredRun(
      {
        kind: 'failover',
        label: 'failover',
        fromRegion,
        toRegion,
        promotedBy: controller === undefined ? 'drill' : 'controller',
      },
      settled.move,
      request.objectives,
    );
  } finally {
    // Stopping twice is harmless; leaving a region dead because a step above failed is not.
    await ports.faultInjector.stop(fromRegion);
  }
  return conclude('failover', run, redundancyError, request, ports);
}

/**
 * The switchover drill: preflight → write probe → switchover → verify → fail back. Aurora synchronises before it swaps the
 * roles, so the drill proves the recovery time and the runbook, never the RPO of a disaster.
 */
export async function runSwitchoverDrill(request: MoveDrillRequest, ports: DrillPorts): Promise<MoveDrillResult> {
  const prepared = await inPhase('preflight', ports, () => preflight(request, ports)).catch(notRun('switchover'));
  if ('verdict' in prepared) return prepared;
  const run = await measuredSwitchover('switchover', prepared, request, ports);
  const settled = await redundancyAfterMove(run, request, ports);
  return conclude('switchover', run, settled, request, ports);
}

/** Looks before anything is touched. @throws when the drill must not run */
export async function preflight(request: MoveDrillRequest, ports: DrillPorts): Promise<Prepared> {
  const status = await ports.globalDatabase.describe();
  const writer = currentWriter(status);
  const target = chooseTarget(status);
  const credentials = await ports.credentials.read();
  ports.logger.info(
    `the writer is ${writer.clusterId} in ${writer.region}, the target is ${target.clusterId} in ${target.region}`,
  );
  return {
    status,
    writer: { ...credentials, host: request.writerName },
    fromRegion: writer.region,
    toRegion: target.region,
  };
}

/** Who will promote is known before anything is touched. */
async function preflightOfFailover(
  request: MoveDrillRequest,
  ports: FailoverDrillPorts,
): Promise<Prepared & { readonly controller: { controllers: ControllerRecords; record: FailoverRecord } | undefined }> {
  const prepared = await preflight(request, ports);
  const { controllers } = ports;
  const record = controllers && (await awaitArmed(prepared, controllers, ports));
  return { ...prepared, controller: controllers && record && { controllers, record } };
}

const NOTHING = { guards: [], runs: [], restores: [] } as const;

function notRun(kind: MoveDrillResult['kind']): (error: unknown) => MoveDrillResult {
  return (error) => ({ ...NOTHING, kind, verdict: 'not-run', reasons: [`preflight: ${reasonOf(error)}`] });
}

/** One measured switchover: the drill, or the way back. */
export async function measuredSwitchover(
  label: 'switchover' | 'fail back',
  prepared: Prepared,
  request: MoveDrillRequest,
  ports: DrillPorts,
): Promise<MeasuredRun> {
  const { fromRegion, toRegion, status, writer } = prepared;
  const probe = ports.probes.in(toRegion);
  const move = await inPhase(
    `${label} from ${fromRegion} to ${toRegion}`,
    ports,
    () =>
      measureMove(
        probe,
        request.probe,
        watched(prepared),
        {
          act: async (mark) => {
            await switchOver(
              {
                status,
                writer,
                deadlineMs: request.moveDeadlineMs,
                onMilestone: (milestone) => {
                  mark(milestone === 'requested' ? 'move-requested' : milestone);
                },
              },
              { ...ports, writeOnce: () => probe.writeOnce() },
            );
          },
        },
        ports,
      ),
    { move: { fromRegion, toRegion } },
  );
  return toMeasuredRun({ kind: 'switchover', label, fromRegion, toRegion }, move, request.objectives);
}

function watched({ status, fromRegion }: Prepared): Watched {
  const old = status.members.find((member) => member.region === fromRegion);
  return {
    regions: status.members.map(({ region, endpoint, readerEndpoint, port }) => ({
      region,
      endpoint,
      readerEndpoint,
      port,
    })),
    fromRegion,
    fromInstances: (old?.instances ?? []).map(({ id }) => id),
  };
}

async function restoreRedundancy(
  move: MeasuredMove,
  region: string,
  request: MoveDrillRequest,
  ports: DrillPorts,
): Promise<{ readonly move: MeasuredMove; readonly error?: string }> {
  const error = await redundancyAfter(region, request, ports);
  if (error !== undefined) return { move, error };
  const mark = { name: 'redundancy-restored', atMs: ports.clock.monotonicMs() } as const;
  ports.journal.append({ type: 'mark', runId: move.history.runId, ...mark });
  return { move: { ...move, history: { ...move.history, marks: [...move.history.marks, mark] } } };
}

async function redundancyAfter(
  region: string,
  request: MoveDrillRequest,
  ports: DrillPorts,
): Promise<string | undefined> {
  try {
    await inPhase(`restore redundancy in ${region}`, ports, () =>
      awaitRedundancy(region, request.redundancyDeadlineMs, ports),
    );
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

/** A writer that was not moved is where it was, and will never be a replica, however long one waits. */
export async function redundancyAfterMove(
  run: MeasuredRun,
  request: MoveDrillRequest,
  ports: DrillPorts,
): Promise<string | undefined> {
  return hasMoved(run.history) ? redundancyAfter(run.fromRegion, request, ports) : undefined;
}

export function hasMoved({ marks }: History): boolean {
  return marks.some((mark) => mark.name === 'promoted');
}

/** Fails back when that is wanted and safe, and sums up. */
async function conclude(
  kind: MoveDrillResult['kind'],
  run: MeasuredRun,
  redundancyError: string | undefined,
  request: MoveDrillRequest,
  ports: DrillPorts,
): Promise<MoveDrillResult> {
  const runs = [run];
  const reasons = redundancyError === undefined ? [] : [redundancyError];
  const moved = hasMoved(run.history);
  if (request.failBack && moved && redundancyError === undefined) {
    const prepared = await inPhase('preflight of the fail back', ports, () => preflight(request, ports)).catch(
      notRun(kind),
    );
    if ('verdict' in prepared) {
      reasons.push(...prepared.reasons);
    } else {
      const back = await measuredSwitchover('fail back', prepared, request, ports);
      runs.push(back);
      const settled = await redundancyAfterMove(back, request, ports);
      if (settled !== undefined) reasons.push(settled);
    }
  } else if (request.failBack && moved) {
    reasons.push(
      'the fail back was not tried: without a healthy replica it could lose data; see the fail-back runbook',
    );
  }
  return {
    ...NOTHING,
    kind,
    runs,
    reasons,
    verdict: reasons.length > 0 ? 'failed' : worst(runs.map(({ verdict }) => verdict)),
  };
}
