import { raw } from 'hast-util-raw';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toHast } from 'mdast-util-to-hast';
import { gfm } from 'micromark-extension-gfm';

/** What a browser would show of a Markdown text: an element with what is in it, or a text. */
export type Shown =
  { readonly tag: string; readonly href: string | undefined; readonly inside: readonly Shown[] } | string;

/** A part of a parsed text that no comment of ours may hold, whoever wrote into it. */
const NEVER = ['#comment', '#doctype'];

/** Reads a text as GitHub does: GitHub-flavoured Markdown, then the HTML in it as a browser reads it. */
export function readMarkdown(markdown: string): readonly Shown[] {
  const tree = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const html = raw(toHast(tree, { allowDangerousHtml: true }));
  return shown(html);
}

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly tagName?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly children?: readonly Node[];
}

function shown(node: Node): readonly Shown[] {
  const inside: Shown[] = [];
  for (const child of node.children ?? []) {
    if (child.type === 'text') {
      const before = inside.at(-1);
      // Two texts beside each other are one for whatever looks for mentions.
      if (typeof before === 'string') inside[inside.length - 1] = before + (child.value ?? '');
      else inside.push(child.value ?? '');
    } else {
      const { href, src } = child.properties ?? {};
      const address = href ?? src;
      inside.push({
        tag: child.tagName ?? `#${child.type}`,
        href: typeof address === 'string' ? address : undefined,
        inside: shown(child),
      });
    }
  }
  return inside;
}

/** The elements without their texts; a `span` around a dollar sign is GitHub's way to write one, and no structure. */
export function structureOf(parts: readonly Shown[]): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return '';
      if (NEVER.includes(part.tag)) throw new Error(`there is a ${part.tag} in the text`);
      const inside = structureOf(part.inside);
      return part.tag === 'span' ? inside : `<${part.tag}>${inside}</>`;
    })
    .join('');
}

/** All texts, without the separators that show nothing. */
export function textOf(parts: readonly Shown[]): string {
  return parts
    .map((part) => (typeof part === 'string' ? part : part.tag === 'br' ? '\n' : textOf(part.inside)))
    .join('')
    .replaceAll('\u200b', '');
}

/** The addresses of all links and pictures. */
export function addressesIn(parts: readonly Shown[]): readonly string[] {
  return parts.flatMap((part) =>
    typeof part === 'string' ? [] : [...(part.href === undefined ? [] : [part.href]), ...addressesIn(part.inside)],
  );
}

/**
 * What GitHub makes of a text after Markdown is read, outside of code and links; patterns as in its open-source filters
 * (html-pipeline, commonmarker) and its documentation of autolinked references.
 */
const READ_BY_GITHUB: Readonly<Record<string, RegExp>> = {
  mention: /(?:^|\W)@[a-z0-9][a-z0-9-]*/i,
  issue: /(?:^|[^&\w])(?:[\w.-]+\/[\w.-]+|[\w.-]+)?#\d+/,
  'gh-issue': /\bgh-\d+/i,
  commit: /(?<![0-9a-z])[0-9a-f]{7,40}(?![0-9a-z])/i,
  address: /(?:https?|ftp):\/\/|www\./i,
  'e-mail': /[\w.+-]+@[\w-]+/,
  emoji: /:[a-z0-9_+-]+:/i,
  mathematics: /\$[^$]+\$/,
};

/** What GitHub would take for something else than text, for example `mention: @acme`. */
export function readByGitHub(parts: readonly Shown[]): readonly string[] {
  return parts.flatMap((part) => {
    if (typeof part !== 'string') return ['code', 'pre', 'a'].includes(part.tag) ? [] : readByGitHub(part.inside);
    return Object.entries(READ_BY_GITHUB).flatMap(([name, pattern]) => {
      const found = pattern.exec(part)?.[0];
      return found === undefined ? [] : [`${name}: ${found.trim()}`];
    });
  });
}

/** The lines in which a part breaks the promise that it opens and closes all of its own; empty for a well-formed part. */
export function unbalanced(markdown: string): readonly string[] {
  const problems: string[] = [];
  let fence: string | undefined;
  let depth = 0;
  for (const [index, line] of markdown.split('\n').entries()) {
    const run = /^`{3,}/.exec(line)?.[0];
    if (fence === undefined && run !== undefined) fence = run;
    else if (fence !== undefined && line === fence) fence = undefined;
    else if (fence === undefined) {
      // Ours stand at the beginning of a line; what stands elsewhere is text, or the structure would show it.
      if (line.startsWith('<details>')) depth += 1;
      if (line === '</details>') depth -= 1;
      if (depth < 0) problems.push(`line ${index + 1} closes what this part has not opened`);
    }
  }
  if (fence !== undefined) problems.push('a fence is left open');
  if (depth > 0) problems.push(`${depth} elements are left open`);
  return problems;
}
