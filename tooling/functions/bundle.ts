import { readdirSync } from 'node:fs';
import { build } from 'esbuild';
import { zipSync, type ZipOptions } from 'fflate';

export const FUNCTIONS_DIRECTORY = 'lambdas';

/** The zip that Terraform deploys as a function, and that is committed. */
export const zipOf = (name: string): string => `terraform/functions/${name}.zip`;

/** Every folder in lambdas/ is a function. */
export function functionNames(): readonly string[] {
  return readdirSync(FUNCTIONS_DIRECTORY, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/**
 * Bundles a function into the one file that Lambda loads, `index.js`. With esbuild and not, as actions are, with ncc: it leaves out
 * what is not used of the AWS SDK, which halves the time of a cold start. Readable, so that a stack trace names the function that failed.
 *
 * @param name a folder in lambdas/
 */
export async function bundleFunction(name: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [`${FUNCTIONS_DIRECTORY}/${name}/handler.ts`],
    bundle: true,
    platform: 'node',
    target: 'node22',
    // Loads faster than ES modules, and a file `index.js` in a directory without package.json is of this kind.
    format: 'cjs',
    mainFields: ['module', 'main'],
    // A native driver that pg would use if it were there.
    external: ['pg-native'],
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'warning',
    write: false,
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error(`lambdas/${name} gave no bundle`);
  return bundle.contents;
}

/** Zips a bundle. The same bytes give the same zip, on every machine, on every day: its digest decides whether Terraform deploys. */
export function zipFunction(bundle: Uint8Array): Uint8Array {
  const sameEverywhere: ZipOptions = {
    // Local time on purpose: zip has no zones, so these digits are what is stored. The earliest date that zip knows.
    mtime: new Date(1980, 0, 1),
    // Made on Unix, readable by everyone: Lambda runs the code as a user of its own.
    os: 3,
    attrs: 0o644 << 16,
    level: 9,
  };
  return zipSync({ 'index.js': [bundle, sameEverywhere] });
}
