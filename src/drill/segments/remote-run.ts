import type { Clock } from '../../ports/clock';
import type { Attempt, Observations, ProbeOptions, RunningProbe } from '../../ports/drill-probe';
import type { Logger } from '../../ports/logger';
import type { ObjectStore } from '../../ports/object-store';
import type { RemoteFunction } from '../../ports/remote-function';
import { reasonOf } from '../phases';
import { keys } from './history-chunks';
import { mergeSegments } from './merge';
import { LONGEST_SEGMENT_MS, NUMBERS_OF_A_SEGMENT, type ProbeRequest } from './requests';
import { SegmentCollector } from './segment-collector';

export interface RemotePorts {
  readonly function: RemoteFunction;
  /** The bucket of the function's region. */
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The probe did not begin, or its history cannot be read. */
export class RemoteProbeError extends Error {
  override readonly name = 'RemoteProbeError';
}

/** Time between two looks for chunks, and between two beacons, in ms. None is a fraction of another; see run-segment.ts. */
const COLLECT_INTERVAL_MS = 290;
const BEACON_INTERVAL_MS = 1_130;
/** A function in a VPC that has not run for weeks can take this long to begin, in ms. */
const START_LIMIT_MS = 90_000;
/** A chunk comes each second. After so long without one, in ms, the function is taken for dead and another one is started. */
const SILENCE_MS = 6_000;
/** The next segment is started so long before the present one ends, in ms: it has to be there, and wait for the handover. */
const LEAD_MS = 45_000;
/** Last attempts and the last chunk of a segment take at most so long, in ms. */
const LAST_WORDS_LIMIT_MS = 25_000;

/**
 * One run of the probe function, however many calls it takes.
 *
 * Each call is a segment. The next one is invoked before the present one ends, waits for its handover, and goes on with the next
 * number. A segment that falls silent is replaced; the new one leaves out all numbers that the silent one may still be using.
 *
 * Times that are told on the way are by the alignment of the clocks so far, which gets better; those of `stop` are by all that is known.
 */
export class RemoteRun implements RunningProbe {
  private readonly collectors: SegmentCollector[] = [];
  private readonly stopping = new AbortController();
  private attempts: readonly Attempt[] = [];
  private working: Promise<void> = Promise.resolve();

  private constructor(
    private readonly options: ProbeOptions,
    private readonly ports: RemotePorts,
    private readonly segmentMs: number,
  ) {}

  /** @throws RemoteProbeError when no write was tried in time; whatever the function's adapter throws when it cannot be invoked */
  static async start(
    options: ProbeOptions,
    ports: RemotePorts,
    segmentMs: number = LONGEST_SEGMENT_MS,
  ): Promise<RemoteRun> {
    const run = new RemoteRun(options, ports, segmentMs);
    await run.invoke({ kind: 'number', seq: 1 });
    run.working = Promise.all([run.collecting(), run.sendingBeacons()]).then(() => undefined);
    const startedMs = ports.clock.monotonicMs();
    while (run.attempts.length === 0) {
      if (ports.clock.monotonicMs() - startedMs > START_LIMIT_MS) {
        await run.stop();
        throw new RemoteProbeError(
          `the probe function wrote nothing within ${START_LIMIT_MS / 1000} s after it was invoked; its log group says why`,
        );
      }
      await ports.clock.sleep(COLLECT_INTERVAL_MS);
    }
    return run;
  }

  seen(): readonly Attempt[] {
    return this.attempts;
  }

