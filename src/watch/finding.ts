import type { WatchdogFinding } from '../report/issue-texts';

/** Something that silently did not happen, or nobody can tell whether it did. Dates instead of ages: the same finding reads the same tomorrow. */
export interface Finding extends WatchdogFinding {
  readonly id:
    | 'merged-not-applied'
    | 'drill-overdue'
    | 'drill-failed'
    | 'drill-needs-human'
    | 'drill-broken-off'
    | 'drill-untold'
    | 'schedule-missed'
    | 'lease-stuck'
    | 'lock-stuck'
    | 'cannot-tell';
}

/** A date for people, without a fraction of a second. */
export function minute(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
