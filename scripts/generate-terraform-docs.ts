import { writeFileSync } from 'node:fs';
import { terraformDocuments } from './terraform-docs/documents';

// Writes what can be set and what comes out, from the HCL itself: docs/variables.md, and a part of the README of each configuration and
// module, between two markers. With --check it only says whether they are up to date.

const isCheck = process.argv.includes('--check');
const stale = (await terraformDocuments('.')).filter(({ isUpToDate }) => !isUpToDate);
for (const { path, text } of stale) {
  if (isCheck) console.error(`${path} is not up to date; run "npm run generate"`);
  else writeFileSync(path, text);
}
if (isCheck && stale.length > 0) process.exitCode = 1;
