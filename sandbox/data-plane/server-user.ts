import { execFileSync } from 'node:child_process';
import { chown, cp, mkdir, mkdtemp, chmod, access } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { PostgresBinaries } from './binaries';

/** Whom the servers run as. PostgreSQL refuses to run as root; anybody else runs it as himself. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** The user for the servers, or `undefined` when the current one will do. The user must exist: initdb looks its name up. */
export function serverUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) =>
        Number(execFileSync('id', [flag, name], { stdio: 'pipe' }).toString()),
      );
      if (uid !== undefined && gid !== undefined) return { uid, gid };
    } catch {
      // No such user here: the next one.
    }
  }
  throw new Error(
    'PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody" to run it as',
  );
}

/**
 * A new directory that the servers' user can reach. Not below the checkout: the home directory of root is closed to
 * everybody else.
 */
export async function makeServerDirectory(user: ServerUser | undefined): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'dr-sandbox-'));
  await chmod(directory, user === undefined ? 0o700 : 0o711);
  return directory;
}

/** A subdirectory that belongs to the servers' user and to nobody else. */
export async function makePrivateDirectory(path: string, user: ServerUser | undefined): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (user !== undefined) await chown(path, user.uid, user.gid);
}

/** Programs below a closed home directory are copied to where the servers' user can run them. */
export async function reachableBinaries(
  binaries: PostgresBinaries,
  user: ServerUser | undefined,
  directory: string,
): Promise<PostgresBinaries> {
  if (user === undefined || (await isReachable(binaries.postgres, user))) return binaries;
  const source = dirname(dirname(binaries.postgres));
  const copy = join(directory, 'postgresql');
  await cp(source, copy, { recursive: true, verbatimSymlinks: true });
  const moved = (path: string) => join(copy, basename(dirname(path)), basename(path));
  return { ...binaries, initdb: moved(binaries.initdb), postgres: moved(binaries.postgres) };
}

async function isReachable(path: string, user: ServerUser): Promise<boolean> {
  await access(path);
  try {
    execFileSync(path, ['--version'], { uid: user.uid, gid: user.gid, stdio: 'ignore', cwd: '/' });
    return true;
  } catch {
    return false;
  }
}
