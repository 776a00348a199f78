/** Time, so that tests need not wait and measurements never depend on the wall clock. */
export interface Clock {
  /** Wall-clock time, for reports only. */
  now(): Date;
  /** Milliseconds from a clock that never steps back; only differences have a meaning. Every duration comes from here. */
  monotonicMs(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts (it does not reject: the caller looks at the signal). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
