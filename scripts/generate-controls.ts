import { readFileSync, writeFileSync } from 'node:fs';
import { controlsDocument } from '../src/report/controls-document';

// Writes docs/controls.md from the table of controls. With --check it only says whether it is up to date.

const FILE = 'docs/controls.md';

if (!process.argv.includes('--check')) writeFileSync(FILE, controlsDocument());
else if (readFileSync(FILE, 'utf8') !== controlsDocument()) {
  console.error(`${FILE} is not up to date; run "npx tsx scripts/generate-controls.ts"`);
  process.exitCode = 1;
}
