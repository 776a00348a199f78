import type { Clock } from '../../src/ports/clock';

const LIMIT_MS = 86_400_000;

/** Time that passes only when everybody sleeps: minutes of a drill take milliseconds, and every duration is exact. */
export class VirtualClock implements Clock {
  private nowMs = 1_000;
  private readonly sleepers: { wakeAtMs: number; wake: () => void }[] = [];

  now(): Date {
    return new Date(Date.UTC(2026, 0, 1) + this.nowMs);
  }

  monotonicMs(): number {
    return this.nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const sleeper = { wakeAtMs: this.nowMs + Math.max(0, ms), wake: resolve };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        const index = this.sleepers.indexOf(sleeper);
        if (index >= 0) this.sleepers.splice(index, 1);
        resolve();
      });
    });
  }

  /** Runs `work` to its end, letting time pass whenever nothing else can happen. */
  async run<T>(work: Promise<T>): Promise<T> {
    const state = { settled: false };
    let idleTurns = 0;
    const done = work.finally(() => {
      state.settled = true;
    });
    done.catch(() => undefined);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (state.settled) return done;
      this.sleepers.sort((a, b) => a.wakeAtMs - b.wakeAtMs);
      const next = this.sleepers.shift();
      if (next === undefined) {
        if (++idleTurns > 1_000)
          throw new Error('nobody sleeps and nothing happens: the work waits for something for ever');
        continue;
      }
      idleTurns = 0;
      if (next.wakeAtMs > LIMIT_MS) throw new Error('more than a day of virtual time has passed');
      this.nowMs = Math.max(this.nowMs, next.wakeAtMs);
      next.wake();
    }
  }
}
