import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readBlocks } from '../guard/hcl/blocks';
import { lockedProviders, type LockedProvider } from '../guard/lock-file';

/** A provider as `terraform init` put it into the data directory, and found to be the one of the lock file. */
export interface VerifiedProvider {
  /** For example `registry.terraform.io/hashicorp/aws`. */
  readonly name: string;
  /** The program, with every link resolved. */
  readonly program: string;
}

/** There is something about the provider that makes it unfit for being started by us. */
export class ProviderDoubt extends Error {
  override readonly name = 'ProviderDoubt';
}

/**
 * Finds the only provider of a configuration, and verifies it as Terraform would when it started it.
 *
 * @throws ProviderDoubt
 */
export async function verifiedProvider(directory: string, dataDirectory: string): Promise<VerifiedProvider> {
  const locked = lockedProviders(readBlocks(await readFile(join(directory, '.terraform.lock.hcl'), 'utf8')));
  const [provider] = locked;
  if (provider?.version === undefined || locked.length !== 1) {
    throw new ProviderDoubt(`the lock file names ${locked.length} providers, and only one can be kept`);
  }
  // Terraform links what lies unpacked in a mirror; below that there is nothing to link.
  const place = join(dataDirectory, 'providers', provider.name, provider.version, platform());
  const files = await packageFiles(await realpath(place));
  await verify(provider, files);
  const programs = files.filter(({ name }) => /^terraform-provider-[\w.-]+$/.test(name));
  const [program] = programs;
  if (program === undefined || programs.length !== 1) {
    throw new ProviderDoubt(`the package of ${provider.name} has ${programs.length} programs`);
  }
  return { name: provider.name, program: program.path };
}

interface PackageFile {
  /** Relative to the package, with `/`. */
  readonly name: string;
  readonly path: string;
}

async function packageFiles(directory: string): Promise<readonly PackageFile[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const name = relative(directory, path).replaceAll('\\', '/');
      if (!entry.isFile() || name.includes('\n')) {
        throw new ProviderDoubt(`${JSON.stringify(name)} in the package of the provider is no ordinary file`);
      }
      return { name, path };
    });
}

async function verify(provider: LockedProvider, files: readonly PackageFile[]): Promise<void> {
  const allowed = provider.hashes.filter((hash) => hash.startsWith('h1:'));
  if (allowed.length === 0) throw new ProviderDoubt(`the lock file has no h1 hash of ${provider.name}`);
  const hash = await packageHash(files);
  if (!allowed.includes(hash)) {
    throw new ProviderDoubt(`the package of ${provider.name} has the hash ${hash}, which is not in the lock file`);
  }
}

/** https://pkg.go.dev/golang.org/x/mod/sumdb/dirhash: Hash1, with which Terraform locks packages. */
export async function packageHash(files: readonly PackageFile[]): Promise<string> {
  const sorted = [...files].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const lines = await Promise.all(
    sorted.map(async ({ name, path }) => {
      const hash = createHash('sha256');
      await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
      return `${hash.digest('hex')}  ${name}\n`;
    }),
  );
  return `h1:${createHash('sha256').update(lines.join('')).digest('base64')}`;
}

function platform(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  return `${system}_${process.arch === 'x64' ? 'amd64' : process.arch}`;
}
