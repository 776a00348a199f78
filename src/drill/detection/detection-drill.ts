import { chooseTarget, currentWriter, NotMovableError } from '../../failover/target';
import type { DetectionEvidence } from '../../evidence/document';
import type { RunningProbe } from '../../ports/drill-probe';
import type { FailoverRecord } from '../../ports/failover-record';
import { FaultRefusedError, type HealthPathInjector } from '../../ports/fault-injector';
import type { GlobalMember } from '../../ports/global-database';
import { awaitArmed } from '../controller-watch';
import type { MarkName } from '../history';
import type { Prepared } from '../move-drill-request';
import { inPhase, reasonOf } from '../phases';
import { MINIMUM_BASELINE_WRITES } from '../verdict';
import { judgeDetection } from './judge';
import { detectionLimits, type DetectionLimits } from './limits';
import { announceRehearsal, endRehearsal } from './rehearse';
import type { DetectionDrillPorts, DetectionDrillRequest, DetectionDrillResult } from './request';
import { POLL_MS, watchController, type Watched } from './watch';

/** What the preflight found. */
interface Ready {
  readonly prepared: Prepared;
  readonly writer: GlobalMember;
  readonly record: FailoverRecord;
  readonly healthPath: HealthPathInjector;
  readonly limits: DetectionLimits;
}

const NOTHING = { kind: 'detection', guards: [], runs: [], restores: [] } as const;
const NOT_SEEN: Watched = {
  episode: undefined,
  sinceRequestMs: undefined,
  resolutionMs: POLL_MS,
  aliveForMs: undefined,
  stoodStillMs: 0,
};

/**
 * The detection drill: the deployed controller is made blind for the writer's region, has to declare it down in time, and must not promote.
 *
 *   preflight → write probe → rehearsal announced → health path taken away → (declared) → given back → armed again → rehearsal withdrawn
 *
 * Applications go on writing all the time, which is measured too. Whatever happens, the controller gets its sight back; and if this process is
 * killed, the fault ends by itself before the rehearsal does.
 */
export async function runDetectionDrill(
  request: DetectionDrillRequest,
  ports: DetectionDrillPorts,
): Promise<DetectionDrillResult> {
  const ready = await inPhase('preflight', ports, () => preflight(request, ports)).catch(
    (error: unknown): DetectionDrillResult => ({
      ...NOTHING,
      verdict: 'not-run',
      reasons: [`preflight: ${reasonOf(error)}`],
    }),
  );
  if ('verdict' in ready) return ready;

  const runId = ports.newRunId();
  // Not from the controller's region: what is taken from the controller there must not be taken for an outage.
  const probe = ports.probes.in(ready.prepared.fromRegion);
  let running: RunningProbe;
  try {
    running = await inPhase('write probe', ports, async () => {
      await probe.prepare();
      return probe.start({
        runId,
        intervalMs: request.probe.intervalMs,
        timeoutMs: request.probe.timeoutMs,
        readers: [],
        regions: ready.prepared.status.members,
        onAttempt: (attempt) => {
          ports.journal.append({ type: 'attempt', runId, ...attempt });
        },
      });
    });
  } catch (error) {
    return {
      ...NOTHING,
      verdict: 'inconclusive',
      reasons: [`the write probe could not be started: ${reasonOf(error)}`],
    };
  }
  const outcome = await blindController(request, ready, runId, running, ports);
  const { writes } = await running.stop();
  await probe.cleanUp(runId).catch((error: unknown) => {
    ports.logger.debug(`the heartbeats of the drill were not removed: ${reasonOf(error)}`);
  });
  if (outcome.kind !== 'watched') return { ...NOTHING, verdict: outcome.kind, reasons: outcome.reasons };

  const { watched, troubles } = outcome;
  const moved = await writerMoved(ready.writer, ports);
  const detection: DetectionEvidence = {
    region: ready.prepared.fromRegion,
    ...(watched.episode?.firstFailureAgeMs === undefined ? {} : { detectionMs: watched.episode.firstFailureAgeMs }),
    ...(watched.sinceRequestMs === undefined ? {} : { sinceRequestMs: watched.sinceRequestMs }),
    resolutionMs: watched.resolutionMs,
    writes: {
      attempted: writes.length,
      ok: writes.filter((write) => write.outcome === 'ok').length,
      fail: writes.filter((write) => write.outcome === 'fail').length,
      unknown: writes.filter((write) => write.outcome === 'unknown').length,
    },
    writerMoved: moved.isMoved,
  };
  const judged = judgeDetection(detection, watched, ready.limits.blindMs, request.objectives, [
    ...troubles,
    ...moved.troubles,
  ]);
  return { ...NOTHING, ...judged, detection };
}

