import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './sha256';

/**
 * The digest of an action's bundle: of the names and digests of its files. It says which code measured, also when the commit is not known.
 *
 * @param directory where the running program lies; `undefined` when it is not a bundle
 */
export function bundleDigest(directory: string | undefined): string | undefined {
  if (directory === undefined) return undefined;
  try {
    const files = readdirSync(directory).filter((name) => name.endsWith('.js'));
    return sha256(
      files
        .sort()
        .map((name) => `${sha256(readFileSync(join(directory, name)))}  ${name}\n`)
        .join(''),
    );
  } catch {
    return undefined;
  }
}
