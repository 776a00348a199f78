/** Something that silently did not happen, or nobody can tell whether it did. */
export interface Finding {
  readonly id:
    | 'merged-not-applied'
    | 'drill-overdue'
    | 'drill-failed'
    | 'schedule-missed'
    | 'lease-stuck'
    | 'lock-stuck'
    | 'cannot-tell';
  /** What was found. Dates instead of ages: the same finding reads the same tomorrow, so that the issue is not edited for nothing. */
  readonly sentence: string;
  readonly advice: string;
  readonly runUrl?: string;
}

/** A date for people, without a fraction of a second. */
export function minute(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
