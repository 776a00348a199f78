import type { Clock } from '../../ports/clock';
import { LONGEST_REHEARSAL_MS, type Rehearsal } from '../../ports/failover-record';

/**
 * Judges whether what a drill has announced holds at this moment.
 *
 * A rehearsal keeps the controller from its work, so everything about it is doubted: it must be for the lost region, have a time left, and not
 * more of it than a rehearsal may ever have. The wall clock is asked only when this process sees it first; from then on its own monotonic
 * clock counts, so that a clock that is set back cannot make it last longer.
 */
export class RehearsalJudge {
  private seen: { readonly id: string; readonly endsAtMs: number } | undefined;

  constructor(private readonly clock: Clock) {}

  /** @returns the id of the rehearsal that explains why `lostRegion` seems to be lost; `undefined` when the loss is real */
  explains(rehearsal: Rehearsal | undefined, lostRegion: string): string | undefined {
    if (rehearsal?.region !== lostRegion) return undefined;
    const nowMs = this.clock.monotonicMs();
    if (this.seen?.id !== rehearsal.id) {
      const leftMs = Date.parse(rehearsal.until) - this.clock.now().getTime();
      // Also false for a time that is none.
      const isSound = leftMs > 0 && leftMs <= LONGEST_REHEARSAL_MS;
      this.seen = { id: rehearsal.id, endsAtMs: isSound ? nowMs + leftMs : nowMs };
    }
    return nowMs < this.seen.endsAtMs ? rehearsal.id : undefined;
  }
}
