import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from '@cdktn/hcl2json';
import { z } from 'zod';
import { describeType, type TypedName } from './describe-type';

/** A block that makes or reads something: `aws_kms_key.data`, in the file where it stands. */
export interface Resource {
  readonly address: string;
  readonly kind: 'resource' | 'data source' | 'ephemeral' | 'module';
  readonly file: string;
}

/** An input of a module. */
export interface Variable {
  readonly name: string;
  readonly description: string;
  /** The variable itself, then the attributes inside its type. */
  readonly types: readonly TypedName[];
  /** As JSON; undefined when a value has to be given. */
  readonly fallback: string | undefined;
  /** Words like `sensitive`, in alphabetical order. */
  readonly marks: readonly string[];
  /** What a refused value is told. */
  readonly rules: readonly string[];
}

/** An output of a module. */
export interface Output {
  readonly name: string;
  readonly description: string;
  readonly marks: readonly string[];
}

/** What a directory of `.tf` files declares, each list in alphabetical order. */
export interface TerraformModule {
  readonly resources: readonly Resource[];
  readonly variables: readonly Variable[];
  readonly outputs: readonly Output[];
}

/** The files of a module cannot be read; the message names the file. */
export class TerraformDocsError extends Error {
  override readonly name = 'TerraformDocsError';
}

// The parser gives a list for each block, because HCL allows several of one name; only Terraform forbids it.
const only = <Block extends z.ZodType>(block: Block) =>
  z.record(
    z.string(),
    z.tuple([block]).transform(([one]) => one),
  );
const marks = { sensitive: z.boolean().default(false), ephemeral: z.boolean().default(false) };
const nested = z.record(z.string(), z.record(z.string(), z.unknown())).default({});
const fileSchema = z.object({
  resource: nested,
  data: nested,
  ephemeral: nested,
  module: only(z.object({ source: z.string() })).default({}),
  variable: only(
    z.object({
      description: z.string().default(''),
      type: z.string().default('${any}'),
      default: z.json().optional(),
      nullable: z.boolean().default(true),
      validation: z.array(z.object({ error_message: z.string() })).default([]),
      ...marks,
    }),
  ).default({}),
  output: only(z.object({ description: z.string().default(''), ...marks })).default({}),
});
type ParsedFile = z.infer<typeof fileSchema>;

/**
 * Reads the `.tf` files of one directory, without the modules that they call.
 *
 * @throws TerraformDocsError when a file is not HCL, or a block lacks what Terraform demands.
 */
export async function readModule(directory: string): Promise<TerraformModule> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.tf')).sort();
  const files = await Promise.all(names.map(async (name) => ({ name, content: await readHcl(join(directory, name)) })));
  const variables = files.flatMap(({ content }) => Object.entries(content.variable));
  return {
    resources: files.flatMap(({ name, content }) => resourcesOf(name, content)).sort(by(({ address }) => address)),
    variables: (await Promise.all(variables.map(toVariable))).sort(by(({ name }) => name)),
    outputs: files
      .flatMap(({ content }) => Object.entries(content.output))
      .map(([name, output]) => ({ name, description: output.description, marks: marksOf(output) }))
      .sort(by(({ name }) => name)),
  };
}

async function readHcl(path: string): Promise<ParsedFile> {
  try {
    return fileSchema.parse(await parse(path, await readFile(path, 'utf8')));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TerraformDocsError(`${path} could not be read: ${reason}`, { cause });
  }
}

function resourcesOf(file: string, { resource, data, ephemeral, module }: ParsedFile): readonly Resource[] {
  const addresses = (blocks: ParsedFile['resource']) =>
    Object.entries(blocks).flatMap(([type, names]) => Object.keys(names).map((name) => `${type}.${name}`));
  return [
    ...addresses(resource).map((address) => ({ address, kind: 'resource' as const, file })),
    ...addresses(data).map((address) => ({ address: `data.${address}`, kind: 'data source' as const, file })),
    ...addresses(ephemeral).map((address) => ({ address: `ephemeral.${address}`, kind: 'ephemeral' as const, file })),
    ...Object.keys(module).map((name) => ({ address: `module.${name}`, kind: 'module' as const, file })),
  ];
}

async function toVariable([name, variable]: [string, ParsedFile['variable'][string]]): Promise<Variable> {
  return {
    name,
    description: variable.description,
    types: await describeType(name, variable.type.replace(/^\$\{(.*)\}$/s, '$1')),
    fallback: variable.default === undefined ? undefined : JSON.stringify(variable.default),
    marks: [...marksOf(variable), ...(variable.nullable ? [] : ['not nullable'])],
    rules: variable.validation.map(({ error_message: message }) => message),
  };
}

function marksOf({ sensitive, ephemeral }: { readonly sensitive: boolean; readonly ephemeral: boolean }) {
  return [...(ephemeral ? ['ephemeral'] : []), ...(sensitive ? ['sensitive'] : [])];
}

/** Compares by code units: the order must not depend on the language of the machine. */
function by<Item>(key: (item: Item) => string): (a: Item, b: Item) => number {
  return (a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b)));
}
