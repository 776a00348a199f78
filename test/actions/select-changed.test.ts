import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { gitChangedFiles } from '../../src/adapters/repository-files';

// Real git: what a change touches decides what is planned.

let repository: string;

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'changed-'));
  git('init', '--quiet', '--initial-branch=main');
  writeFileSync(join(repository, 'a.txt'), 'a');
  writeFileSync(join(repository, 'b.txt'), 'b');
  commit();
});

afterEach(() => {
  rmSync(repository, { recursive: true, force: true });
});

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', ['-C', repository, ...identity, ...args], { stdio: 'pipe' })
    .toString()
    .trim();
}

function commit(): string {
  git('add', '--all');
  git('commit', '--quiet', '--message', 'change');
  return git('rev-parse', 'HEAD');
}

test('changed, added, deleted and strangely named files are all found; a rename is both its names', async () => {
  const base = git('rev-parse', 'HEAD');
  writeFileSync(join(repository, 'a.txt'), 'changed');
  git('mv', 'b.txt', 'moved.txt');
  writeFileSync(join(repository, 'new "file"\nwith a line break.txt'), 'x');
  commit();
  const changed = await gitChangedFiles(repository).since(base);
  expect([...(changed ?? [])].sort()).toEqual(['a.txt', 'b.txt', 'moved.txt', 'new "file"\nwith a line break.txt']);
});

test('a commit that is not here means that the change is not known', async () => {
  expect(await gitChangedFiles(repository).since('0'.repeat(40))).toBeUndefined();
});

test('what is not a commit hash is refused, not passed to git', async () => {
  await expect(gitChangedFiles(repository).since('--output=x')).rejects.toThrow(/not a full commit hash/);
});
