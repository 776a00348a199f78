import type { Clock } from '../../ports/clock';
import type { Attempt, DrillProbe, DrillProbes, RegionalEndpoints } from '../../ports/drill-probe';
import type { GlobalStatus } from '../../ports/global-database';
import type { DrillKind } from '../kinds';
import { LAG_INTERVAL_MS, sampleLag } from '../lag';
import { reasonOf } from '../phases';
import { MINIMUM_BASELINE_WRITES } from '../verdict';
import { CannotTellError, found, type Finding } from './finding';
import { writerAndTarget } from './global-guards';
import type { PreflightRequest } from './request';

/** So many samples, one a second, all of them answered. */
const LAG_SAMPLES = 5;
/** For one answer, in ms. One that comes later is not fresh. */
const LAG_ANSWER_LIMIT_MS = 5_000;
/** No environment may allow more, in seconds: O4. */
const LAG_HARD_LIMIT_SECONDS = 60;
/** The baseline writes for at least so long, in ms, and then until there are enough of them. */
const BASELINE_MS = 3_000;
const BASELINE_LIMIT_MS = 20_000;
const BASELINE_POLL_MS = 100;

/** What can be asked with a probe, once it is known who writes. */
export interface ProbePlace {
  readonly status: GlobalStatus;
  readonly probes: DrillProbes;
  readonly clock: Clock;
  readonly newRunId: () => string;
}

/** A baseline that is being written. */
export interface Baseline {
  /** Resolves when the first write was tried, or it is clear that none will be; never rejects. */
  readonly begun: Promise<void>;
  readonly finding: Promise<Finding>;
}

/**
 * Writes for a few seconds as the drill will, from the region that it will be watched from, and reads in both regions. The drill's own baseline comes too late to
 * be a guard: by then the controllers and the people have been told.
 *
 * A drill that moves the writer needs a way back, too: the credentials of both regions' secrets have to log in, and the readers of both regions have to let them in.
 */
export function writeBaseline(kind: DrillKind, request: PreflightRequest, place: ProbePlace): Baseline {
  let tellBegun: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    tellBegun = resolve;
  });
  const finding = baseline(kind, request, place, tellBegun).finally(tellBegun);
  // Whoever waits for it sees the rejection; until then it is nobody's.
  finding.catch(() => undefined);
  return { begun, finding };
}

async function baseline(
  kind: DrillKind,
  { probe: { intervalMs, timeoutMs } }: PreflightRequest,
  { status, probes, clock, newRunId }: ProbePlace,
  tellBegun: () => void,
): Promise<Finding> {
  const { writer, target } = writerAndTarget(status);
  const movesTheWriter = kind !== 'restore' && kind !== 'detection';
  const probe = probes.in(kind === 'restore' ? writer.region : target.region);
  await probe.prepare();
  const runId = newRunId();
  const running = await probe.start({
    runId,
    intervalMs,
    timeoutMs,
    readers: movesTheWriter ? [writer.region, target.region] : [],
    regions: endpointsOf(status),
    onAttempt: () => undefined,
  });
  tellBegun();
  const startedMs = clock.monotonicMs();
  const elapsedMs = () => clock.monotonicMs() - startedMs;
  while (
    elapsedMs() < BASELINE_MS ||
    (running.seen().length < MINIMUM_BASELINE_WRITES && elapsedMs() < BASELINE_LIMIT_MS)
  ) {
    await clock.sleep(BASELINE_POLL_MS);
  }
  const { writes, reads } = await running.stop();
  const troubles = [...troublesOfWrites(writes, writer.instances.find(({ isWriter }) => isWriter)?.id)];
  if (movesTheWriter) {
    for (const region of [writer.region, target.region]) {
      const there = reads.filter((read) => read.region === region);
      const failed = there.find(({ outcome }) => outcome === 'fail');
      if (failed !== undefined)
        troubles.push(`a log-in at the readers of ${region} failed: ${failed.detail ?? 'no reason given'}`);
      else if (there.length === 0) troubles.push(`nobody logged in at the readers of ${region}`);
    }
    // The secret of the region that is left is the one that the fail back is measured with.
    const own = probes.in(writer.region);
    await own.writeOnce().catch((error: unknown) => {
      troubles.push(`the credentials of ${writer.region} do not write: ${reasonOf(error)}`);
    });
  }
  await probe.cleanUp(runId);
  const ways = movesTheWriter ? `; logged in at the readers of ${writer.region} and ${target.region}` : '';
  return found(troubles, `${writes.length} of ${writes.length} writes acknowledged in ${seconds(elapsedMs())}${ways}`);
}

function troublesOfWrites(writes: readonly Attempt[], writer: string | undefined): readonly string[] {
  const troubles: string[] = [];
  const notOk = writes.filter(({ outcome }) => outcome !== 'ok');
  const [first] = notOk;
  if (first !== undefined) {
    troubles.push(
      `${notOk.length} of ${writes.length} writes were not acknowledged, the first: ${first.detail ?? first.outcome}`,
    );
  }
  if (writes.length < MINIMUM_BASELINE_WRITES) troubles.push(`only ${writes.length} writes were tried`);
  const others = new Set(
    writes.flatMap(({ instance }) => (instance === undefined || instance === writer ? [] : [instance])),
  );
  if (others.size > 0) {
    troubles.push(`writes were taken by ${[...others].join(', ')}, but AWS names ${writer ?? 'nobody'} as the writer`);
  }
  return troubles;
}

/** CloudWatch's numbers are a minute old, and a minute is all there is to lose: the database itself is asked, five times. */
export async function lookAtLag(
  { maxLagSeconds }: Pick<PreflightRequest, 'maxLagSeconds'>,
  { status, probes, clock }: ProbePlace,
): Promise<Finding> {
  const { target } = writerAndTarget(status);
  const probe: Pick<DrillProbe, 'lag'> = probes.in(target.region);
  const question = { region: target.region, regions: endpointsOf(status), timeoutMs: LAG_ANSWER_LIMIT_MS };
  const limitMs = lagLimitSeconds(maxLagSeconds) * 1000;
  const values: string[] = [];
  let isBelow = true;
  let isKnown = true;
  for (let number = 1; number <= LAG_SAMPLES; number++) {
    const { startedMs, endedMs, lagMs, detail } = await sampleLag(question, { probe, clock });
    const tookMs = endedMs - startedMs;
    if (lagMs === undefined) {
      values.push(`no answer (${detail ?? 'no reason given'})`);
      isKnown = false;
    } else {
      const isFresh = tookMs <= LAG_ANSWER_LIMIT_MS;
      values.push(`${seconds(lagMs)}${isFresh ? '' : ` (asked for ${seconds(tookMs)} before)`}`);
      isKnown &&= isFresh;
      isBelow &&= lagMs < limitMs;
    }
    if (number < LAG_SAMPLES) await clock.sleep(LAG_INTERVAL_MS - tookMs);
  }
  const value = `${target.region}: ${values.join(', ')}`;
  if (!isBelow) return { outcome: 'refused', value };
  if (!isKnown) throw new CannotTellError(value);
  return { outcome: 'passed', value };
}

export function lagLimitSeconds(maxLagSeconds: number): number {
  return Math.min(maxLagSeconds, LAG_HARD_LIMIT_SECONDS);
}

function endpointsOf({ members }: GlobalStatus): readonly RegionalEndpoints[] {
  return members.map(({ region, endpoint, readerEndpoint, port }) => ({ region, endpoint, readerEndpoint, port }));
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
