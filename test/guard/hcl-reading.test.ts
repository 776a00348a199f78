import { describe, expect, test } from '@jest/globals';
import { parse } from '@cdktn/hcl2json';
import fc from 'fast-check';
import { readBlocks, type HclBlock, type HclBody } from '../../src/guard/hcl/blocks';
import { HclSyntaxError } from '../../src/guard/hcl/tokens';
import { list } from '../../tooling/hcl-rules/blocks';
import { hclFiles } from '../../tooling/hcl-rules/read-hcl';

/** Every block with its labels, nested ones too, as `outer "label" > inner`. */
function ours(body: HclBody, above = ''): readonly string[] {
  return body.blocks.flatMap((block) => {
    const name = `${above}${[block.kind, ...block.labels].join(' ')}`;
    return [name, ...ours(block, `${name} > `)];
  });
}

/** Whether HashiCorp's parser, which knows no lines, has the same blocks. Attributes of its JSON look like blocks, so it is walked along ours. */
function isThere(parsed: unknown, path: string): boolean {
  let at: readonly unknown[] = [parsed];
  for (const name of path.split(' > ')) {
    for (const word of name.split(' ')) {
      at = at.flatMap(list).flatMap((one) => member(one, word));
    }
  }
  return at.length > 0;
}

function member(value: unknown, name: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]: [string, unknown]) => (key === name ? [one] : []));
}

/** The top-level blocks that HashiCorp's parser finds, counted, and the provisioners in them. */
function theirs(parsed: unknown): { readonly blocks: number; readonly provisioners: number } {
  const text = JSON.stringify(parsed);
  return { blocks: count(parsed, 1), provisioners: text.split('"provisioner":{"').length - 1 };
}

/** Blocks end in a list of bodies; labels lead to it. */
function count(value: unknown, depth: number): number {
  if (Array.isArray(value)) return depth > 1 ? value.length : 0;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, one) => sum + count(one, depth + 1), 0);
}

describe('our configuration', () => {
  test('is read as HashiCorp reads it', async () => {
    for (const { path, text } of hclFiles('terraform')) {
      const blocks = readBlocks(text);
      const parsed: unknown = await parse(path, text);
      const missing = ours({ attributes: new Map(), blocks }).filter((block) => !isThere(parsed, block));
      expect({ path, missing, blocks: blocks.length }).toEqual({ path, missing: [], blocks: theirs(parsed).blocks });
    }
  }, 60_000);

  test('it is read in well under the 300 ms that a plan may lose to it', () => {
    const files = hclFiles('terraform');
    const times = [1, 2, 3].map(() => {
      // Not the clock: other tests run at the same time.
      const before = process.cpuUsage();
      for (const { text } of files) readBlocks(text);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1_000;
    });
    expect(Math.min(...times)).toBeLessThan(300);
  });
});

/** What an attacker wants to hide from this reader, and not from Terraform. */
const EVIL = 'resource "evil" "x" {\n  provisioner "local-exec" {}\n}\n';

// For each place in which a block can be hidden: pieces that could end it, for one reader and not for the other.
const IN_QUOTES = [
  '"',
  '\n}\n',
  'locals {\n  a = "',
  '${"x"}',
  '$${',
  '${',
  '%{',
  '%%{',
  '}',
  '\\"',
  '\\\\',
  '$',
  '%',
  'x',
  '#',
  EVIL,
];
const IN_HEREDOC = [
  'EOT\n',
  '  EOT\n',
  '}\n',
  'locals {\n  a = <<EOT\n',
  '${"x"}',
  '$${',
  '${',
  '%{',
  '}',
  '$',
  'x',
  '\n',
  '\u00a0',
  '"',
  EVIL,
];
const IN_COMMENT = ['*/', '/*', '\n', '\r\n', '#', '//', '"', 'x', '*', '/', 'locals {}', ' ', EVIL];
const IN_CODE = [
  'a = 1\n',
  'locals {\n',
  'locals {',
  '}',
  '\n',
  '(',
  ')',
  '[',
  ']',
  '{',
  'a',
  '=',
  ',',
  '1',
  '-',
  '<<-EOT\n',
  'EOT\n',
  '"a"',
  '#',
  '/*',
  '*/',
  '~',
  'data "external" "y" {}\n',
  EVIL,
];

const around = (before: string, after: string, pieces: readonly string[]) =>
  fc.array(fc.constantFrom(...pieces), { maxLength: 9 }).map((some) => `${before}${some.join('')}${after}`);

