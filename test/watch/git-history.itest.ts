import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { gitHistory } from '../../src/adapters/git-history';

// A real repository with a merge: main gets a file, a branch changes two, and a merge commit brings them.

let scratch: string;
let root: string;

function git(time: string, ...argv: readonly string[]): string {
  return execFileSync('git', ['-C', root, ...argv], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: scratch,
      GIT_AUTHOR_DATE: time,
      GIT_COMMITTER_DATE: time,
      GIT_AUTHOR_NAME: 'Kim',
      GIT_AUTHOR_EMAIL: 'kim@example.com',
      GIT_COMMITTER_NAME: 'Kim',
      GIT_COMMITTER_EMAIL: 'kim@example.com',
    },
  }).trim();
}

function commit(time: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  git(time, 'add', '--all');
  git(time, 'commit', '--quiet', '--message', `a subject\n${'0'.repeat(40)} 2020-01-01T00:00:00Z`);
  return git(time, 'rev-parse', 'HEAD');
}

const shas = { first: '', merge: '', last: '' };

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'git-history-'));
  root = join(scratch, 'repository');
  mkdirSync(root);
  git('2026-03-01T00:00:00Z', 'init', '--quiet', '--initial-branch=main');
  shas.first = commit('2026-03-01T00:00:00Z', { 'README.md': 'one\n' });
  git('2026-03-01T00:00:00Z', 'checkout', '--quiet', '-b', 'feature');
  commit('2026-03-02T00:00:00Z', { 'environments/production.yaml': 'a\n' });
  commit('2026-03-03T00:00:00Z', { 'a file\nwith ä line break': 'b\n' });
  git('2026-03-03T00:00:00Z', 'checkout', '--quiet', 'main');
  git('2026-03-04T00:00:00Z', 'merge', '--quiet', '--no-ff', '--no-edit', 'feature');
  shas.merge = git('2026-03-04T00:00:00Z', 'rev-parse', 'HEAD');
  shas.last = commit('2026-03-05T00:00:00Z', { 'README.md': 'two\n' });
});

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe('the history of a branch', () => {
  test('holds its own commits, with everything that a merge brought along', async () => {
    const commits = await gitHistory(root).since(new Date('2026-02-01T00:00:00Z'));
    expect(commits).toEqual([
      { sha: shas.last, at: new Date('2026-03-05T00:00:00Z'), changedFiles: ['README.md'] },
      {
        sha: shas.merge,
        at: new Date('2026-03-04T00:00:00Z'),
        changedFiles: ['a file\nwith ä line break', 'environments/production.yaml'],
      },
      { sha: shas.first, at: new Date('2026-03-01T00:00:00Z'), changedFiles: ['README.md'] },
    ]);
  });

  test('goes back as far as it is asked for', async () => {
    const commits = await gitHistory(root).since(new Date('2026-03-04T12:00:00Z'));
    expect(commits.map(({ sha }) => sha)).toEqual([shas.last]);
  });

  test('says when a file was changed last', async () => {
    const history = gitHistory(root);
    expect(await history.lastChange('README.md')).toEqual(new Date('2026-03-05T00:00:00Z'));
    // When it came to the branch, not when somebody wrote it.
    expect(await history.lastChange('environments/production.yaml')).toEqual(new Date('2026-03-04T00:00:00Z'));
    expect(await history.lastChange('nowhere')).toBeUndefined();
  });

  test('says whether a file is as committed', async () => {
    const history = gitHistory(root);
    expect(await history.isChangedLocally('README.md')).toBe(false);
    writeFileSync(join(root, 'README.md'), 'three\n');
    writeFileSync(join(root, 'new.hcl'), '');
    expect(await history.isChangedLocally('README.md')).toBe(true);
    expect(await history.isChangedLocally('new.hcl')).toBe(true);
  });
});

test('a shallow checkout is refused: its oldest commit would look as if it had made every file', async () => {
  const shallow = join(scratch, 'shallow');
  execFileSync('git', ['clone', '--quiet', '--depth=1', pathToFileURL(root).href, shallow]);
  const history = gitHistory(shallow);
  await expect(history.since(new Date(0))).rejects.toThrow(
    'the checkout does not hold the whole history; give actions/checkout "fetch-depth: 0"',
  );
  await expect(history.lastChange('README.md')).rejects.toThrow('fetch-depth: 0');
});

test('where there is no repository, that is said', async () => {
  await expect(gitHistory(tmpdir()).since(new Date(0))).rejects.toThrow(/^git does not tell the history of/);
});
