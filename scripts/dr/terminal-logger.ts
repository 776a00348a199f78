import type { Logger } from '../../src/ports/logger';

/** Progress for a person at a terminal, on standard error: standard output is what was asked for, which a program may read. */
export const terminalLogger: Logger = {
  debug: () => undefined,
  info: (message) => {
    console.error(message);
  },
  warn: (message) => {
    console.error(`WARNING: ${message}`);
  },
  error: (message) => {
    console.error(`ERROR: ${message}`);
  },
  async group(title, work) {
    console.error(title);
    return work();
  },
};
