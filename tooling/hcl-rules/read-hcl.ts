import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from '@cdktn/hcl2json';
import { z } from 'zod';

/** A block of the configuration that has a name of its own. */
export interface Block {
  /** Relative to `terraform/`. */
  readonly file: string;
  /** Directory of the module, relative to `terraform/`; empty for the root. */
  readonly module: string;
  readonly kind: 'resource' | 'data' | 'ephemeral' | 'variable' | 'output' | 'terraform';
  /** Empty for kinds without types. */
  readonly type: string;
  readonly name: string;
  /** Attributes and blocks; expressions are texts like `${var.x}`, and blocks are lists. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface SourceFile {
  /** Relative to `terraform/`. */
  readonly path: string;
  readonly text: string;
}

/** What Terraform reads, as it is written. */
export interface Hcl {
  readonly files: readonly SourceFile[];
  readonly blocks: readonly Block[];
}

const body = z.record(z.string(), z.unknown());
// HCL allows several blocks of one name; only Terraform forbids it.
const named = z.record(z.string(), z.array(body)).default({});
const typed = z.record(z.string(), named).default({});
const fileSchema = z.object({
  resource: typed,
  data: typed,
  ephemeral: typed,
  variable: named,
  output: named,
  terraform: z.array(body).default([]),
});

/** All `.tf` files of a directory and below, but not what Terraform downloads there. */
export function hclFiles(directory: string): readonly SourceFile[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tf') && !path.split('/').includes('.terraform'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(directory, path), 'utf8') }));
}

/** @throws when a file is not HCL, or has a form that Terraform would refuse */
export async function readHcl(files: readonly SourceFile[]): Promise<Hcl> {
  const parsed = await Promise.all(
    files.map(async (file) => blocksOf(file, fileSchema.parse(await parse(file.path, file.text)))),
  );
  return { files, blocks: parsed.flat() };
}

function blocksOf({ path: file }: SourceFile, content: z.infer<typeof fileSchema>): readonly Block[] {
  const module = dirname(file) === '.' ? '' : dirname(file);
  const withTypes = (['resource', 'data', 'ephemeral'] as const).flatMap((kind) =>
    Object.entries(content[kind]).flatMap(([type, names]) =>
      Object.entries(names).flatMap(([name, bodies]) =>
        bodies.map((one) => ({ file, module, kind, type, name, body: one })),
      ),
    ),
  );
  const withNames = (['variable', 'output'] as const).flatMap((kind) =>
    Object.entries(content[kind]).flatMap(([name, bodies]) =>
      bodies.map((one) => ({ file, module, kind, type: '', name, body: one })),
    ),
  );
  const settings = content.terraform.map((one) => ({
    file,
    module,
    kind: 'terraform' as const,
    type: '',
    name: '',
    body: one,
  }));
  return [...withTypes, ...withNames, ...settings];
}
