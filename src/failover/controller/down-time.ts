import type { Clock } from '../../ports/clock';
import type { Episode } from '../../ports/failover-record';

/** What was added up is recorded this often, in ms; a crash loses no more than that. */
const RECORD_EVERY_MS = 10_000;

/**
 * Adds up how long the region has been seen down in an episode. One invocation is shorter than the grace that a region gets for its own
 * repair, so the sum is carried on from one to the next; time in which nobody looked is not counted, which can only prolong the grace.
 */
export class DownTime {
  private sum: { readonly episode: string; readonly totalMs: number; readonly atMs: number } | undefined;

  /** @param stepLimitMs two looks that are further apart than this, in ms, have not seen what was between them */
  constructor(
    private readonly clock: Clock,
    private readonly stepLimitMs: number,
  ) {}

  /** Takes one look into account. @returns the sum in ms when it is to be recorded */
  toRecord(episode: Episode | undefined, isDown: boolean): number | undefined {
    if (episode?.stage !== 'declared') {
      this.sum = undefined;
      return undefined;
    }
    if (!isDown) {
      this.sum = undefined;
      return episode.downForMs > 0 ? 0 : undefined;
    }
    const atMs = this.clock.monotonicMs();
    const before = this.sum?.episode === episode.id ? this.sum : { totalMs: episode.downForMs, atMs };
    const totalMs = before.totalMs + Math.min(atMs - before.atMs, this.stepLimitMs);
    this.sum = { episode: episode.id, totalMs, atMs };
    return totalMs - episode.downForMs >= RECORD_EVERY_MS ? totalMs : undefined;
  }
}
