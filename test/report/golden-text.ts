import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { readByGitHub, readMarkdown, structureOf, unbalanced } from './github-markdown';

export const GOLDEN_DIRECTORY = 'test/fixtures/comments';

/**
 * Compares a text with the one that is kept to be read in review, and checks that it is well-formed and calls nobody.
 * `UPDATE_GOLDEN=1` writes what is kept; a file that is not there fails.
 */
export function expectGolden(name: string, markdown: string, meant: readonly string[] = []): void {
  const file = `${GOLDEN_DIRECTORY}/${name}.md`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, `${markdown}\n`);
  expect({ file, isThere: existsSync(file) }).toEqual({ file, isThere: true });
  expect(`${markdown}\n`).toBe(readFileSync(file, 'utf8'));
  expectWellFormed(markdown, meant);
}

/** Each part is read alone: it closes what it opens, holds no comment, and nothing in it is a mention or a link but what is meant to be one. */
export function expectWellFormed(markdown: string, meant: readonly string[] = []): void {
  expect(unbalanced(markdown)).toEqual([]);
  const read = readMarkdown(markdown);
  expect(structureOf(read)).not.toBe('');
  expect(readByGitHub(read)).toEqual(meant);
}
