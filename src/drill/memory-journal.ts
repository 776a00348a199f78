import type { DrillJournal, JournalRecord } from './journal';

/** A journal that also remembers what it was told, for the evidence. */
export function rememberingJournal(
  journal: DrillJournal,
): DrillJournal & { readonly records: readonly JournalRecord[] } {
  const records: JournalRecord[] = [];
  return {
    records,
    append(record) {
      journal.append(record);
      records.push(record);
    },
  };
}
