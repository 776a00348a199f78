import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The site cannot be written there. */
export class SiteDirectoryError extends Error {
  override readonly name = 'SiteDirectoryError';
}

/**
 * Writes a site into a directory that is new, empty, or holds an earlier site. Pages of drills that are no longer there would stay, so it is refused
 * to mix it with anything else.
 *
 * @throws SiteDirectoryError, and what the file system throws
 */
export async function writeSite(directory: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  await mkdir(directory, { recursive: true });
  const present = await readdir(directory, { recursive: true, withFileTypes: true });
  const foreign = present
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .find((path) => !files.has(path.slice(join(directory, '/').length)));
  if (foreign !== undefined) {
    throw new SiteDirectoryError(
      `${directory} holds ${foreign}, which is no file of the site; give an empty directory, or one with an earlier site of the same evidence`,
    );
  }
  for (const [path, content] of files) {
    const target = join(directory, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}
