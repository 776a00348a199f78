import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getExecOutput } from '@actions/exec';
import type { ChangedFiles, EnvironmentFiles } from '../ports/environment-files';

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
      const { exitCode, stdout } = await getExecOutput(
        'git',
        ['-C', root, 'diff', '--name-only', '-z', '--no-renames', base, 'HEAD', '--'],
        { silent: true, ignoreReturnCode: true },
      );
      // The commit is not in this checkout, as after a force push: then nobody knows what changed.
      return exitCode === 0 ? stdout.split('\0').filter((path) => path !== '') : undefined;
    },
  };
}
