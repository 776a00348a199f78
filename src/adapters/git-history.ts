import { getExecOutput } from '@actions/exec';
import type { CommitHistory } from '../ports/commit-history';

/** Git does not tell the history of the checkout. */
export class GitHistoryError extends Error {
  override readonly name = 'GitHistoryError';
}

/** Asks git about the checkout at `root`. */
export function gitHistory(root: string): CommitHistory {
  const git = async (...argv: readonly string[]) => {
    // In a container the checkout belongs to another user, and git refuses to read it; said for this call only.
    const { exitCode, stdout, stderr } = await getExecOutput(
      'git',
      ['-c', `safe.directory=${root}`, '-C', root, ...argv],
      {
        silent: true,
        ignoreReturnCode: true,
      },
    );
    if (exitCode !== 0)
      throw new GitHistoryError(`git does not tell the history of ${root}: ${stderr.trim() || 'no answer'}`);
    return stdout;
  };
  const refuseShallow = async () => {
    // The oldest commit of a shallow checkout looks as if it had made every file, and those before it are not seen at all.
    if ((await git('rev-parse', '--is-shallow-repository')).trim() === 'false') return;
    throw new GitHistoryError('the checkout does not hold the whole history; give actions/checkout "fetch-depth: 0"');
  };
  return {
    async since(time) {
      await refuseShallow();
      const log = await git('log', '--first-parent', `--since=${time.toISOString()}`, '--format=%H %cI', 'HEAD', '--');
      const commits = log.split('\n').flatMap((line) => {
        const [, sha, at] = /^([0-9a-f]{40}) (\S+)$/.exec(line) ?? [];
        return sha === undefined || at === undefined ? [] : [{ sha, at: new Date(at) }];
      });
      return Promise.all(
        commits.map(async ({ sha, at }) => ({ sha, at, changedFiles: names(await git(...changesOf(sha))) })),
      );
    },
    async lastChange(path) {
      await refuseShallow();
      const time = (await git('log', '-1', '--first-parent', '--format=%cI', 'HEAD', '--', path)).trim();
      return time === '' ? undefined : new Date(time);
    },
    async isChangedLocally(path) {
      return (await git('status', '--porcelain', '-z', '--untracked-files=all', '--ignored', '--', path)) !== '';
    },
  };
}

function changesOf(sha: string): readonly string[] {
  return [
    'diff-tree',
    '--root',
    '-r',
    '-z',
    '--name-only',
    '--no-commit-id',
    '--no-renames',
    '--diff-merges=first-parent',
    sha,
  ];
}

function names(output: string): readonly string[] {
  return output.split('\0').filter((name) => name !== '');
}
