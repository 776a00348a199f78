/** What can be drilled; never two in one number. docs/drills.md says what each proves. */
export const DRILL_KINDS = ['switchover', 'failover', 'restore', 'detection', 'rotation'] as const;
export type DrillKind = (typeof DRILL_KINDS)[number];
