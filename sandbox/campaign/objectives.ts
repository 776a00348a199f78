/** Tighter than a customer's, so that some faults make a drill miss them: then it must not pass. In seconds. */
export const OBJECTIVES = { rtoSeconds: 33, detectionSeconds: 8, rpoSeconds: 60 } as const;
