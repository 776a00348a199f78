import type { HclBlock, HclBody, HclValue } from './hcl/blocks';
import {
  BACKEND_ARGUMENTS,
  BLOCKS,
  isAllowedType,
  PROVIDER_ARGUMENTS,
  PROVIDER_SOURCES,
  SETTINGS,
  whyRefused,
} from './allowed';
import { isLocalSource } from './module-directory';

/** What is wrong with a block, and in which line. */
export interface BlockProblem {
  readonly line: number;
  readonly sentence: string;
}

/** A local directory that a module call names. */
export interface ModuleCall {
  readonly line: number;
  readonly name: string;
  readonly source: string;
}

/** @param calls receives the module calls whose directories the caller has to check */
export function* forbiddenBlocks(blocks: readonly HclBlock[], calls: ModuleCall[]): Iterable<BlockProblem> {
  for (const block of blocks) {
    if (!BLOCKS.has(block.kind)) {
      yield { line: block.line, sentence: `blocks of kind "${block.kind}" are not allowed` };
      continue;
    }
    yield* provisioners(block);
    switch (block.kind) {
      case 'resource':
      case 'data':
      case 'ephemeral':
      case 'action':
        yield* typed(block);
        break;
      // A check may hold a data source of its own.
      case 'check':
        for (const inner of block.blocks) if (inner.kind === 'data') yield* typed(inner);
        break;
      case 'module':
        yield* moduleCall(block, calls);
        break;
      case 'provider':
        yield* provider(block);
        break;
      case 'terraform':
        yield* settings(block);
        break;
      default:
    }
  }
}

function* typed(block: HclBlock): Iterable<BlockProblem> {
  const [type = ''] = block.labels;
  if (!isAllowedType(block.kind, type)) yield { line: block.line, sentence: whyRefused(block.kind, type) };
}

/** Anywhere below: they also stand in `removed`, where they run when something is destroyed. */
function* provisioners(block: HclBlock): Iterable<BlockProblem> {
  for (const inner of block.blocks) {
    if (inner.kind === 'provisioner' || inner.kind === 'connection') {
      const name = [inner.kind, ...inner.labels.map((label) => JSON.stringify(label))].join(' ');
      yield {
        line: inner.line,
        sentence: `${name} is not allowed: it runs programs or copies files with the credentials of the job`,
      };
    }
    yield* provisioners(inner);
  }
}

function* moduleCall(block: HclBlock, calls: ModuleCall[]): Iterable<BlockProblem> {
  const name = block.labels[0] ?? '';
  const source = block.attributes.get('source');
  const line = source?.line ?? block.line;
  if (source?.value.kind !== 'text') {
    yield { line, sentence: `the source of module "${name}" must be a text that is written out` };
    return;
  }
  const { text } = source.value;
  if (!isLocalSource(text)) {
    yield {
      line,
      sentence: `module "${name}" comes from ${JSON.stringify(text)}; only directories of this repository are allowed, as ./ or ../ and a path`,
    };
    return;
  }
  calls.push({ line, name, source: text });
}

function* provider(block: HclBlock): Iterable<BlockProblem> {
  const name = block.labels[0] ?? '';
  if (!Object.hasOwn(PROVIDER_SOURCES, name)) {
    yield { line: block.line, sentence: `provider "${name}" is not allowed; the only one is hashicorp/aws` };
    return;
  }
  yield* arguments_(block, PROVIDER_ARGUMENTS, `provider "${name}"`);
}

function* arguments_(block: HclBody, allowed: ReadonlySet<string>, what: string): Iterable<BlockProblem> {
  const named = [...block.attributes].map(([name, { line }]) => ({ name, line }));
  for (const { name, line } of [...named, ...block.blocks.map(({ kind, line }) => ({ name: kind, line }))]) {
    if (!allowed.has(name)) {
      yield {
        line,
        sentence: `"${name}" is not allowed in ${what}: files, profiles and addresses of its choice can run programs and receive credentials`,
      };
    }
  }
}

function* settings(block: HclBlock): Iterable<BlockProblem> {
  for (const [name, { line }] of block.attributes) {
    if (name !== 'required_version') yield { line, sentence: `"${name}" is not allowed in a terraform block` };
  }
  for (const inner of block.blocks) {
    if (!SETTINGS.has(inner.kind) || inner.kind === 'required_version') {
      yield { line: inner.line, sentence: `"${inner.kind}" is not allowed in a terraform block` };
    } else if (inner.kind === 'backend') {
      if (inner.labels[0] !== 's3') {
        yield {
          line: inner.line,
          sentence: `backend "${inner.labels[0] ?? ''}" is not allowed; the state is kept in S3`,
        };
      }
      yield* arguments_(inner, BACKEND_ARGUMENTS, 'backend "s3"');
    } else {
      yield* requiredProviders(inner);
    }
  }
}

function* requiredProviders(block: HclBlock): Iterable<BlockProblem> {
  for (const inner of block.blocks) yield { line: inner.line, sentence: `"${inner.kind}" is no provider` };
  for (const [name, { line, value }] of block.attributes) {
    const source = providerSource(value);
    const allowed = Object.hasOwn(PROVIDER_SOURCES, name) ? (PROVIDER_SOURCES[name] ?? []) : [];
    if (source === undefined || !allowed.includes(source)) {
      yield {
        line,
        sentence: `provider "${name}" is ${source === undefined ? 'not written out' : `from ${JSON.stringify(source)}`}; the only one that is allowed is aws from "hashicorp/aws"`,
      };
    }
  }
}

function providerSource(value: HclValue): string | undefined {
  const source = value.kind === 'object' ? value.entries.get('source') : undefined;
  return source?.kind === 'text' ? source.text : undefined;
}