  async stop(): Promise<Observations> {
    const { clock, store, logger } = this.ports;
    const stoppedAtMs = clock.monotonicMs();
    this.stopping.abort();
    await this.working;
    let isTold = false;
    while (clock.monotonicMs() - stoppedAtMs < LAST_WORDS_LIMIT_MS) {
      try {
        // A stop that is there already is ours.
        if (!isTold) await store.create(keys.stop(this.options.runId), JSON.stringify({ stop: true }));
        isTold = true;
        for (const collector of this.collectors) this.take(await collector.collect());
        // A segment that waits for its turn has written nothing, and never will.
        const started = this.collectors.filter((collector) => collector.begunAtMs !== undefined);
        if (started.length > 0 && started.at(-1)?.isEnded === true) break;
      } catch (error) {
        logger.debug(`reading the history failed, trying again: ${reasonOf(error)}`);
      }
      await clock.sleep(COLLECT_INTERVAL_MS);
    }
    for (const collector of this.collectors) {
      try {
        this.take(await collector.collect(true));
      } catch (error) {
        logger.warn(`a part of the history of segment ${collector.segment} cannot be read: ${reasonOf(error)}`);
      }
    }
    return this.merged(stoppedAtMs);
  }

  private async invoke(first: ProbeRequest['first']): Promise<void> {
    const { runId, intervalMs, timeoutMs, fencing, readers } = this.options;
    const segment = this.collectors.length + 1;
    const collector = new SegmentCollector(runId, segment, this.ports.clock.monotonicMs(), this.ports);
    const request: ProbeRequest = {
      operation: 'probe',
      runId,
      segment,
      first,
      forMs: this.segmentMs,
      intervalMs,
      timeoutMs,
      ...(fencing === undefined ? {} : { fencing }),
      readers: [...readers],
    };
    await this.ports.function.start(request);
    this.collectors.push(collector);
  }

  private async collecting(): Promise<void> {
    const { clock, logger } = this.ports;
    while (!this.stopping.signal.aborted) {
      try {
        for (const collector of this.collectors.slice(-2)) this.take(await collector.collect());
        await this.succeed();
      } catch (error) {
        logger.debug(`following the probe function failed, trying again: ${reasonOf(error)}`);
      }
      await clock.sleep(COLLECT_INTERVAL_MS, this.stopping.signal);
    }
  }

  /** Invokes the next segment when the present one is near its end, or silent. */
  private async succeed(): Promise<void> {
    const { clock, store, logger } = this.ports;
    const nowMs = clock.monotonicMs();
    const newest = this.collectors.at(-1);
    const present = this.collectors.findLast((collector) => collector.begunAtMs !== undefined);
    if (newest === undefined || present?.begunAtMs === undefined) return;
    const hasSuccessor = newest !== present;
    if (!present.isEnded && nowMs - present.lastSignAtMs > SILENCE_MS) {
      const seq = present.nextSeq + NUMBERS_OF_A_SEGMENT;
      logger.warn(
        `the probe function fell silent in segment ${present.segment}; the next one begins with write ${seq}`,
      );
      // In its place: whichever of the two handovers comes first counts, and both leave no number to be used twice.
      if (hasSuccessor) {
        await store.create(keys.handover(this.options.runId, present.segment), JSON.stringify({ nextSeq: seq }));
      } else {
        await this.invoke({ kind: 'number', seq });
      }
    } else if (!hasSuccessor && nowMs - present.begunAtMs > this.segmentMs - LEAD_MS) {
      await this.invoke({ kind: 'handover' });
    }
  }

  private async sendingBeacons(): Promise<void> {
    const { clock, store, logger } = this.ports;
    const key = keys.beacon(this.options.runId);
    while (!this.stopping.signal.aborted) {
      try {
        await store.replace(key, JSON.stringify({ sentAtMs: clock.monotonicMs() }));
      } catch (error) {
        logger.debug(`a beacon was not sent: ${reasonOf(error)}`);
      }
      await clock.sleep(BEACON_INTERVAL_MS, this.stopping.signal);
    }
  }

  private take(fresh: readonly { readonly writes: readonly Attempt[] }[]): void {
    if (fresh.length === 0) return;
    const before = new Set(this.attempts.map(({ seq }) => seq));
    this.attempts = this.merged(-Infinity).writes;
    for (const attempt of this.attempts) {
      if (!before.has(attempt.seq) && attempt.isInferred !== true) this.options.onAttempt(attempt);
    }
  }

  private merged(stoppedAtMs: number): Observations {
    return mergeSegments(
      this.collectors.map((collector) => collector.log()),
      stoppedAtMs,
      this.options.fencing !== undefined,
    );
  }
}