test('whatever is tried to hide a block: what this reader takes, HashiCorp’s parser takes with the same blocks', async () => {
  let taken = 0;
  const hostile = fc.oneof(
    around('locals {\n  a = "', `"\n}\n${EVIL}`, IN_QUOTES),
    around('locals {\n  a = <<EOT\n', `EOT\n}\n${EVIL}`, IN_HEREDOC),
    around('/*', `*/\n${EVIL}`, IN_COMMENT),
    around('locals {\n', `}\n${EVIL}`, IN_CODE),
  );
  const runs = Number(process.env['HCL_RUNS'] ?? 4000);
  await fc.assert(
    fc.asyncProperty(hostile, async (text) => {
      const blocks = accepted(text);
      if (blocks === undefined) return;
      const parsed: unknown = await parse('hostile.tf', text).catch(() => undefined);
      // Terraform refuses what its own parser refuses; nothing of it is ever used.
      if (parsed === undefined) return;
      taken++;
      const names = ours({ attributes: new Map(), blocks });
      expect({
        text,
        missing: names.filter((name) => !isThere(parsed, name)),
        blocks: blocks.length,
        provisioners: names.filter((name) => name.includes(' > provisioner')).length,
      }).toEqual({ text, missing: [], ...theirs(parsed) });
    }),
    {
      numRuns: runs,
      examples: [
        ['locals {\n  a = <<EOT\n${"x"}EOT\n}\n' + EVIL + 'locals {\n  a = <<EOT\nEOT\n}\n'],
        ['locals {\n  a = <<EOT\n\u00a0EOT\n}\n' + EVIL + 'locals {\n  a = <<EOT\nEOT\n}\n'],
        ['locals {\n  a = "$${"\n}\n' + EVIL + 'locals {\n  a = "}"\n}\n'],
        ['locals {\n  a = "$$${"\n}\n' + EVIL + 'locals {\n  a = "}"\n}\n'],
        ['locals {\n  a = "%${"\n}\n' + EVIL + 'locals {\n  a = "}"\n}\n'],
      ],
    },
  );
  // Refusing everything would be right and prove nothing.
  expect(taken).toBeGreaterThan(runs / 20);
}, 120_000);

function accepted(text: string): readonly HclBlock[] | undefined {
  try {
    return readBlocks(text);
  } catch (error) {
    if (error instanceof HclSyntaxError) return undefined;
    throw error;
  }
}

describe('what can be read in two ways is refused, with its line', () => {
  test.each<[string, string, string]>([
    ['three signs before a brace', 'locals {\n  a = "$$${x}"\n}\n', '2: $$${ can be read in two ways'],
    ['mixed signs', 'locals {\n  a = "%${x}"\n}\n', '2: %${ can be read in two ways'],
    [
      'a text over two lines',
      'locals {\n  a = "x\n"\n}\n',
      '2: a text in quotes does not end, or has an unknown escape',
    ],
    ['an unknown escape', 'locals {\n  a = "\\q"\n}\n', '2: a text in quotes does not end, or has an unknown escape'],
    [
      'a marker after an interpolation',
      'locals {\n  a = <<EOT\n${"x"}EOT\nEOT\n}\n',
      '3: EOT can be taken for the end of the text here',
    ],
    [
      'a marker behind a strange blank',
      'locals {\n  a = <<EOT\n\u00a0EOT\nEOT\n}\n',
      '3: EOT can be taken for the end of the text here',
    ],
    ['a heredoc without an end', 'locals {\n  a = <<EOT\nx\n}\n', '5: the text up to EOT does not end'],
    ['a comment without an end', 'locals {}\n/* x\n', '2: "/*" is not understood here'],
    ['a lone carriage return', 'locals {}\r# x\n', '1: the character U+000d has no place in a configuration'],
    ['a byte-order mark', '\ufefflocals {}\n', '1: the character U+feff has no place in a configuration'],
    ['text that turns round', 'locals {}\n# \u202e\n', '2: the character U+202e has no place in a configuration'],
    ['bytes that are no text', 'locals {}\n# \ufffd\n', '2: the character U+fffd has no place in a configuration'],
    ['letters that look like others', 'lоcals {}\n', '1: "оc" is not understood here'],
    ['a computed label', 'data "${x}" "y" {}\n', '1: a computed text is not understood here'],
    ['an escaped label', 'data "ex\\u0074ernal" "y" {}\n', '1: a computed text is not understood here'],
    ['a block that is not closed', 'locals {\n', '2: the file ends inside braces'],
    ['an attribute outside', 'a = 1\n', '1: there is an attribute outside of every block'],
    ['an attribute twice', 'module "x" {\n  source = "./a"\n  source = "git::x"\n}\n', '3: source is set twice'],
    ['two blocks on a line', 'locals {} locals {}\n', '1: locals is not understood here'],
  ])('%s', (_what, text, expected) => {
    let refusal = 'accepted';
    try {
      readBlocks(text);
    } catch (error) {
      if (!(error instanceof HclSyntaxError)) throw error;
      refusal = `${error.line}: ${error.message}`;
    }
    expect(refusal).toBe(expected);
  });
});
