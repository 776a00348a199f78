'use strict';
// Loaded into a process before everything else: each SIGUSR2 moves its wall clock on to the next of CLOCK_STEPS (ms from the true time,
// with commas between). The monotonic clock and the timers are left alone, as they are when somebody sets the clock of a machine.
const steps = (process.env.CLOCK_STEPS ?? '').split(',').map(Number);
const TrueDate = Date;
let offsetMs = 0;

class SteppingDate extends TrueDate {
  constructor(...parts) {
    if (parts.length === 0) super(TrueDate.now() + offsetMs);
    else super(...parts);
  }
  static now() {
    return TrueDate.now() + offsetMs;
  }
}

globalThis.Date = SteppingDate;
process.on('SIGUSR2', () => {
  offsetMs = steps.shift() ?? 0;
  process.stderr.write(`the wall clock steps to ${offsetMs} ms from the true time\n`);
});
