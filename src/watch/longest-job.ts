/** GitHub ends a job of its runners after six hours, in ms: what is older is nobody's work any more. */
export const LONGEST_JOB_MS = 6 * 3_600_000;
