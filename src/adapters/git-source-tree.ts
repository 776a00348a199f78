import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { join, relative, isAbsolute, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { getExecOutput } from '@actions/exec';
import type { SourceTree } from '../ports/source-tree';

/** The checkout does not tell what it holds. */
export class SourceTreeError extends Error {
  override readonly name = 'SourceTreeError';
}

/** Asks git, and the files, of the checkout at `root`. */
export function gitSourceTree(root: string): SourceTree {
  return {
    async tree() {
      // In a container the checkout belongs to another user, and git refuses to read it. It is the one that the workflow made, so that
      // is no reason to distrust it; said for this call only, no setting of the runner is changed.
      const safe = `safe.directory=${await realRoot(root)}`;
      const { exitCode, stdout, stderr } = await getExecOutput(
        'git',
        ['-c', safe, '-C', root, 'rev-parse', '--verify', '--end-of-options', 'HEAD^{tree}'],
        { silent: true, ignoreReturnCode: true },
      );
      const tree = stdout.trim();
      if (exitCode !== 0 || !/^[0-9a-f]{40}$/.test(tree))
        throw new SourceTreeError(
          `git does not tell the tree of ${root}: ${stderr.trim() || tree || 'no answer'}; check out the commit before this step`,
        );
      return tree;
    },
    async digestOf(path) {
      const file = await insideOf(root, path);
      const hash = createHash('sha256');
      await pipeline(createReadStream(file), hash);
      return hash.digest('hex');
    },
  };
}

/** The real path of a file. A pull request can make any of its files a link out of the checkout, for example to a secret of the runner. */
async function insideOf(root: string, path: string): Promise<string> {
  if (isAbsolute(path)) throw new SourceTreeError(`${path} must be a path inside the checkout`);
  const [base, file] = await Promise.all([
    realRoot(root),
    realpath(join(root, path)).catch((cause: unknown) => {
      throw new SourceTreeError(`${path} is not in the checkout`, { cause });
    }),
  ]);
  const inside = relative(base, file);
  if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside))
    throw new SourceTreeError(`${path} leads out of the checkout; replace the link by the file`);
  if (!(await stat(file)).isFile()) throw new SourceTreeError(`${path} is no file`);
  return file;
}

async function realRoot(root: string): Promise<string> {
  return realpath(root).catch((cause: unknown) => {
    throw new SourceTreeError(`${root} is no checkout`, { cause });
  });
}
