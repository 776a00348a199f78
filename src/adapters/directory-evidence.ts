import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { EvidenceStore } from '../ports/evidence-store';

/** Evidence that was downloaded cannot be read, or not be written. */
export class EvidenceDirectoryError extends Error {
  override readonly name = 'EvidenceDirectoryError';
}

/**
 * Evidence in a directory, laid out as in the bucket. Only plain files count: a link could lead to something that is not in the directory, and
 * would be verified although it is not what is handed on.
 */
export function directoryEvidence(directory: string): EvidenceStore {
  const pathOf = (key: string): string => {
    const parts = key.split('/');
    if (
      parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\\') || part.includes('\0'))
    )
      throw new EvidenceDirectoryError(`${JSON.stringify(key)} is no name for a file; nothing of ours has such a name`);
    return join(directory, ...parts);
  };
  return {
    async list(prefix) {
      await mustBeDirectory(directory);
      return (await filesBelow(directory))
        .map((path) => relative(directory, path).split(sep).join('/'))
        .filter((key) => key.startsWith(prefix))
        .sort();
    },
    async read(key) {
      const path = pathOf(key);
      try {
        return (await lstat(path)).isFile() ? await readFile(path) : undefined;
      } catch (cause) {
        if (isAbsent(cause)) return undefined;
        throw new EvidenceDirectoryError(`${path} cannot be read: ${reasonOf(cause)}`, { cause });
      }
    },
    async create(key, bytes) {
      const path = pathOf(key);
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(path, bytes, { flag: 'wx' });
        return true;
      } catch (cause) {
        if (codeOf(cause) === 'EEXIST') return false;
        throw new EvidenceDirectoryError(`${path} cannot be written: ${reasonOf(cause)}`, { cause });
      }
    },
  };
}

async function mustBeDirectory(directory: string): Promise<void> {
  const found = await lstat(directory).catch(() => undefined);
  if (found?.isDirectory() !== true)
    throw new EvidenceDirectoryError(
      `${directory} is no directory; download the evidence first: npm run evidence -- download <environment> ${directory}`,
    );
}

async function filesBelow(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return filesBelow(path);
      return [path];
    }),
  );
  return found.flat();
}

function isAbsent(cause: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(codeOf(cause) ?? '');
}

function codeOf(cause: unknown): string | undefined {
  // Not "instanceof Error": what Node.js itself throws is of another realm where code is sandboxed, as in tests.
  const code: unknown = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
