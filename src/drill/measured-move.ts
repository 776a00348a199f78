import type { DrillProbe, RegionalEndpoints, RunningProbe } from '../ports/drill-probe';
import type { History, LagSample, Mark, MarkName } from './history';
import { watchLag } from './lag';
import { reasonOf } from './phases';
import type { DrillPorts } from './ports';
import { MINIMUM_BASELINE_WRITES } from './verdict';

export interface ProbeSettings {
  /** Time between two writes, in ms. */
  readonly intervalMs: number;
  /** Limit for one connection or write, in ms. */
  readonly timeoutMs: number;
  /** Time of undisturbed writes before anything is done, in ms. */
  readonly baselineMs: number;
}

export interface MeasuredMove {
  readonly history: History;
  /** What ended the run early, if anything did. */
  readonly error: string | undefined;
}

/** After the move, writes are given this long to come back through the writer name, in ms. */
const RECOVERY_LIMIT_MS = 60_000;
const RECOVERY_POLL_MS = 50;
/** So many tries to read the survivors; a new writer may still be settling. */
const READ_TRIES = 5;
const READ_RETRY_MS = 1_000;

/** What is watched beside the writes through the writer name. */
export interface Watched {
  readonly regions: readonly RegionalEndpoints[];
  /** The region that is to stop writing, and the instances of its cluster. */
  readonly fromRegion: string;
  readonly fromInstances: readonly string[];
}

export interface Move {
  /** Does the move; marks its moments; may reject, which ends the run but not the measurement. */
  readonly act: (mark: (name: MarkName) => void) => Promise<void>;
  /** What happens once writes are back, still under observation: an old writer that returns must not take writes. */
  readonly aftermath?: () => Promise<void>;
}

/**
 * Writes heartbeats, lets `move` happen in their midst, and then looks for every heartbeat that was acknowledged.
 *
 * Without a healthy baseline nothing is moved at all: a disturbance that nothing measures is only a disturbance.
 */
export async function measureMove(
  probe: DrillProbe,
  settings: ProbeSettings,
  watched: Watched,
  move: Move,
  ports: DrillPorts,
): Promise<MeasuredMove> {
  const runId = ports.newRunId();
  const fencing = { runId: ports.newRunId(), region: watched.fromRegion };
  const marks: Mark[] = [];
  const mark = (name: MarkName): void => {
    const record = { name, atMs: ports.clock.monotonicMs() };
    marks.push(record);
    ports.journal.append({ type: 'mark', runId, ...record });
    ports.logger.info(name);
    // From now on the region follows nobody.
    if (name === 'promoted') promoted.abort();
  };
  const promoted = new AbortController();
  const { intervalMs, timeoutMs } = settings;
  let running: RunningProbe;
  try {
    await probe.prepare();
    running = await probe.start({
      runId,
      intervalMs,
      timeoutMs,
      fencing,
      readers: watched.regions.map(({ region }) => region),
      regions: watched.regions,
      onAttempt: (attempt) => {
        ports.journal.append({ type: 'attempt', runId, ...attempt });
      },
    });
  } catch (cause) {
    const error = `the write probe could not be started: ${reasonOf(cause)}`;
    return { history: { runId, intervalMs, attempts: [], marks, survivors: undefined }, error };
  }
  const lag: LagSample[] = [];
  const watchingLag = watchLagOfTarget(probe, settings, watched, (sample) => lag.push(sample), promoted.signal, ports);
  let error: string | undefined;
  try {
    await ports.clock.sleep(settings.baselineMs);
    const seen = running.seen();
    const acknowledged = seen.filter((attempt) => attempt.outcome === 'ok').length;
    if (acknowledged >= MINIMUM_BASELINE_WRITES && seen.at(-1)?.outcome === 'ok') {
      await move.act(mark);
      await untilWritesAreBack(running, ports);
      await move.aftermath?.();
    } else {
      ports.logger.warn(
        `only ${acknowledged} of ${seen.length} writes were acknowledged in the baseline; nothing is moved`,
      );
    }
  } catch (cause) {
    error = reasonOf(cause);
    ports.logger.error(error);
  }
  promoted.abort();
  // The acknowledged writes are complete before the table is read; the other way round a write could look lost.
  const { writes, fencing: fenced, reads, clockUncertaintyMs } = await running.stop();
  await watchingLag;
  const survivors = await readSurvivors(probe, runId, ports);
  // They have told all they can, and are in nobody's way; if this fails they are pruned with the rest.
  await probe.cleanUp(fencing.runId).catch((cause: unknown) => {
    ports.logger.debug(`the heartbeats of the fencing probe were not removed: ${reasonOf(cause)}`);
  });
  const history: History = {
    runId,
    intervalMs,
    attempts: writes,
    marks,
    survivors,
    reads,
    lag,
    clockUncertaintyMs,
    ...(fenced === undefined
      ? {}
      : { fencing: { region: watched.fromRegion, instances: watched.fromInstances, attempts: fenced } }),
  };
  return { history, error };
}

/** The region that does not write is the one that is promoted. */
async function watchLagOfTarget(
  probe: DrillProbe,
  { timeoutMs }: ProbeSettings,
  { regions, fromRegion }: Watched,
  onSample: (sample: LagSample) => void,
  signal: AbortSignal,
  { clock }: DrillPorts,
): Promise<void> {
  const target = regions.find(({ region }) => region !== fromRegion);
  if (target === undefined) return;
  await watchLag({ region: target.region, regions, timeoutMs }, onSample, signal, { probe, clock });
}

async function untilWritesAreBack(running: RunningProbe, ports: DrillPorts): Promise<void> {
  const startedMs = ports.clock.monotonicMs();
  const isBack = () => {
    const last = running.seen().at(-1);
    return last?.outcome === 'ok' && last.startedMs >= startedMs;
  };
  while (!isBack() && ports.clock.monotonicMs() - startedMs < RECOVERY_LIMIT_MS) {
    await ports.clock.sleep(RECOVERY_POLL_MS);
  }
}

async function readSurvivors(
  probe: DrillProbe,
  runId: string,
  ports: DrillPorts,
): Promise<readonly number[] | undefined> {
  for (let tries = 1; tries <= READ_TRIES; tries++) {
    try {
      return await probe.survivors(runId, { kind: 'writer' });
    } catch (cause) {
      ports.logger.warn(`reading the surviving heartbeats failed (${tries} of ${READ_TRIES}): ${reasonOf(cause)}`);
      await ports.clock.sleep(READ_RETRY_MS);
    }
  }
  return undefined;
}
