import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { chown, mkdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { gitSourceTree, SourceTreeError } from '../../src/adapters/git-source-tree';

let directory: string;
let root: string;

const git = (...arguments_: readonly string[]) =>
  execFileSync('git', ['-C', root, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...arguments_], {
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();

beforeEach(async () => {
  directory = await realpath(mkdtempSync(join(tmpdir(), 'source-tree-')));
  root = join(directory, 'checkout');
  await mkdir(root);
  git('init', '--quiet', '--initial-branch=main');
  await mkdir(join(root, 'terraform'));
  await writeFile(join(root, 'terraform', 'main.tf'), 'locals {}\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

describe('the tree of a checkout', () => {
  test('is that of what it holds: the same for other commits with the same files', async () => {
    // git hash-object and mktree of exactly these files.
    expect(await gitSourceTree(root).tree()).toBe('12d46b2d86b0aaacbdec4aaaec6560c16de23334');
    git('commit', '--quiet', '--allow-empty', '-m', 'second');
    expect(await gitSourceTree(root).tree()).toBe('12d46b2d86b0aaacbdec4aaaec6560c16de23334');
    await writeFile(join(root, 'terraform', 'main.tf'), 'locals { a = 1 }\n');
    git('commit', '--quiet', '-a', '-m', 'third');
    expect(await gitSourceTree(root).tree()).not.toBe('12d46b2d86b0aaacbdec4aaaec6560c16de23334');
  });

  test('is known in a checkout that belongs to somebody else, as in a container', async () => {
    // Only root can give a directory away; git tells of it then, and a checkout of its own owner shows nothing.
    if (process.getuid?.() !== 0) return;
    await chown(root, 12_345, 12_345);
    await chown(join(root, '.git'), 12_345, 12_345);
    expect(() => git('rev-parse', 'HEAD')).toThrow('dubious ownership');
    expect(await gitSourceTree(root).tree()).toBe('12d46b2d86b0aaacbdec4aaaec6560c16de23334');
  });

  test('is an error without a commit, without a repository and without a directory', async () => {
    await rm(join(root, '.git'), { recursive: true });
    await expect(gitSourceTree(root).tree()).rejects.toThrow(/git does not tell the tree of .*not a git repository/s);
    git('init', '--quiet');
    await expect(gitSourceTree(root).tree()).rejects.toThrow(/check out the commit before this step/);
    await expect(gitSourceTree(join(root, 'nowhere')).tree()).rejects.toThrow(SourceTreeError);
  });
});

describe('the digest of a file', () => {
  test('is its SHA-256', async () => {
    expect(await gitSourceTree(root).digestOf('terraform/main.tf')).toBe(
      'bd3d3d51e20b474f0f101763ee720a107efc7e20312767cdcad3f6251aefaadd',
    );
  });

  test('follows a link inside the checkout', async () => {
    await symlink('main.tf', join(root, 'terraform', 'link.tf'));
    expect(await gitSourceTree(root).digestOf('terraform/link.tf')).toBe(
      'bd3d3d51e20b474f0f101763ee720a107efc7e20312767cdcad3f6251aefaadd',
    );
  });

  test.each([
    ['/etc/hostname', 'must be a path inside the checkout'],
    ['../outside', 'leads out of the checkout'],
    ['terraform/../../outside', 'leads out of the checkout'],
    ['out.tf', 'leads out of the checkout; replace the link by the file'],
    ['out/outside', 'leads out of the checkout; replace the link by the file'],
    ['beside/file', 'leads out of the checkout; replace the link by the file'],
    ['terraform/missing.tf', 'is not in the checkout'],
    ['terraform', 'is no file'],
    ['.', 'leads out of the checkout'],
  ])('of what is not a file of it is refused: %s', async (path, message) => {
    const outside = join(directory, 'outside');
    await writeFile(outside, 'secret');
    await symlink(outside, join(root, 'out.tf'));
    await symlink(directory, join(root, 'out'));
    // A neighbour whose name begins like ours.
    const beside = `${root}-beside`;
    await mkdir(beside);
    await writeFile(join(beside, 'file'), 'secret');
    await symlink(beside, join(root, 'beside'));
    const failure: unknown = await gitSourceTree(root)
      .digestOf(path)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SourceTreeError);
    expect(String(failure)).toContain(`${path} ${message}`);
  });
});
