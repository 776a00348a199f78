import type { Trust } from '../evidence/trust';
import { verifyEvidence, type Remembered } from '../evidence/verify';
import { placeOf } from '../evidence/layout';
import type { Digest, SignatureCheck } from '../ports/evidence-signer';
import type { EvidenceReader } from '../ports/evidence-store';
import { siteEnvironment } from './read-evidence';
import { renderSite, type SiteFiles } from './render-site';
import type { SiteEnvironment, SiteInput } from './site-input';

/** So many files are fetched at once; years of drills are thousands of small ones. */
const AT_ONCE = 16;

export interface SiteEnvironmentRequest {
  readonly name: string;
  /** Whose signatures count. */
  readonly trust: Trust;
  /** What others know of the chain, as the tracking issue does. */
  readonly remembered: readonly Remembered[];
}

export interface SitePorts {
  /** Where the evidence of this environment lies. */
  readonly readerOf: (environment: string) => EvidenceReader;
  readonly digest: Digest;
  readonly isSignedBy: SignatureCheck;
}

/**
 * Reads the evidence of the environments once, verifies it, and renders the site from the very bytes that were verified.
 *
 * @throws SiteError, and what the readers throw; a chain that is broken is no error, the site says so
 */
export async function makeSite(
  environments: readonly SiteEnvironmentRequest[],
  ports: SitePorts & { readonly now: Date },
): Promise<SiteFiles> {
  return renderSite({ ...(await readSite(environments, ports)), renderedAt: ports.now });
}

/** The same without rendering, for whoever has to know what verifying came to. */
export async function readSite(
  environments: readonly SiteEnvironmentRequest[],
  { readerOf, digest, isSignedBy }: SitePorts,
): Promise<Omit<SiteInput, 'renderedAt'>> {
  const files = new Map<string, Uint8Array>();
  const shown: SiteEnvironment[] = [];
  for (const { name, trust, remembered } of environments) {
    for (const [key, bytes] of await readAll(readerOf(name), name)) files.set(key, bytes);
    const verification = await verifyEvidence(name, trust, remembered, { reader: readerIn(files), digest, isSignedBy });
    shown.push(siteEnvironment({ environment: name, verification, trust, files }, digest));
  }
  return { environments: shown, files };
}

/** A copy of an environment's evidence, for whoever looks at it more than once. */
export async function copyOfEvidence(reader: EvidenceReader, environment: string): Promise<EvidenceReader> {
  return readerIn(await readAll(reader, environment));
}

async function readAll(reader: EvidenceReader, environment: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const keys = await reader.list(placeOf(environment));
  const files = new Map<string, Uint8Array>();
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const some = keys.slice(from, from + AT_ONCE);
    const read = await Promise.all(some.map(async (key) => [key, await reader.read(key)] as const));
    for (const [key, bytes] of read) if (bytes !== undefined) files.set(key, bytes);
  }
  return files;
}

function readerIn(files: ReadonlyMap<string, Uint8Array>): EvidenceReader {
  return {
    list: async (prefix) => [...files.keys()].filter((key) => key.startsWith(prefix)).sort(),
    read: async (key) => files.get(key),
  };
}
