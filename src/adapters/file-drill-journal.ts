import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DrillJournal } from '../drill/journal';

/** Appends each record as a line of JSON. Written at once, so that a killed drill leaves everything up to that moment. */
export function fileDrillJournal(file: string): DrillJournal {
  mkdirSync(dirname(file), { recursive: true });
  return {
    append(record) {
      appendFileSync(file, `${JSON.stringify(record)}\n`);
    },
  };
}
