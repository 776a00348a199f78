/** Does things later, and in the order in which they were asked for: a network that becomes quicker does not overtake what is still on its way. */
export class OrderedDelay {
  private readonly waiting: (() => void)[] = [];
  private dueMs = 0;

  /** At once when there is no delay and nothing is on its way. */
  run(act: () => void, delayMs: number): void {
    const nowMs = performance.now();
    this.dueMs = Math.max(this.dueMs, nowMs + delayMs);
    if (this.dueMs <= nowMs && this.waiting.length === 0) {
      act();
      return;
    }
    this.waiting.push(act);
    // Timers that are due at the same time may fire in any order, so each does what is next.
    setTimeout(() => this.waiting.shift()?.(), this.dueMs - nowMs);
  }
}
