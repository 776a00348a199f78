import * as core from '@actions/core';
import type { JobSummary } from '../ports/job-summary';

/** The summary of the present job. */
export const actionsJobSummary: JobSummary = {
  async write(markdown) {
    await core.summary.addRaw(markdown, true).write();
  },
};
