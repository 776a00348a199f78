import type { Clock } from '../../ports/clock';
import type { Logger } from '../../ports/logger';
import type { ObjectStore } from '../../ports/object-store';
import type { Attempt, Read } from '../history';
import { reasonOf } from '../phases';
import { encodeChunk, keys, type Chunk } from './history-chunks';

/** Somebody else writes the chunks of this segment: two histories would be mixed into one. */
export class ChunkConflictError extends Error {
  override readonly name = 'ChunkConflictError';
}

/** A function that is killed loses what it learned since the last chunk, so about this much, in ms. */
const CHUNK_INTERVAL_MS = 1_000;
const RETRY_MS = 200;
/** Then the function is all but over, in ms. */
const TOO_LATE_MS = 1_500;

interface Records {
  readonly writes?: readonly Attempt[];
  readonly fencing?: readonly Attempt[];
  readonly reads?: readonly Read[];
}

/** Collects what the probers see and sends it in numbered chunks, one after the other. A chunk is sent until it is stored, always the same. */
export class ChunkWriter {
  private number = 0;
  private collected = { writes: new Array<Attempt>(), fencing: new Array<Attempt>(), reads: new Array<Read>() };
  private beacon: Chunk['beacon'];
  private unsent: Chunk | undefined;

  constructor(
    private readonly segment: {
      readonly runId: string;
      readonly segment: number;
      readonly firstSeq: number;
      readonly startedAtMs: number;
    },
    private readonly ports: { readonly clock: Clock; readonly store: ObjectStore; readonly logger: Logger },
  ) {}

  add({ writes = [], fencing = [], reads = [] }: Records): void {
    this.collected.writes.push(...writes);
    this.collected.fencing.push(...fencing);
    this.collected.reads.push(...reads);
  }

  seeBeacon(sentAtMs: number, seenAtMs: number): void {
    // The first sight of a beacon is the quick one; later looks find the same beacon grown old.
    if (this.beacon?.sentAtMs !== sentAtMs) this.beacon = { sentAtMs, seenAtMs };
  }

  /** Sends a chunk each second, an empty one too, which says that the function lives. Aborts `stop` when the chunks are not ours. */
  async sendUntil(ended: AbortSignal, stop: AbortController): Promise<void> {
    try {
      while (!ended.aborted) {
        const startedMs = this.ports.clock.monotonicMs();
        await this.send(this.cut(), () => !ended.aborted);
        await this.ports.clock.sleep(CHUNK_INTERVAL_MS - (this.ports.clock.monotonicMs() - startedMs), ended);
      }
    } finally {
      // Also when it throws: a probe that cannot tell what it sees only disturbs.
      stop.abort();
    }
  }

  /** Sends what is left, and the word that nothing follows. */
  async sendLast(end: 'stopped' | 'time', remainingMs: () => number): Promise<void> {
    const inTime = () => remainingMs() > TOO_LATE_MS;
    if (this.unsent !== undefined) await this.send(this.unsent, inTime);
    if (this.unsent === undefined) await this.send({ ...this.cut(), end }, inTime);
  }

  private cut(): Chunk {
    const { firstSeq, startedAtMs } = this.segment;
    const { writes, fencing, reads } = this.collected;
    this.collected = { writes: [], fencing: [], reads: [] };
    return {
      number: ++this.number,
      firstSeq,
      startedAtMs,
      sentAtMs: this.ports.clock.monotonicMs(),
      writes,
      fencing,
      reads,
      ...(this.beacon === undefined ? {} : { beacon: this.beacon }),
    };
  }

  /** @param goOn asked before each further try; a chunk that is given up is kept as `unsent` */
  private async send(chunk: Chunk, goOn: () => boolean): Promise<void> {
    const { store, clock, logger } = this.ports;
    const key = keys.chunk(this.segment.runId, this.segment.segment, chunk.number);
    const text = encodeChunk(chunk);
    this.unsent = chunk;
    do {
      try {
        // An earlier try may have been stored although its answer was lost.
        if (!(await store.create(key, text)) && (await store.read(key)) !== text) {
          throw new ChunkConflictError(`${key} was written by somebody else`);
        }
        this.unsent = undefined;
        return;
      } catch (error) {
        if (error instanceof ChunkConflictError) throw error;
        logger.warn(`a chunk of the history was not stored, trying again: ${reasonOf(error)}`, { key });
        await clock.sleep(RETRY_MS);
      }
    } while (goOn());
  }
}
