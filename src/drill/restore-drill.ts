import type { DrillProbe } from '../ports/drill-probe';
import { currentWriter } from '../failover/target';
import type { Attempt } from './history';
import { inPhase, reasonOf } from './phases';
import type { RestoreDrillPorts } from './ports';
import { judgeRestore, type RestoreDrillResult, type RestoreMeasurement } from './restore-result';

export interface RestoreDrillRequest {
  /** Name of the temporary cluster. */
  readonly restoredClusterId: string;
  readonly probe: { readonly intervalMs: number; readonly timeoutMs: number; readonly writeMs: number };
  /** Limit for the backups to reach the chosen point in time, in ms; Aurora's trail by minutes. */
  readonly backupDeadlineMs: number;
}

/** The quiet time around the point in time; it holds a whole second, the finest that every restore API accepts. */
const QUIET_MS = 2_500;
const POLL_INTERVAL_MS = 1_000;

/**
 * The restore drill: preflight → writes that must be there → a quiet second → writes that must not be there → wait for the
 * backups → restore to the quiet second → compare → remove the temporary cluster.
 *
 * The quiet second makes the expectation exact: every heartbeat acknowledged before it, and none after it.
 */
export async function runRestoreDrill(
  request: RestoreDrillRequest,
  ports: RestoreDrillPorts,
): Promise<RestoreDrillResult> {
  let probe: DrillProbe;
  try {
    probe = await inPhase('preflight', ports, () => preflight(request, ports));
  } catch (error) {
    return { verdict: 'not-run', reasons: [`preflight: ${reasonOf(error)}`], measurement: undefined };
  }
  let measurement: RestoreMeasurement | undefined;
  let error: string | undefined;
  try {
    measurement = await restoreAndCompare(request, probe, ports);
  } catch (cause) {
    error = reasonOf(cause);
    ports.logger.error(error);
  }
  const removal = await remove(request, ports);
  return judgeRestore(
    measurement,
    [error, removal].filter((reason) => reason !== undefined),
  );
}

/** @returns the probe beside the writer, whose backups are tested */
async function preflight(request: RestoreDrillRequest, ports: RestoreDrillPorts): Promise<DrillProbe> {
  const writer = currentWriter(await ports.globalDatabase.describe());
  ports.logger.info(`the writer is ${writer.clusterId}; its backups are tested`);
  const probe = ports.probes.in(writer.region);
  // What an interrupted drill left would make this one fail half-way.
  await ports.backupRestore.remove(request.restoredClusterId);
  await probe.prepare();
  return probe;
}

async function restoreAndCompare(
  request: RestoreDrillRequest,
  probe: DrillProbe,
  ports: RestoreDrillPorts,
): Promise<RestoreMeasurement> {
  const runId = ports.newRunId();
  const before = await inPhase('writes that must be there', ports, () => write(runId, request, probe, ports));
  const pointInTime = await inPhase('quiet second', ports, () => quietSecond(probe, ports));
  const laterRunId = ports.newRunId();
  const after = await inPhase('writes that must not be there', ports, () => write(laterRunId, request, probe, ports));

  const requestedMs = ports.clock.monotonicMs();
  await inPhase(`wait until the backups reach ${pointInTime.toISOString()}`, ports, () =>
    awaitBackups(pointInTime, request, ports),
  );
  const restoreStartedMs = ports.clock.monotonicMs();
  const restored = await inPhase(`restore to ${pointInTime.toISOString()}`, ports, () =>
    ports.backupRestore.restoreToPointInTime(request.restoredClusterId, pointInTime),
  );
  const restoredMs = ports.clock.monotonicMs();
  return inPhase('compare', ports, async () => {
    const place = { kind: 'restored', host: restored.endpoint, port: restored.port } as const;
    const found = new Set(await probe.survivors(runId, place));
    const tooNew = await probe.survivors(laterRunId, place);
    const expected = before.filter((attempt) => attempt.outcome === 'ok');
    const possible = new Set(before.filter((attempt) => attempt.outcome !== 'fail').map((attempt) => attempt.seq));
    return {
      pointInTime,
      expected: expected.length,
      expectedAbsent: after.filter((attempt) => attempt.outcome === 'ok').length,
      missing: expected.filter((attempt) => !found.has(attempt.seq)).map((attempt) => attempt.seq),
      unexpected: [...found].filter((seq) => !possible.has(seq)).length + tooNew.length,
      backupDelayMs: restoreStartedMs - requestedMs,
      restoreMs: restoredMs - restoreStartedMs,
      verifyMs: ports.clock.monotonicMs() - restoredMs,
    };
  });
}

async function write(
  runId: string,
  request: RestoreDrillRequest,
  probe: DrillProbe,
  ports: RestoreDrillPorts,
): Promise<readonly Attempt[]> {
  const { intervalMs, timeoutMs, writeMs } = request.probe;
  const running = await probe.start({
    runId,
    intervalMs,
    timeoutMs,
    readers: [],
    regions: [],
    onAttempt: (attempt) => {
      ports.journal.append({ type: 'attempt', runId, ...attempt });
    },
  });
  await ports.clock.sleep(writeMs);
  const { writes } = await running.stop();
  return writes;
}

/** A whole second of the database's own clock in which nothing was written; ours may be wrong. */
async function quietSecond(probe: DrillProbe, ports: RestoreDrillPorts): Promise<Date> {
  const lastWriteBy = await probe.serverTime();
  await ports.clock.sleep(QUIET_MS);
  return new Date(Math.ceil((lastWriteBy.getTime() + 1) / 1000) * 1000);
}

async function awaitBackups(pointInTime: Date, request: RestoreDrillRequest, ports: RestoreDrillPorts): Promise<void> {
  const startedMs = ports.clock.monotonicMs();
  for (;;) {
    const window = await ports.backupRestore.restoreWindow();
    if (pointInTime < window.earliest) {
      throw new RangeError(
        `the oldest backup begins at ${window.earliest.toISOString()}, after the writes of this drill; wait for the first automated backup`,
      );
    }
    if (pointInTime <= window.latest) return;
    if (ports.clock.monotonicMs() - startedMs > request.backupDeadlineMs) {
      throw new RangeError(
        `the backups reached only ${window.latest.toISOString()} within ${Math.round(request.backupDeadlineMs / 1000)} s`,
      );
    }
    await ports.clock.sleep(POLL_INTERVAL_MS);
  }
}

async function remove(request: RestoreDrillRequest, ports: RestoreDrillPorts): Promise<string | undefined> {
  try {
    await inPhase('remove the temporary cluster', ports, () => ports.backupRestore.remove(request.restoredClusterId));
    return undefined;
  } catch (error) {
    return `the temporary cluster ${request.restoredClusterId} was not removed, delete it by hand: ${reasonOf(error)}`;
  }
}
