import { readFileSync, writeFileSync } from 'node:fs';
import { evidenceJsonSchema } from '../src/evidence/json-schema';

// Writes docs/evidence-schema.json, for whoever reads evidence without this repository. With --check it only says whether it is up to date.

const FILE = 'docs/evidence-schema.json';
const text = evidenceJsonSchema();

if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (readFileSync(FILE, 'utf8') !== text) {
  console.error(`${FILE} is not up to date; run "npm run generate"`);
  process.exitCode = 1;
}
