import type { Clock } from '../../ports/clock';
import type { RegionalEndpoints } from '../../ports/drill-probe';
import type { Logger } from '../../ports/logger';
import type { ObjectStore } from '../../ports/object-store';
import type { SqlConnector, SqlTarget } from '../../ports/sql';
import { reasonOf } from '../phases';
import { startProbers } from '../probers';
import { ChunkWriter } from './chunk-writer';
import { keys, parseBeacon, parseClaim, parseHandover } from './history-chunks';
import { NUMBERS_OF_A_SEGMENT, type ProbeRequest } from './requests';

export interface SegmentPorts {
  readonly sql: SqlConnector;
  readonly clock: Clock;
  readonly store: ObjectStore;
  readonly logger: Logger;
}

export interface SegmentPlace {
  /** The name that applications write through. */
  readonly writer: SqlTarget;
  readonly regions: readonly RegionalEndpoints[];
  /** Unlike that of every other call, so that a request that is delivered twice is carried out once. */
  readonly owner: string;
  /** What is left until the function is ended, in ms. */
  readonly remainingMs: () => number;
}

/** `not-mine`: another call carries out this request. `no-handover`: the segment before never said where it ended. */
export type SegmentEnd = 'stopped' | 'time' | 'not-mine' | 'no-handover';

/**
 * Time between two looks at what the drill says, in ms. No fraction of the time between two beacons or chunks, so that every
 * phase between them comes up, and with it the quick exchanges that tell where the clocks stand.
 */
const LISTEN_INTERVAL_MS = 470;
const HANDOVER_POLL_MS = 100;
/** Probing ends so long before the function would be ended: attempts under way, and the last chunk, need time. */
const LAST_WORDS_MS = 20_000;

/**
 * One segment of a run: claim → (await the handover) → probe, and send a chunk each second → hand over → last chunk.
 *
 * It ends when the drill says stop, when its time is over, or when nothing is left of the function's. If the function is killed, what
 * is in chunks is safe, and the rest is unknown to everybody.
 *
 * @throws ChunkConflictError when somebody else writes its chunks; whatever the object store throws at the claim
 */
export async function runSegment(request: ProbeRequest, place: SegmentPlace, ports: SegmentPorts): Promise<SegmentEnd> {
  const { runId, segment } = request;
  const { clock, logger } = ports;
  const startedAtMs = clock.monotonicMs();
  if (!(await claim(request, place.owner, ports.store))) {
    logger.warn('this segment is being carried out by another call', { runId, segment });
    return 'not-mine';
  }
  const firstSeq = await firstNumber(request, place, ports);
  if (firstSeq === undefined) return 'no-handover';
  logger.info('probing', { runId, segment, firstSeq });

  const chunks = new ChunkWriter({ runId, segment, firstSeq, startedAtMs }, ports);
  const stop = new AbortController();
  const ended = new AbortController();
  let nextSeq = firstSeq;
  const probers = startProbers(
    {
      ...request,
      firstSeq,
      // Nobody compares these with what is in the database; numbers of their own in each segment are enough.
      firstFencingSeq: (segment - 1) * NUMBERS_OF_A_SEGMENT + 1,
      writer: place.writer,
      regions: place.regions,
      onWrite: (write) => {
        nextSeq = write.seq + 1;
        chunks.add({ writes: [write] });
      },
      onFencing: (write) => {
        chunks.add({ fencing: [write] });
      },
      onRead: (read) => {
        chunks.add({ reads: [read] });
      },
      signal: stop.signal,
    },
    ports,
  );
  const sending = chunks.sendUntil(ended.signal, stop);
  // It is awaited below; until then nobody may take its rejection for unhandled.
  sending.catch(() => undefined);
  const reason = await listenUntilOver(request, place, chunks, stop, ports);
  // Somebody else writes our chunks. Without a handover too: the other one will make it.
  if (stop.signal.aborted) await sending;
  stop.abort();
  await probers.writes;
  // Before anything else: the next segment waits for it, and writes nothing meanwhile.
  if (reason === 'time') await handOver(request, nextSeq, place, ports);
  await probers.all;
  ended.abort();
  await sending;
  await chunks.sendLast(reason, place.remainingMs);
  return reason;
}

async function claim({ runId, segment }: ProbeRequest, owner: string, store: ObjectStore): Promise<boolean> {
  const key = keys.claim(runId, segment);
  if (await store.create(key, JSON.stringify({ owner }))) return true;
  // The answer to our own claim may have been lost, and the claim repeated.
  const found = await store.read(key);
  return found !== undefined && parseClaim(found, key).owner === owner;
}

async function firstNumber(
  request: ProbeRequest,
  { remainingMs }: SegmentPlace,
  { store, clock, logger }: SegmentPorts,
): Promise<number | undefined> {
  const { runId, segment, first } = request;
  if (first.kind === 'number') return first.seq;
  const key = keys.handover(runId, segment - 1);
  while (remainingMs() > LAST_WORDS_MS) {
    try {
      const text = await store.read(key);
      if (text !== undefined) return parseHandover(text, key).nextSeq;
      if ((await store.read(keys.stop(runId))) !== undefined) return undefined;
    } catch (error) {
      logger.debug(`looking for the handover failed, trying again: ${reasonOf(error)}`);
    }
    await clock.sleep(HANDOVER_POLL_MS);
  }
  return undefined;
}

/** Says where the numbering goes on. Tried until it is stored, or the time is needed for the last chunk. */
async function handOver(
  { runId, segment }: ProbeRequest,
  nextSeq: number,
  { remainingMs }: SegmentPlace,
  { store, clock, logger }: SegmentPorts,
): Promise<void> {
  do {
    try {
      // One that is there already is ours, or that of the drill, which took this segment for dead; both leave no number twice.
      await store.create(keys.handover(runId, segment), JSON.stringify({ nextSeq }));
      return;
    } catch (error) {
      logger.warn(`the handover was not stored, trying again: ${reasonOf(error)}`, { runId, segment });
      await clock.sleep(HANDOVER_POLL_MS);
    }
  } while (remainingMs() > LAST_WORDS_MS / 2);
}

/** Takes beacons in, until the drill says stop or the time is over. */
async function listenUntilOver(
  { runId, forMs }: ProbeRequest,
  { remainingMs }: SegmentPlace,
  chunks: ChunkWriter,
  stop: AbortController,
  { store, clock, logger }: SegmentPorts,
): Promise<'stopped' | 'time'> {
  const startedMs = clock.monotonicMs();
  while (!stop.signal.aborted && clock.monotonicMs() - startedMs < forMs && remainingMs() > LAST_WORDS_MS) {
    try {
      const [stopped, text] = await Promise.all([store.read(keys.stop(runId)), store.read(keys.beacon(runId))]);
      if (stopped !== undefined) return 'stopped';
      if (text !== undefined) {
        chunks.seeBeacon(parseBeacon(text, keys.beacon(runId)).sentAtMs, clock.monotonicMs());
      }
    } catch (error) {
      // The probe goes on: its chunks are kept until they can be sent.
      logger.debug(`listening failed, trying again: ${reasonOf(error)}`);
    }
    await clock.sleep(LISTEN_INTERVAL_MS, stop.signal);
  }
  return 'time';
}
