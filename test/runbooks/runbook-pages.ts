import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

export const RUNBOOKS = join('docs', 'runbooks');

/** A fenced block of a page. */
export interface Block {
  readonly page: string;
  /** Anchor of the heading that it stands below. */
  readonly heading: string;
  readonly line: number;
  /** What follows the opening fence: `sh`, or `sh not-in-the-sandbox`, or `text`. */
  readonly info: string;
  readonly text: string;
}

export interface Page {
  readonly name: string;
  readonly text: string;
  readonly anchors: readonly string[];
  readonly blocks: readonly Block[];
  readonly links: readonly string[];
}

/** The part of a Markdown tree that is looked at. */
interface Node {
  readonly type: string;
  readonly value?: string | undefined;
  readonly lang?: string | null | undefined;
  readonly meta?: string | null | undefined;
  readonly url?: string | undefined;
  readonly position?: { readonly start: { readonly line: number } } | undefined;
  readonly children?: readonly Node[];
}

export function pages(): readonly Page[] {
  return readdirSync(RUNBOOKS)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => readPage(name, readFileSync(join(RUNBOOKS, name), 'utf8')));
}

export function readPage(name: string, text: string): Page {
  const root: Node = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const anchors: string[] = [];
  const blocks: Block[] = [];
  const links: string[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'heading') anchors.push(anchorOf(textOf(node)));
    if (node.type === 'link' && node.url !== undefined) links.push(node.url);
    if (node.type === 'code') {
      blocks.push({
        page: name,
        heading: anchors.at(-1) ?? '',
        line: node.position?.start.line ?? 0,
        info: [node.lang, node.meta].filter((part) => typeof part === 'string' && part !== '').join(' '),
        text: node.value ?? '',
      });
    }
    for (const child of node.children ?? []) visit(child);
  };
  visit(root);
  return { name, text, anchors, blocks, links };
}

function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join('');
}

/** As GitHub makes them. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

/** Whether a block is typed into the shell of a test. */
export function isExecuted({ info }: Block): boolean {
  return info === 'sh';
}

/** The commands of a block of plain commands: without comments, and those of several lines in one. */
export function commandsOf({ text }: Block): readonly string[] {
  return text
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
