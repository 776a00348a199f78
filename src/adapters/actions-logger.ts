import * as core from '@actions/core';
import type { Logger } from '../ports/logger';

/** Writes to the log of a workflow run; values registered with `core.setSecret` are masked by the runner. */
export const actionsLogger: Logger = {
  debug: (message) => {
    core.debug(message);
  },
  info: (message) => {
    core.info(message);
  },
  warn: (message) => {
    core.warning(message);
  },
  error: (message) => {
    core.error(message);
  },
  group: (title, work) => core.group(title, work),
};
