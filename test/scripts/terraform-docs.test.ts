import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { describeType } from '../../scripts/terraform-docs/describe-type';
import { terraformDocuments } from '../../scripts/terraform-docs/documents';
import { code, prose } from '../../scripts/terraform-docs/markdown';
import { withGeneratedSection } from '../../scripts/terraform-docs/section';

describe('describeType', () => {
  test('takes objects apart, wherever they stand, and keeps the order of the source', async () => {
    const source = `map(object({
      # a comment, with a comma and a }
      zone    = string # ü, after the value
      sizes   = optional(list(number), [1, 2])
      peer    = optional(object({ cidr = string }))
      "names" = set(object({ first = any }))
    }))`;
    const plain = { optional: false, fallback: undefined };
    expect(await describeType('network', source)).toEqual([
      { ...plain, name: 'network', type: 'map(object)' },
      { ...plain, name: 'network[*].zone', type: 'string' },
      { name: 'network[*].sizes', type: 'list(number)', optional: true, fallback: '[1, 2]' },
      { name: 'network[*].peer', type: 'object', optional: true, fallback: undefined },
      { ...plain, name: 'network[*].peer.cidr', type: 'string' },
      { ...plain, name: 'network[*].names', type: 'set(object)' },
      { ...plain, name: 'network[*].names[*].first', type: 'any' },
    ]);
  });
});

describe('markdown', () => {
  test.each([
    ['a | b', 'a \\| b'],
    ['<name> & *all* [x](y)', '&#60;name&#62; &#38; \\*all\\* \\[x\\](y)'],
    ['two\n  lines, database.backup_window', 'two lines, database.backup_window'],
    ['_emphasis_ in `a_|<code>`', '\\_emphasis\\_ in `a_\\|<code>`'],
    ['one ` alone', 'one \\` alone'],
  ])('prose of %j shows what was written', (text, markdown) => {
    expect(prose(text)).toBe(markdown);
  });

  test.each([
    ['"a" | null', '`"a" \\| null`'],
    ['a `quoted` word', '`` a `quoted` word ``'],
    ['{\n  a = 1\n}', '`{ a = 1 }`'],
  ])('code of %j stays on one line and in its cell', (text, markdown) => {
    expect(code(text)).toBe(markdown);
  });
});

describe('withGeneratedSection', () => {
  test('replaces what is between the markers and keeps the text around', () => {
    const text = '# x\n\nby hand\n\n<!-- generated -->\nold\n<!-- /generated -->\n\nalso by hand\n';
    expect(withGeneratedSection(text, 'new')).toBe(
      '# x\n\nby hand\n\n<!-- generated -->\n\nnew\n\n<!-- /generated -->\n\nalso by hand\n',
    );
  });

  test('adds the markers where there are none', () => {
    expect(withGeneratedSection('# x\n', 'new')).toBe('# x\n\n<!-- generated -->\n\nnew\n\n<!-- /generated -->\n');
  });

  test.each([
    '<!-- generated -->',
    '<!-- /generated -->',
    '<!-- /generated --><!-- generated -->',
    '<!-- generated --><!-- /generated --><!-- generated --><!-- /generated -->',
  ])('refuses damaged markers, so that nothing written by hand is lost: %s', (text) => {
    expect(() => withGeneratedSection(text, 'new')).toThrow(/one <!-- generated --> and, after it, one/);
  });
});

describe('terraformDocuments', () => {
  let repository = '';

  beforeEach(() => {
    repository = mkdtempSync(join(tmpdir(), 'terraform-docs-'));
    write('terraform/main.tf', '');
    write('terraform/bootstrap/main.tf', '');
    write('terraform/modules/queue/README.md', '# queue\n\nBy hand.\n');
    write(
      'terraform/modules/queue/main.tf',
      `resource "aws_sqs_queue" "b" {
        count = 2
      }
      resource "aws_sqs_queue" "a" {}
      data "aws_region" "here" {}
      ephemeral "aws_secretsmanager_random_password" "new" {}
      module "inner" { source = "../inner" }
      output "secret" {
        description = "Kept | safe."
        value       = 1
        sensitive   = true
      }`,
    );
    write(
      'terraform/modules/queue/variables.tf',
      `variable "limits" {
        description = "What <nobody> may exceed."
        type        = object({ messages = number, seconds = optional(number, 60) })
        default     = { messages = 3 }
        sensitive   = true
        nullable    = false
        validation {
          condition     = var.limits.messages > 0
          error_message = "limits.messages must be *positive*."
        }
      }`,
    );
  });

  afterEach(() => {
    rmSync(repository, { recursive: true, force: true });
  });

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(repository, path)), { recursive: true });
    writeFileSync(join(repository, path), text);
  }

  async function document(path: string) {
    return (await terraformDocuments(repository)).find((candidate) => candidate.path === path);
  }

  test('a module’s README lists what it makes, takes and gives, in alphabetical order', async () => {
    expect((await document('terraform/modules/queue/README.md'))?.text).toBe(`# queue

By hand.

<!-- generated -->

## Resources

| address | kind | file |
| --- | --- | --- |
| \`aws_sqs_queue.a\` | resource | [main.tf](main.tf) |
| \`aws_sqs_queue.b\` | resource | [main.tf](main.tf) |
| \`data.aws_region.here\` | data source | [main.tf](main.tf) |
| \`ephemeral.aws_secretsmanager_random_password.new\` | ephemeral | [main.tf](main.tf) |
| \`module.inner\` | module | [main.tf](main.tf) |

## Inputs

| input | type | default | meaning |
| --- | --- | --- | --- |
| \`limits\` | \`object\` (sensitive, not nullable) | \`{"messages":3}\` | What &#60;nobody&#62; may exceed. |
| \`limits.messages\` | \`number\` | *required* |  |
| \`limits.seconds\` | \`number\` | \`60\` |  |

## Outputs

| output | meaning |
| --- | --- |
| \`secret\` | Kept \\| safe. (sensitive) |

<!-- /generated -->
`);
  });

  test('the reference says of the root configurations what a refused value is told', async () => {
    write(
      'terraform/variables.tf',
      `variable "name" {
        type = string
        validation {
          condition     = var.name != ""
          error_message = "name must be <something>."
        }
        validation {
          condition     = length(var.name) < 9
          error_message = "name must be short."
        }
      }
      variable "port" {
        description = "Where it listens."
        default     = null
      }`,
    );
    expect((await document('docs/variables.md'))?.text).toContain(`## terraform

### \`name\`

Type \`string\`, *required*.

- name must be &#60;something&#62;.
- name must be short.

### \`port\`

Where it listens.

Type \`any\`, default \`null\`.

### Outputs of terraform

None.

## terraform/bootstrap
`);
  });

  test('what was written is up to date until the HCL changes', async () => {
    for (const { path, text, isUpToDate } of await terraformDocuments(repository)) {
      expect([path, isUpToDate]).toEqual([path, false]);
      write(path, text);
    }
    expect((await terraformDocuments(repository)).filter(({ isUpToDate }) => !isUpToDate)).toEqual([]);
    write('terraform/modules/queue/outputs.tf', 'output "more" {\n  value = 1\n}\n');
    const stale = (await terraformDocuments(repository)).filter(({ isUpToDate }) => !isUpToDate);
    expect(stale.map(({ path }) => path)).toEqual(['terraform/modules/queue/README.md']);
  });

  test('a file that is no HCL is named', async () => {
    write('terraform/modules/queue/broken.tf', 'variable "x" {');
    await expect(terraformDocuments(repository)).rejects.toThrow(/terraform\/modules\/queue\/broken\.tf/);
  });
});
