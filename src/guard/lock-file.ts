import { PROVIDER_NAMES } from './allowed';
import type { HclBlock } from './hcl/blocks';
import type { BlockProblem } from './forbidden-blocks';

/** A provider that a lock file pins. */
export interface LockedProvider {
  /** For example `registry.terraform.io/hashicorp/aws`. */
  readonly name: string;
  readonly version: string | undefined;
  readonly hashes: readonly string[];
  readonly line: number;
}

export function lockedProviders(blocks: readonly HclBlock[]): readonly LockedProvider[] {
  return blocks
    .filter(({ kind }) => kind === 'provider')
    .map(({ labels, attributes, line }) => {
      const version = attributes.get('version')?.value;
      const hashes = attributes.get('hashes')?.value;
      return {
        name: labels[0] ?? '',
        version: version?.kind === 'text' ? version.text : undefined,
        hashes: hashes?.kind === 'list' ? hashes.items.flatMap((one) => (one.kind === 'text' ? [one.text] : [])) : [],
        line,
      };
    });
}

export function* lockFileProblems(blocks: readonly HclBlock[]): Iterable<BlockProblem> {
  for (const { kind, line } of blocks) {
    if (kind !== 'provider') yield { line, sentence: `"${kind}" does not belong into a lock file` };
  }
  const providers = lockedProviders(blocks);
  if (providers.length === 0) {
    yield { line: 1, sentence: 'no provider is locked; run terraform init and commit the file' };
  }
  for (const { name, version, hashes, line } of providers) {
    if (!PROVIDER_NAMES.includes(name)) {
      yield {
        line,
        sentence: `the lock file names ${JSON.stringify(name)}; the only provider that is allowed is ${PROVIDER_NAMES[0] ?? ''}`,
      };
    }
    if (version === undefined || !hashes.some((hash) => /^(?:h1|zh):/.test(hash))) {
      yield {
        line,
        sentence: `${name} is locked without a version or without hashes, so anything could take its place`,
      };
    }
  }
}
