import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { bundleFunction, functionNames, zipFunction, zipOf } from '../tooling/functions/bundle';

// Builds the committed zip of every function, or of those that are named: build-functions.ts [name …]
const named = process.argv.slice(2);
for (const name of named.length > 0 ? named : functionNames()) {
  const zip = zipFunction(await bundleFunction(name));
  mkdirSync(dirname(zipOf(name)), { recursive: true });
  writeFileSync(zipOf(name), zip);
  console.log(`built ${zipOf(name)} (${Math.round(zip.length / 1024)} kB)`);
}
