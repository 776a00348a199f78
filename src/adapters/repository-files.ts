import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ChangedFiles, EnvironmentFiles } from '../ports/environment-files';

const run = promisify(execFile);

/** Reads `environments/*.yaml` below `root`. */
export function environmentFiles(root: string): EnvironmentFiles {
  return {
    async readAll() {
      const names = (await readdir(join(root, 'environments'))).filter((name) => /\.ya?ml$/.test(name)).sort();
      return Promise.all(
        names.map(async (name) => ({
          file: `environments/${name}`,
          text: await readFile(join(root, 'environments', name), 'utf8'),
        })),
      );
    },
  };
}

/** Asks git what differs from a commit. */
export function gitChangedFiles(root: string): ChangedFiles {
  return {
    async since(base) {
      // A branch name that begins with a hyphen would be an option of git.
      if (!/^[0-9a-f]{40}$/.test(base)) throw new RangeError(`"${base}" is not a full commit hash`);
      try {
        const { stdout } = await run(
          'git',
          ['-C', root, 'diff', '--name-only', '-z', '--no-renames', base, 'HEAD', '--'],
          {
            maxBuffer: 64 * 1024 * 1024,
          },
        );
        return stdout.split('\0').filter((path) => path !== '');
      } catch {
        return undefined;
      }
    },
  };
}
