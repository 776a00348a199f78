import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The results of the plan jobs cannot be read; the message names the file. */
export class PlanResultFilesError extends Error {
  override readonly name = 'PlanResultFilesError';
}

/** Longer files are not read into memory; what is handed in instead is no result, and is told as such. In bytes. */
const LONGEST_RESULT = 64_000_000;

/**
 * Reads `plan-<environment>/result.json` below a directory, as artifacts are downloaded.
 *
 * @returns the texts, by environment; none when the directory does not exist, because then no plan job left anything
 * @throws PlanResultFilesError
 */
export async function planResultFiles(directory: string): Promise<ReadonlyMap<string, string>> {
  const results = new Map<string, string>();
  for (const name of await namesIn(directory)) {
    const environment = /^plan-(.+)$/.exec(name)?.[1];
    if (environment === undefined) continue;
    const file = join(directory, name, 'result.json');
    try {
      results.set(environment, (await stat(file)).size > LONGEST_RESULT ? '' : await readFile(file, 'utf8'));
    } catch (cause) {
      throw new PlanResultFilesError(`${file} cannot be read`, { cause });
    }
  }
  return results;
}

async function namesIn(directory: string): Promise<readonly string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