/** Looks before anything is touched. @throws when the drill must not run */
async function preflight(request: DetectionDrillRequest, ports: DetectionDrillPorts): Promise<Ready> {
  const { healthPath, controllers, rehearsals, logger } = ports;
  if (healthPath === undefined) {
    throw new NotMovableError(
      'no fault hook is configured (fault-hook-url): nothing can make the controller blind; docs/drills.md describes one',
    );
  }
  const limits = detectionLimits(request.objectives.detectionSeconds);
  const status = await ports.globalDatabase.describe();
  const writer = currentWriter(status);
  const target = chooseTarget(status);
  const prepared: Prepared = {
    status,
    writer: await ports.credentials.read(),
    fromRegion: writer.region,
    toRegion: target.region,
  };
  const record = await awaitArmed(prepared, controllers, ports);
  if (record === undefined) {
    throw new NotMovableError(`no failover controller is deployed in ${target.region}: there is nothing to be drilled`);
  }
  if (!(await rehearsals.isRead(target.region))) {
    throw new NotMovableError(
      `the failover controller of ${target.region} is of a version that does not know rehearsals, and would promote; apply the environment first`,
    );
  }
  requireLevelClocks(record, target.region, ports.clock.now());
  if (!(await healthPath.offersHealthPath())) {
    throw new NotMovableError(
      'the fault hook does not offer the fault health-path: it has to answer {"action":"describe"} with a list of its faults; see docs/drills.md',
    );
  }
  logger.info(`the controller of ${target.region} will be made blind for ${writer.region}`);
  return { prepared, writer, record, healthPath, limits };
}

/** An armed controller notes the time every half minute. In ms. */
const OLDEST_ARMED_MS = 75_000;
const CLOCKS_DIFFER_MS = 15_000;

/** A rehearsal has an end by the wall clock: to a controller whose clock is wrong by more it could be over before it begins. */
function requireLevelClocks(record: FailoverRecord, region: string, now: Date): void {
  const ageMs = now.getTime() - Date.parse(record.armed?.at ?? '');
  if (ageMs >= -CLOCKS_DIFFER_MS && ageMs <= OLDEST_ARMED_MS) return;
  throw new NotMovableError(
    `the failover controller of ${region} last noted ${record.armed?.at ?? 'nothing'}, and here it is ${now.toISOString()}: ` +
      'it does not run, or the clocks differ; set this one right',
  );
}

type Outcome =
  | { readonly kind: 'watched'; readonly watched: Watched; readonly troubles: readonly string[] }
  | { readonly kind: 'inconclusive' | 'not-run'; readonly reasons: readonly string[] };

/** From the baseline of writes to the controller being armed again. Never rejects. */
async function blindController(
  request: DetectionDrillRequest,
  ready: Ready,
  runId: string,
  running: RunningProbe,
  ports: DetectionDrillPorts,
): Promise<Outcome> {
  const { clock, journal, logger } = ports;
  const { limits, healthPath } = ready;
  const { fromRegion, toRegion } = ready.prepared;
  const mark = (name: MarkName): void => {
    journal.append({ type: 'mark', runId, name, atMs: clock.monotonicMs() });
    logger.info(name);
  };
  await clock.sleep(request.probe.baselineMs);
  const seen = running.seen();
  const acknowledged = seen.filter(({ outcome }) => outcome === 'ok').length;
  if (acknowledged < MINIMUM_BASELINE_WRITES || acknowledged < seen.length) {
    return {
      kind: 'inconclusive',
      reasons: [`only ${acknowledged} of ${seen.length} writes were acknowledged before the drill; nothing was done`],
    };
  }

  const troubles: string[] = [];
  let watched = NOT_SEEN;
  let refusal: string | undefined;
  let announced: Awaited<ReturnType<typeof announceRehearsal>>;
  try {
    announced = await inPhase(`rehearsal of the loss of ${fromRegion} announced in ${toRegion}`, ports, () =>
      announceRehearsal(ready.prepared, limits.rehearsalMs, ports),
    );
  } catch (error) {
    return { kind: 'not-run', reasons: [`the rehearsal could not be announced: ${reasonOf(error)}`] };
  }
  try {
    watched = await inPhase(
      `health path to ${fromRegion} taken away`,
      ports,
      async () => {
        const requestedAtMs = clock.monotonicMs();
        mark('fault-requested');
        await healthPath.blind(fromRegion, Math.floor(limits.blindMs / 1000));
        const onDeclared = () => {
          mark('declared-down');
        };
        return watchController(toRegion, announced.record, requestedAtMs, limits.blindMs, onDeclared, ports);
      },
      { faultIn: fromRegion },
    );
  } catch (error) {
    if (error instanceof FaultRefusedError) refusal = reasonOf(error);
    else troubles.push(reasonOf(error));
  }
  const isPromoted = watched.episode !== undefined && watched.episode.attempts > 0;
  troubles.push(...(await endRehearsal(ready.prepared, announced, isPromoted, healthPath, ports)));
  if (refusal === undefined) return { kind: 'watched', watched, troubles };
  return { kind: 'not-run', reasons: [`the fault hook does not know the fault health-path: ${refusal}`, ...troubles] };
}

async function writerMoved(
  writer: GlobalMember,
  ports: DetectionDrillPorts,
): Promise<{ readonly isMoved: boolean; readonly troubles: readonly string[] }> {
  try {
    const status = await ports.globalDatabase.describe();
    const isWriter = status.members.some((member) => member.clusterArn === writer.clusterArn && member.isWriter);
    return { isMoved: !isWriter || status.failoverState !== undefined, troubles: [] };
  } catch (error) {
    return { isMoved: false, troubles: [`whether the writer was moved could not be read: ${reasonOf(error)}`] };
  }
}
