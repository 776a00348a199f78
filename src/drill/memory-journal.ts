import type { DrillJournal, JournalRecord } from './journal';

/** A journal that also remembers phases and marks, from which the timeline of the evidence is made; attempts are in the history. */
export function rememberingJournal(
  journal: DrillJournal,
): DrillJournal & { readonly records: readonly JournalRecord[] } {
  const records: JournalRecord[] = [];
  return {
    records,
    append(record) {
      journal.append(record);
      if (record.type !== 'attempt') records.push(record);
    },
  };
}
