import type { Clock } from '../../ports/clock';
import type { ObjectStore } from '../../ports/object-store';
import type { CollectedChunk } from './clock-alignment';
import { keys, parseChunk } from './history-chunks';
import type { SegmentLog } from './merge';

/** Reads the chunks of one segment as they appear, on the drill's side. */
export class SegmentCollector {
  private readonly chunks = new Map<string, CollectedChunk>();
  /** When the newest chunk was first read, or the segment was invoked, by the drill's clock. */
  lastSignAtMs: number;
  /** When the first chunk was read: before, the segment may have waited for its turn. */
  begunAtMs: number | undefined;

  constructor(
    private readonly runId: string,
    readonly segment: number,
    readonly invokedAtMs: number,
    private readonly ports: { readonly store: ObjectStore; readonly clock: Clock },
  ) {
    this.lastSignAtMs = invokedAtMs;
  }

  /**
   * Reads the chunks that are new since the last call.
   *
   * @param thorough looks for all chunks again; otherwise only for younger ones than the newest that is known
   * @returns the new chunks
   * @throws what the object store throws, and ChunkFormatError
   */
  async collect(thorough = false): Promise<readonly CollectedChunk[]> {
    const { store, clock } = this.ports;
    const newest = [...this.chunks.keys()].sort().at(-1);
    const found = await store.list(keys.chunks(this.runId, this.segment), thorough ? undefined : newest);
    const fresh: CollectedChunk[] = [];
    for (const key of found) {
      if (this.chunks.has(key)) continue;
      const text = await store.read(key);
      if (text === undefined) continue;
      const chunk = { ...parseChunk(text, key), readAtMs: clock.monotonicMs() };
      this.chunks.set(key, chunk);
      this.lastSignAtMs = chunk.readAtMs;
      this.begunAtMs ??= chunk.readAtMs;
      fresh.push(chunk);
    }
    return fresh;
  }

  get isEnded(): boolean {
    return this.log().chunks.at(-1)?.end !== undefined;
  }

  /** The number after the last write that is known. */
  get nextSeq(): number {
    const { chunks } = this.log();
    const writes = chunks.flatMap((chunk) => chunk.writes);
    return writes.reduce((next, write) => Math.max(next, write.seq + 1), chunks[0]?.firstSeq ?? 1);
  }

  log(): SegmentLog {
    const inOrder = [...this.chunks].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, chunk]) => chunk);
    return { segment: this.segment, invokedAtMs: this.invokedAtMs, chunks: inOrder };
  }
}
